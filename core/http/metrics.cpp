// From counters to Prometheus's text.
#include "core/http/metrics.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>

#include "core/http/names.hpp"

namespace juan::http {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily& family_of(std::vector<MetricFamily>& families, const Measure& measure)
{
    const auto found = std::find_if(families.begin(), families.end(),
                                    [&](const MetricFamily& family) { return family.name == measure.name; });
    return found != families.end()
               ? *found
               : families.emplace_back(MetricFamily{measure.name, measure.help, MetricType::Gauge, {}});
}

void add_measures(std::vector<MetricFamily>& families, const std::vector<Measure>& measures)
{
    for (const Measure& measure : measures) {
        ClientMetric metric;
        for (const auto& [name, value] : measure.labels) {
            metric.label.push_back({name, value});
        }
        metric.gauge.value = measure.value;
        family_of(families, measure).metric.push_back(std::move(metric));
    }
}

}  // namespace

Metrics::Metrics(const std::vector<Route>& routes) : rows_(routes.size() + 2)
{
    for (std::size_t i = 0; i < routes.size(); ++i) {
        rows_[i].route = routes[i].path;
        rows_[i].method = name_of(routes[i].method);
    }
    rows_[routes.size()].route = "asset";
    rows_[routes.size() + 1].route = "none";
}

void Metrics::count(Row& row, int status, std::chrono::nanoseconds duration)
{
    constexpr auto relaxed = std::memory_order_relaxed;
    row.statuses[static_cast<std::size_t>(std::clamp(status, 0, 599))].fetch_add(1, relaxed);
    const double seconds = std::chrono::duration<double>(duration).count();
    const auto bucket =
        std::lower_bound(bucket_seconds.begin(), bucket_seconds.end(), seconds) - bucket_seconds.begin();
    row.buckets[static_cast<std::size_t>(bucket)].fetch_add(1, relaxed);
    row.nanoseconds.fetch_add(static_cast<std::uint64_t>(duration.count()), relaxed);
}

void Metrics::count_route(std::size_t route_index, int status, std::chrono::nanoseconds duration)
{
    count(rows_.at(route_index), status, duration);
}

void Metrics::count_other(int status, std::chrono::nanoseconds duration)
{
    count(rows_[rows_.size() - (status < 400 ? 2 : 1)], status, duration);
}

std::string Metrics::text(const std::vector<Measure>& more) const
{
    MetricFamily requests{"juan_http_requests_total", "Requests answered.", MetricType::Counter, {}};
    MetricFamily seconds{
        "juan_http_request_seconds", "From a request's whole header to its answer.", MetricType::Histogram, {}};
    for (const Row& row : rows_) {
        for (std::size_t status = 0; status < row.statuses.size(); ++status) {
            if (const std::uint64_t count = row.statuses[status]; count > 0) {
                ClientMetric metric;
                metric.label = {{"route", row.route}, {"method", row.method}, {"status", std::to_string(status)}};
                metric.counter.value = static_cast<double>(count);
                requests.metric.push_back(std::move(metric));
            }
        }
        ClientMetric metric;
        metric.label = {{"route", row.route}, {"method", row.method}};
        for (std::size_t i = 0; i < row.buckets.size(); ++i) {
            metric.histogram.sample_count += row.buckets[i];
            if (i < bucket_seconds.size()) {
                metric.histogram.bucket.push_back({metric.histogram.sample_count, bucket_seconds[i]});
            }
        }
        metric.histogram.sample_sum = static_cast<double>(row.nanoseconds) * 1e-9;
        if (metric.histogram.sample_count > 0) {
            seconds.metric.push_back(std::move(metric));
        }
    }
    MetricFamily refused{"juan_http_refused_total", "Requests refused before they were read.", MetricType::Counter, {}};
    for (std::size_t i = 0; i < refusal_count; ++i) {
        ClientMetric metric;
        metric.label = {{"reason", std::string(name_of(static_cast<Refusal>(i)))}};
        metric.counter.value = static_cast<double>(refusals_[i]);
        refused.metric.push_back(std::move(metric));
    }
    std::vector<MetricFamily> families{std::move(requests), std::move(seconds), std::move(refused)};
    add_measures(families, more);
    return prometheus::TextSerializer().Serialize(families);
}

}  // namespace juan::http
