// `juan serve`: opens the folder, answers requests until it is told to stop.
#include <fmt/format.h>
#include <pthread.h>
#include <unistd.h>
#include <csignal>

#include <filesystem>
#include <iostream>
#include <thread>

#include "core/base/log.hpp"
#include "core/base/secret.hpp"
#include "core/store/sqlite/ballast.hpp"
#include "core/store/sqlite/folder_lock.hpp"
#include "server/assets.hpp"
#include "server/house.hpp"
#include "server/sample.hpp"

namespace juan {
namespace {

constexpr std::int64_t sample_customers = 2000;

http::ServerSettings server_settings(const ServeOptions& options)
{
    http::ServerSettings settings;
    const auto colon = options.listen.rfind(':');
    int port = -1;
    if (colon != options.listen.npos) {
        port = std::atoi(options.listen.c_str() + colon + 1);
    }
    if (port < 0 || port > 65535 || colon == options.listen.npos) {
        throw Error(ErrorCode::parameter_invalid,
                    {{"name", "--listen"}, {"value", options.listen}, {"expected", "HOST:PORT"}});
    }
    settings.address = options.listen.substr(0, colon);
    settings.port = static_cast<std::uint16_t>(port);
    settings.hosts = options.hosts;
    settings.upload_folder = upload_folder(options.common);
    return settings;
}

// The signals that ask for an end, taken by one thread and by no other.
sigset_t ending_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

void greet(Flow& flow, std::uint16_t port)
{
    const std::string address = fmt::format("http://localhost:{}", port);
    std::cout << "Juan " << version() << "\n  " << address << '\n';
    if (flow.accounts().needs_setup()) {
        std::cout << "  First time here? Set the administrator's password (this link works once):\n  " << address
                  << "/setup?token=" << flow.accounts().make_setup_token() << '\n';
    }
    std::cout << std::flush;
}

bool is_empty(const model::Model& model)
{
    return model.count(model::system_principal(model.catalogue()), model.catalogue().require("customer"), "") == 0;
}

}  // namespace

int seed(const SeedOptions& options)
{
    if (!options.files_folder.empty()) {
        write_sample(options.files_folder, options.customer_count, options.seed,
                     std::chrono::floor<std::chrono::days>(SystemClock().now()));
        return 0;
    }
    const auto house = open_house(options.common, options.program);
    if (!is_empty(house->flow->model())) {
        throw Error(ErrorCode::store_not_empty, {{"path", options.common.data_folder}});
    }
    house->flow->start();
    fill_with_sample(*house->flow, options.common.data_folder, options.customer_count, options.seed);
    return 0;
}

int serve(const ServeOptions& options)
{
    const sigset_t signals = ending_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    const store::Ballast ballast(options.common.data_folder);
    const auto house = open_house(options.common, options.program);
    Flow& flow = *house->flow;
    http::Router router;
    flow.add_routes(router);
    http::ServerSettings settings = server_settings(options);
    settings.explain = [&flow](const http::Request& request, Finding& finding) { flow.explain(request, finding); };
    settings.refused = [&flow](const http::Request& request, const Error& error) { flow.note_refusal(request, error); };
    settings.measures = [&flow] { return flow.measures(); };
    const auto server = http::make_server(
        settings, router, assets(),
        [&flow](http::Request& request, const http::Route& route) { flow.authenticate(request, route); });
    flow.accounts().set_public_url(options.public_url.empty() ? fmt::format("http://localhost:{}", server->port())
                                                              : options.public_url);
    flow.start();
    if (options.with_sample && is_empty(flow.model())) {
        fill_with_sample(flow, options.common.data_folder, sample_customers, 1);
    }
    store::write_lock_note(options.common.data_folder, fmt::format("{{\"port\":{},\"token\":\"{}\"}}", server->port(),
                                                                   flow.accounts().make_local_token()));
    greet(flow, server->port());
    ballast.take();
    log_info("started", {{"port", std::int64_t{server->port()}}});
    std::thread ending([&] {
        int signal = 0;
        sigwait(&signals, &signal);
        server->stop();
    });
    server->run();
    pthread_kill(ending.native_handle(), SIGTERM);
    ending.join();
    log_info("stopped");
    return 0;
}

}  // namespace juan
