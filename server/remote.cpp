// Finds the running server by the note it leaves in the folder's lock.
#include "server/remote.hpp"

#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <thread>

#include "core/store/sqlite/folder_lock.hpp"
#include "server/house.hpp"

namespace juan {

Remote::Remote(std::uint16_t port, const std::string& token) : port_(port)
{
    const char* language = std::getenv("LANG");
    headers_ = {{"Authorization", "Bearer " + token},
                {"Accept-Language", language == nullptr ? "en" : std::string(std::string_view(language).substr(0, 2))}};
}

Json Remote::ask(http::Method method, const std::string& target, const std::string& body)
{
    http::Fields headers = headers_;
    headers.emplace_back("Content-Type", "application/json");
    return read(http::fetch("127.0.0.1", port_, method, target, headers, body));
}

Json Remote::upload(const std::string& target, const std::string& file)
{
    http::Fields headers = headers_;
    headers.emplace_back("Content-Type", "application/octet-stream");
    return read(http::fetch("127.0.0.1", port_, http::Method::post, target, headers, {}, file));
}

Json Remote::read(const http::ClientResponse& response) const
{
    Json json = parse_json(response.body);
    if (response.status >= 400) {
        const std::string detail = json.value("detail", "");
        throw Error(ErrorCode::job_failed, {{"zh", detail}, {"en", detail}});
    }
    return json;
}

int through_server(const CommonOptions& options, const std::string& program, const std::function<int(Remote&)>& work)
{
    const auto note =
        std::filesystem::exists(options.data_folder) ? store::read_lock_note(options.data_folder) : std::nullopt;
    if (note && !note->empty()) {
        const Json server = parse_json(*note);
        Remote remote(server.at("port").get<std::uint16_t>(), server.at("token").get<std::string>());
        return work(remote);
    }
    const auto house = open_house(options, program);
    http::Router router;
    house->flow->add_routes(router);
    http::ServerSettings settings;
    settings.port = 0;
    settings.upload_folder = upload_folder(options);
    settings.explain = [&](const http::Request& request, Finding& finding) { house->flow->explain(request, finding); };
    const auto server = http::make_server(settings, router, {}, [&](http::Request& request, const http::Route& route) {
        house->flow->authenticate(request, route);
    });
    house->flow->start();
    std::thread serving([&] { server->run(); });
    struct Stop {
        http::Server& server;
        std::thread& serving;
        ~Stop()
        {
            server.stop();
            serving.join();
        }
    } stop{*server, serving};
    Remote remote(server->port(), house->flow->accounts().make_local_token());
    return work(remote);
}

}  // namespace juan
