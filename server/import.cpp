// `juan import`: through the running server when there is one, else by itself.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "core/base/json.hpp"
#include "server/remote.hpp"

namespace juan {
namespace {

std::string read_file(const std::string& path)
{
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

// The plan as given, or the one proposed by the preview.
Json plan_from(const ImportOptions& options, const Json& preview)
{
    Json plan = options.map_file.empty() ? Json::object() : parse_json(read_file(options.map_file));
    if (!plan.contains("object")) {
        plan["object"] = preview.at("object");
    }
    if (!plan.contains("mapping")) {
        plan["mapping"] = Json::array();
        for (const Json& column : preview.at("columns")) {
            if (column.at("proposed").is_string()) {
                plan["mapping"].push_back({{"column", column.at("index")}, {"path", column.at("proposed")}});
            }
        }
    }
    return plan;
}

void show_plan(const Json& plan, const Json& preview)
{
    std::cout << "Each row is: " << plan.at("object").get<std::string>() << " ("
              << preview.at("encoding").get<std::string>() << ", about " << preview.at("row_estimate") << " rows)\n";
    for (const Json& item : plan.at("mapping")) {
        const auto column = item.at("column").get<std::size_t>();
        const std::string name = column < preview.at("columns").size()
                                     ? preview.at("columns").at(column).at("name").get<std::string>()
                                     : std::to_string(column);
        std::cout << "  " << name << " -> " << item.at("path").get<std::string>() << '\n';
    }
    std::cout << std::flush;
}

void show_progress(const Json& figures, bool is_last)
{
    std::cout << fmt::format("\r{} rows: {} created, {} updated, {} unchanged, {} wrong", figures.value("rows", 0LL),
                             figures.value("created", 0LL), figures.value("updated", 0LL),
                             figures.value("skipped", 0LL), figures.value("wrong", 0LL));
    if (!is_last && figures.contains("rows_per_second")) {
        std::cout << fmt::format("  ({} rows/s, {} s to go)   ", figures.value("rows_per_second", 0LL),
                                 figures.value("eta_seconds", 0LL));
    }
    std::cout << (is_last ? "                              \n" : "") << std::flush;
}

std::string url_encoded(std::string_view text)
{
    std::string encoded;
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                              c == '-' || c == '_';
        encoded += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

int import_through(const ImportOptions& options, Remote& remote)
{
    const auto slash = options.file.rfind('/');
    const std::string name = slash == options.file.npos ? options.file : options.file.substr(slash + 1);
    std::string target = "/api/imports?name=" + url_encoded(name);
    if (!options.object.empty()) target += "&object=" + options.object;
    const Json received = remote.upload(target, options.file);
    const std::string base = "/api/imports/" + received.at("import").at("id").get<std::string>();
    const Json plan = plan_from(options, received.at("preview"));
    show_plan(plan, received.at("preview"));
    if (options.is_check) {
        std::cout << remote.ask(http::Method::post, base + "/check", plan.dump()).dump(2) << '\n';
        return 0;
    }
    remote.ask(http::Method::post, base + "/run", plan.dump());
    while (true) {
        const Json state = remote.ask(http::Method::get, base);
        const std::string word = state.at("state").get<std::string>();
        const bool is_over = word != "running" && word != "waiting";
        show_progress(state, is_over);
        if (is_over) {
            if (state.at("error").is_object()) std::cerr << state.at("error").at("detail").get<std::string>() << '\n';
            if (state.at("wrong").get<std::int64_t>() > 0) {
                std::cout << "The wrong rows, each with its line and reason: " << options.common.data_folder
                          << "/imports/" << state.at("id").get<std::string>() << ".wrong.csv\n";
            }
            return word == "done" ? 0 : 1;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
    }
}

}  // namespace

int import_file(const ImportOptions& options)
{
    return through_server(options.common, options.program,
                          [&](Remote& remote) { return import_through(options, remote); });
}

}  // namespace juan
