// Users, keys and the audit, on the machine itself.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <thread>

#include "core/model/audit.hpp"
#include "core/model/keys.hpp"
#include "flow/analysis/child.hpp"
#include "objects/objects.hpp"
#include "server/house.hpp"
#include "server/remote.hpp"

namespace juan {

int add_user(const UserOptions& options)
{
    if (isatty(STDIN_FILENO) != 0) {
        std::cerr << "Password: " << std::flush;
    }
    std::string password;
    std::getline(std::cin, password);
    return through_server(options.common, "", [&](Remote& remote) {
        const Json user{
            {"name", options.name}, {"email", options.email}, {"role", options.role}, {"password", password}};
        std::cout << remote.ask(http::Method::post, "/api/accounts/users", user.dump()).at("id").get<std::string>()
                  << '\n';
        return 0;
    });
}

int add_key(const KeyOptions& options)
{
    return through_server(options.common, "", [&](Remote& remote) {
        const Json key{{"name", options.name}, {"role", options.role}};
        std::cout << remote.ask(http::Method::post, "/api/accounts/keys", key.dump()).at("key").get<std::string>()
                  << '\n';
        return 0;
    });
}

// Rows after the last anchor are the ones that could be cut off unnoticed.
void tell_window(const model::Anchors& anchors, std::int64_t rows, Language language)
{
    if (anchors.all.empty() || anchors.line_broken > 0) return;
    const model::Anchor& last = anchors.all.back();
    const std::int64_t after = std::max<std::int64_t>(0, rows - last.seq);
    std::cout << (language == Language::zh
                      ? fmt::format("最后一个锚点：{}；之后有 {} 条，若被截掉无法发现。", format_instant(last.at),
                                    after)
                      : fmt::format("Last anchor: {}; {} rows came after it and could be cut off unnoticed.",
                                    format_instant(last.at), after))
              << '\n';
}

int verify_audit(const CommonOptions& options)
{
    const auto database = store::open_sqlite_reader(options.data_folder);
    const KeySource source = keys_of(options);
    const Keyring keys(model::open_keys_reader(*database, source));
    const model::Anchors anchors = model::read_anchors(model::anchor_path(source, options.data_folder), keys);
    model::AuditReport report;
    database->read([&](store::Session& session) { report = model::verify_audit(session, keys, anchors); },
                   std::chrono::hours(1));
    const char* wanted = std::getenv("LANG");
    const Language language = language_from(wanted == nullptr ? "" : wanted);
    std::cout << model::sentence(report, language) << '\n';
    tell_window(anchors, report.rows, language);
    switch (report.verdict) {
        case model::Verdict::whole: return 0;
        case model::Verdict::unverified: return 1;
        case model::Verdict::altered: return 2;
        case model::Verdict::cut: return 3;
        case model::Verdict::replaced: return 4;
    }
    return 1;
}

int rotate_keys(const CommonOptions& options)
{
    return through_server(options, "", [&](Remote& remote) {
        const std::string job = remote.ask(http::Method::post, "/api/keys/rotate", "{}").at("job").get<std::string>();
        while (true) {
            const Json state = remote.ask(http::Method::get, "/api/keys");
            if (state.at("is_done").get<bool>()) {
                std::cout << "Key " << state.at("newest") << '\n';
                return 0;
            }
            if (state.at("state") == "failed") {
                std::cerr << state.at("outcome").dump() << '\n';
                return 1;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
        }
    });
}

int run_analyst(const CommonOptions& options)
{
    const auto database = store::open_sqlite_reader(options.data_folder);
    const model::Catalogue catalogue(objects::declarations());
    analysis::ChildSettings settings;
    settings.mirror.folder = options.data_folder + "/mirror";
    analysis::run_analyst(*database, catalogue.objects(), settings);
    return 0;
}

}  // namespace juan
