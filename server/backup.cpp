// `juan backup`, through the server that holds the folder; `juan restore`, into a new folder.
#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <thread>

#include "core/base/json.hpp"
#include "core/store/backup.hpp"
#include "core/store/backup/disk.hpp"
#include "core/store/sqlite/folder_lock.hpp"
#include "server/house.hpp"
#include "server/remote.hpp"

namespace juan {
namespace {

namespace fs = std::filesystem;

void show_bytes(const char* what, std::int64_t done, std::int64_t total)
{
    std::cout << fmt::format("\r{} {} / {} MB   ", what, done / 1'000'000, total / 1'000'000) << std::flush;
}

int backup_through(const BackupOptions& options, Remote& remote)
{
    const Json order{{"folder", options.to_folder.empty() ? "" : fs::absolute(options.to_folder).string()},
                     {"kind", options.is_full ? "full" : "increment"}};
    const Json started = remote.ask(http::Method::post, "/api/backups", order.dump());
    const std::string target = "/api/backups/jobs/" + started.at("job").get<std::string>();
    while (true) {
        const Json job = remote.ask(http::Method::get, target);
        const std::string state = job.at("state").get<std::string>();
        if (state == "done" || state == "failed" || state == "cancelled") {
            std::cout << (job.at("progress").is_null() ? "" : "\n");
            if (job.at("error").is_string()) std::cerr << "juan: " << job.at("error").get<std::string>() << '\n';
            if (state != "done") return 1;
            const Json& made = job.at("outcome");
            std::cout << fmt::format("{} ({} MB), {}, up to {}\n", made.at("name").get<std::string>(),
                                     made.at("bytes").get<std::int64_t>() / 1'000'000,
                                     made.at("state").get<std::string>(), made.at("to").get<std::string>());
            return made.at("state") == "verified" ? 0 : 1;
        }
        if (job.at("progress").is_object()) {
            show_bytes(job.at("progress").at("phase") == "copying" ? "copied" : "restored for a test",
                       job.at("progress").at("bytes_done"), job.at("progress").at("bytes"));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
    }
}

struct Settled {
    std::int64_t customers = 0;
    std::int64_t orders = 0;
};

// The restored folder becomes a store of its own, with the schedule of backups off: two stores that write into one
// folder would each take the other's pieces for its own old ones.
Settled settle(const RestoreOptions& options, const std::string& folder, const store::Restored& restored)
{
    CommonOptions common = options.common;
    common.key_file = keys_of(options.common).path;
    common.data_folder = folder;
    const auto house = open_house(common, "");
    const model::Model& model = house->flow->model();
    const model::Principal juan = model::system_principal(model.catalogue());
    const Json detail{{"to", format_instant(restored.to)}, {"from", restored.pieces.front().name}};
    model.write(juan, {{"restore", "restore", ""}, "", "", false}, [&](model::Writer& writer) {
        writer.session().execute("delete from setting where key = $1", store::values("backup"));
        writer.note("restore", "", Id::none, detail.dump());
        return std::string();
    });
    return {model.count(juan, model.catalogue().require("customer"), ""),
            model.count(juan, model.catalogue().require("order"), "")};
}

}  // namespace

int backup_store(const BackupOptions& options)
{
    return through_server(options.common, options.program,
                          [&](Remote& remote) { return backup_through(options, remote); });
}

int restore_store(const RestoreOptions& options)
{
    std::string target = fs::absolute(options.common.data_folder).lexically_normal().string();
    while (target.size() > 1 && target.back() == '/') target.pop_back();
    if (fs::exists(target) && !(fs::is_directory(target) && fs::is_empty(target))) {
        throw Error(ErrorCode::restore_target_used, {{"path", target}});
    }
    store::RestoreOrder order;
    order.folder = fs::absolute(options.from_folder).string();
    if (!options.at.empty()) {
        order.at = parse_instant(options.at);
        if (!order.at) {
            throw Error(ErrorCode::parameter_invalid,
                        {{"name", "--at"}, {"value", options.at}, {"expected", "2026-02-28T08:05:09+08:00"}});
        }
    }
    const Vault vault = require_vault(keys_of(options.common));
    order.into = target + ".partial";
    fs::remove_all(order.into);
    store::make_backup_folder(order.into);
    struct Sweep {
        const std::string& folder;
        ~Sweep() { fs::remove_all(folder); }
    } sweep{order.into};
    const store::Restored restored = store::restore_sqlite(order, vault, [](std::uint64_t done, std::uint64_t total) {
        show_bytes("read", static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
        return true;
    });
    std::cout << "\nlooking at every page\n" << std::flush;
    const std::string fault = store::check_sqlite(order.into, restored.counts);
    if (!fault.empty()) {
        throw Error(ErrorCode::backup_check_failed, {{"name", restored.pieces.front().name}, {"what", fault}});
    }
    const Settled settled = settle(options, order.into, restored);
    fs::remove(order.into + "/juan.lock");
    store::rename_durably(order.into, target);
    std::cout << fmt::format(
        "{}: all that was committed up to {}; {} customers, {} orders, {} other files, from {} pieces.\n"
        "Scheduled backups are off in it: set their folder again when it is to take the place of the old one.\n",
        target, format_instant(restored.to), settled.customers, settled.orders, restored.files, restored.pieces.size());
    return 0;
}

}  // namespace juan
