// What all connections of a server share, and the steps between a request's head and its answer. The steps turn what is
// thrown into problem documents; nothing but an answer comes out of them.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/http/assets.hpp"
#include "core/http/connections.hpp"
#include "core/http/encoding.hpp"
#include "core/http/gate.hpp"
#include "core/http/http.hpp"
#include "core/http/metrics.hpp"
#include "core/http/turnstile.hpp"

namespace juan::http {

class Service {
public:
    Service(const ServerSettings& settings, const Router& router, std::vector<Asset> assets,
            std::function<void(Request&, const Route&)> before);

    // The request that a head announces, its body still to come.
    Request request_of(Head head, const std::string& peer);

    // The answer when there is one already: an asset, the metrics, a refusal. Otherwise `route` is set.
    std::optional<Response> open(Request& request, std::uint64_t content_length, const Route*& route);
    // Empty when the request may go on to its body and its handler.
    std::optional<Response> admit(Request& request, const Route& route);
    Response handle(const Request& request, const Route& route);
    // Empty when `step` ended well.
    std::optional<Response> attempt(const Request& request, const std::function<void()>& step);

    void count(const Route* route, int status, std::chrono::nanoseconds duration);

    // False when the bodies in memory would become too many.
    bool take_body_bytes(std::uint64_t bytes);
    void give_body_bytes(std::uint64_t bytes) { body_bytes_ -= bytes; }

    const ServerSettings settings;
    const Gate gate;
    Metrics metrics;
    Turnstile turnstile;
    Connections connections;
    Gzip gzip;
    std::atomic<bool> is_stopping = false;

private:
    void check_body(const Request& request, const Route& route, std::uint64_t content_length) const;
    bool may_read_metrics(const Request& request) const;
    Response metrics_response() const;

    const Router router_;
    const AssetShelf assets_;
    const std::function<void(Request&, const Route&)> before_;
    SystemClock clock_;
    IdMaker ids_{clock_};
    std::atomic<std::uint64_t> body_bytes_ = 0;
};

}  // namespace juan::http
