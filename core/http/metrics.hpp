// Counts and durations of requests, as Prometheus reads them. Counting is a few atomic additions; thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/http/head.hpp"
#include "core/http/http.hpp"

namespace juan::http {

class Metrics {
public:
    // Requests of routes count under the route's pattern, all others under "asset" or, when nothing was found, "none".
    explicit Metrics(const std::vector<Route>& routes);

    void count_route(std::size_t route_index, int status, std::chrono::nanoseconds duration);
    void count_other(int status, std::chrono::nanoseconds duration);
    void count_refusal(Refusal refusal) { ++refusals_[static_cast<std::size_t>(refusal)]; }

    // `more` are gauges; they come out in the order of their first names.
    std::string text(const std::vector<Measure>& more) const;

private:
    static constexpr std::array<double, 12> bucket_seconds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                           0.1,   0.25,   0.5,   1.0,  2.5,   10.0};
    struct Row {
        std::string route;
        std::string method;
        std::array<std::atomic<std::uint64_t>, 600> statuses{};
        std::array<std::atomic<std::uint64_t>, bucket_seconds.size() + 1> buckets{};
        std::atomic<std::uint64_t> nanoseconds{0};
    };
    static void count(Row& row, int status, std::chrono::nanoseconds duration);

    std::vector<Row> rows_;  // one for each route, then "asset" and "none"
    std::array<std::atomic<std::uint64_t>, refusal_count> refusals_{};
};

}  // namespace juan::http
