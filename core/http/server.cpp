// The server: threads, the listener, and the sweep over connections.
#include <sys/resource.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "core/http/http.hpp"
#include "core/http/limits.hpp"
#include "core/http/service.hpp"
#include "core/http/session.hpp"
#include "core/http/transport.hpp"

namespace juan::http {
namespace {

constexpr std::chrono::milliseconds sweep_pause_min{5};
constexpr std::chrono::milliseconds sweep_pause_max{250};
constexpr std::chrono::milliseconds stop_pause{20};

std::size_t connections_max(const ServerSettings& settings)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const auto descriptors = static_cast<std::int64_t>(std::min<rlim_t>(limit.rlim_cur, 1 << 30));
    return static_cast<std::size_t>(std::clamp<std::int64_t>(
        settings.connections_max, 16, std::max<std::int64_t>(descriptors - descriptors_reserved, 16)));
}

class HttpServer final : public Server {
public:
    HttpServer(const ServerSettings& settings, const Router& router, std::vector<Asset> assets,
               std::function<void(Request&, const Route&)> before)
        : service_(settings, router, std::move(assets), std::move(before)),
          listener_(loop_, settings.address, settings.port),
          connections_max_(http::connections_max(settings))
    {
        const Deadlines& all = settings.deadlines;
        const auto shortest = std::min({all.head, all.idle, all.stall, all.linger});
        sweep_pause_ = std::clamp(shortest / 8, sweep_pause_min, sweep_pause_max);
    }

    std::uint16_t port() const override { return listener_.port(); }

    void run() override
    {
        listener_.start(
            [this](int descriptor, std::string peer) {
                std::make_shared<Session>(service_, loop_, descriptor, std::move(peer))->start();
            },
            [this] { return service_.connections.count() >= connections_max_; });
        sweep();
        // One thread more than there are workers, so that somebody is always there for the sockets.
        std::vector<std::thread> threads;
        for (int i = 0; i < std::max(service_.settings.worker_count, 1); ++i) {
            threads.emplace_back([this] { loop_.run(); });
        }
        loop_.run();
        for (std::thread& thread : threads) {
            thread.join();
        }
        service_.turnstile.clear();  // Their sessions must not outlive the loop.
    }

    void stop() override
    {
        service_.is_stopping = true;
        loop_.post([this] {
            listener_.close();
            finish(std::chrono::steady_clock::now() + service_.settings.deadlines.stop);
        });
    }

private:
    void sweep()
    {
        const bool is_crowded = service_.connections.count() * 4 > connections_max_ * 3;
        service_.connections.sweep(std::chrono::steady_clock::now(), is_crowded ? Sweep::crowded : Sweep::usual);
        loop_.after(sweep_pause_, [this] { sweep(); });
    }

    void finish(SteadyTime deadline)
    {
        const SteadyTime now = std::chrono::steady_clock::now();
        service_.connections.sweep(now, Sweep::stopping);
        if (service_.connections.count() == 0 || now > deadline) {
            loop_.stop();
        } else {
            loop_.after(stop_pause, [this, deadline] { finish(deadline); });
        }
    }

    Service service_;  // outlives the sessions, which live in the loop
    Loop loop_;
    Listener listener_;
    std::size_t connections_max_;
    std::chrono::milliseconds sweep_pause_{};
};

}  // namespace

std::unique_ptr<Server> make_server(const ServerSettings& settings, const Router& router, std::vector<Asset> assets,
                                    std::function<void(Request&, const Route&)> before)
{
    return std::make_unique<HttpServer>(settings, router, std::move(assets), std::move(before));
}

}  // namespace juan::http
