// The program: reads the command line and wires what it asks for.
#include <CLI/CLI.hpp>
#include <iostream>

#include "core/base/error.hpp"
#include "core/base/secret.hpp"
#include "server/commands.hpp"

namespace {

using juan::CommonOptions;

void add_data_option(CLI::App& command, CommonOptions& options)
{
    command.add_option("--data", options.data_folder, "Folder that holds everything Juan keeps")->capture_default_str();
    command.add_option("--keys", options.key_file,
                       "The key file; else JUAN_KEYS, else FOLDER.keys beside the data folder");
}

void add_serve(CLI::App& app, juan::ServeOptions& options)
{
    CLI::App* serve = app.add_subcommand("serve", "Start the server and print its address");
    add_data_option(*serve, options.common);
    serve->add_option("--listen", options.listen, "Address and port; port 0 takes any free one")->capture_default_str();
    serve->add_option("--host", options.hosts, "Host name under which people reach it, besides localhost; repeatable");
    serve->add_option("--public-url", options.public_url,
                      "What people type to reach it, as https://juan.example.com; stands in front of invitations");
    serve->add_option(
        "--ca-file", options.common.ca_file,
        "Certificates (PEM) to trust besides the system's when Juan reaches others, such as your own issuer");
    serve->add_option("--currency", options.common.currency, "Base currency (ISO 4217)")->capture_default_str();
    serve->add_flag("--sample", options.with_sample, "Fill an empty store with the sample company");
    serve->callback([&options] { options.common.exit_status = juan::serve(options); });
}

void add_import(CLI::App& app, juan::ImportOptions& options)
{
    CLI::App* command = app.add_subcommand("import", "Import a CSV file; also while a server runs on the same folder");
    command->add_option("file", options.file, "The file: CSV or TSV, in any usual encoding")
        ->required()
        ->check(CLI::ExistingFile);
    add_data_option(*command, options.common);
    command->add_option("--object", options.object,
                        "What each row is (customer, order_line, ...); guessed when absent");
    command
        ->add_option("--map", options.map_file,
                     "JSON file with the plan: {\"mapping\": [{\"column\": 0, \"path\": \"name\"}], \"constants\": {}, "
                     "\"policy\": \"fill\"}; proposed when absent")
        ->check(CLI::ExistingFile);
    command->add_option("--currency", options.common.currency, "Base currency of a store used without a server")
        ->capture_default_str();
    command->add_flag("--check", options.is_check, "Only say what the first thousand rows would do");
    command->callback([&options] { options.common.exit_status = juan::import_file(options); });
}

void add_people(CLI::App& app, juan::UserOptions& user, juan::KeyOptions& key)
{
    CLI::App* users = app.add_subcommand("user", "People who may sign in")->require_subcommand(1);
    CLI::App* add = users->add_subcommand("add", "Add a user; the password is read from standard input");
    add_data_option(*add, user.common);
    add->add_option("--name", user.name, "Name shown to others")->required();
    add->add_option("--email", user.email, "E-mail to sign in with")->required();
    add->add_option("--role", user.role, "administrator, manager, sales, viewer or a role of your own")->required();
    add->callback([&user] { user.common.exit_status = juan::add_user(user); });
    CLI::App* keys = app.add_subcommand("key", "API keys for other programs")->require_subcommand(1);
    CLI::App* add_key =
        keys->add_subcommand("add", "Make a key and print it once; use it as: Authorization: Bearer KEY");
    add_data_option(*add_key, key.common);
    add_key->add_option("--role", key.role, "What the key may do, as a role")->required();
    add_key->add_option("--name", key.name, "What the key is for")->capture_default_str();
    add_key->callback([&key] { key.common.exit_status = juan::add_key(key); });
}

void add_upkeep(CLI::App& app, CommonOptions& audit, CommonOptions& keys, CommonOptions& analyst,
                juan::SeedOptions& seed)
{
    CLI::App* audits = app.add_subcommand("audit", "The record of who did what")->require_subcommand(1);
    CLI::App* verify =
        audits->add_subcommand("verify", "Check that no row was altered, taken out, cut off or replaced");
    add_data_option(*verify, audit);
    verify->callback([&audit] { audit.exit_status = juan::verify_audit(audit); });
    CLI::App* key_file = app.add_subcommand("keys", "The key file")->require_subcommand(1);
    CLI::App* rotate =
        key_file->add_subcommand("rotate", "Put a new key into the key file and encrypt all anew with it");
    add_data_option(*rotate, keys);
    rotate->callback([&keys] { keys.exit_status = juan::rotate_keys(keys); });
    CLI::App* child = app.add_subcommand("analyst", "Started by the server itself: works out analyses");
    add_data_option(*child, analyst);
    child->group("");
    child->callback([&analyst] { analyst.exit_status = juan::run_analyst(analyst); });
    CLI::App* seeded =
        app.add_subcommand("seed", "Fill an empty store with made-up customers, for trying out and measuring");
    add_data_option(*seeded, seed.common);
    seeded->add_option("count", seed.customer_count, "How many customers")->required();
    seeded->add_option("--seed", seed.seed, "The same number gives the same data")->capture_default_str();
    seeded->add_option("--files-only", seed.files_folder, "Only write the CSV files into this folder");
    seeded->callback([&seed] { seed.common.exit_status = juan::seed(seed); });
}

void add_backup(CLI::App& app, juan::BackupOptions& backup, juan::RestoreOptions& restore)
{
    CLI::App* make = app.add_subcommand("backup", "Make a backup and verify it; also beside a running server");
    add_data_option(*make, backup.common);
    make->add_option("--to", backup.to_folder, "Folder for the backup; the scheduled one when absent");
    make->add_flag("--full", backup.is_full, "A full piece even when an increment is enough");
    make->callback([&backup] { backup.common.exit_status = juan::backup_store(backup); });
    CLI::App* back = app.add_subcommand("restore", "Make a new data folder out of a backup");
    back->add_option("--from", restore.from_folder, "Folder of the backup")->required()->check(CLI::ExistingDirectory);
    back->add_option("--data", restore.common.data_folder, "The new folder; it must not exist, or be empty")
        ->required();
    back->add_option("--at", restore.at, "As it was at this time (2026-02-28T08:05:09+08:00); the latest when absent");
    back->add_option("--keys", restore.common.key_file, "The key file of the store that was backed up");
    back->callback([&restore] { restore.common.exit_status = juan::restore_store(restore); });
}

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app("Juan (卷): one volume per customer, put to work.", "juan");
    app.set_version_flag("--version", juan::version());
    app.require_subcommand(1);
    juan::ServeOptions serve;
    juan::ImportOptions import;
    juan::UserOptions user;
    juan::KeyOptions key;
    juan::SeedOptions seed;
    juan::BackupOptions backup;
    juan::RestoreOptions restore;
    CommonOptions audit;
    CommonOptions keys;
    CommonOptions analyst;
    serve.program = import.program = seed.program = backup.program = argv[0];
    add_serve(app, serve);
    add_import(app, import);
    add_people(app, user, key);
    add_backup(app, backup, restore);
    add_upkeep(app, audit, keys, analyst, seed);
    try {
        juan::start_secrets();
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error);
    } catch (const juan::Error& error) {
        const char* language = std::getenv("LANG");
        std::cerr << "juan: " << sentence(error.finding(), juan::language_from(language == nullptr ? "" : language))
                  << '\n';
        return 1;
    } catch (const std::exception& error) {
        std::cerr << "juan: " << error.what() << '\n';
        return 1;
    }
    for (const CommonOptions* options : {&serve.common, &import.common, &user.common, &key.common, &seed.common,
                                         &backup.common, &restore.common, &audit, &keys, &analyst}) {
        if (options->exit_status != 0) return options->exit_status;
    }
    return 0;
}
