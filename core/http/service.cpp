// Routing, checks, handlers; the one place where a handler's exceptions are caught.
#include "core/http/service.hpp"

#include <algorithm>
#include <typeinfo>

#include "core/base/log.hpp"
#include "core/base/secret.hpp"
#include "core/http/limits.hpp"
#include "core/http/names.hpp"
#include "core/http/origin.hpp"

namespace juan::http {
namespace {

constexpr int status_refused = 403;

// The exception in flight, as an answer. Unknown exceptions show only their type: their text may hold personal data.
Response answer_exception(const Request& request, const ServerSettings& settings)
{
    try {
        throw;
    } catch (const Error& error) {
        const ErrorText& text = error_text(error.code());
        if (text.kind == ErrorKind::ours) {
            log_error("request_failed", {{"id", request.id}, {"code", text.name}, {"what", error.what()}});
        }
        std::vector<Finding> findings = error.findings();
        for (Finding& finding : findings) {
            if (settings.explain) settings.explain(request, finding);
        }
        return problem(Error(std::move(findings), error.extra_json()), request.language(), request.id);
    } catch (const std::exception& exception) {
        log_error("request_failed", {{"id", request.id}, {"code", "internal"}, {"what", typeid(exception).name()}});
    } catch (...) {
        log_error("request_failed", {{"id", request.id}, {"code", "internal"}, {"what", "unknown exception"}});
    }
    return problem(Error(ErrorCode::internal, {{"what", "exception"}}), request.language(), request.id);
}

bool is_json(std::string_view content_type)
{
    constexpr std::string_view json = "application/json";
    const std::string_view type = content_type.substr(0, content_type.find_first_of("; "));
    return std::equal(type.begin(), type.end(), json.begin(), json.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == b; });
}

// The last hop of X-Forwarded-For: the only one that the proxy itself has seen.
std::string last_hop(std::string_view forwarded)
{
    const auto start = forwarded.find_last_of(", ");
    return std::string(start == forwarded.npos ? forwarded : forwarded.substr(start + 1));
}

}  // namespace

Service::Service(const ServerSettings& all_settings, const Router& router, std::vector<Asset> assets,
                 std::function<void(Request&, const Route&)> before)
    : settings(all_settings),
      gate(all_settings.hosts),
      metrics(router.routes()),
      turnstile(static_cast<std::size_t>(std::max(all_settings.worker_count, 1)), waiting_max),
      router_(router),
      assets_(std::move(assets)),
      before_(std::move(before))
{
}

Request Service::request_of(Head head, const std::string& peer)
{
    Request request;
    request.method = head.method;
    request.path = std::move(head.target.path);
    request.query = std::move(head.target.query);
    request.headers = std::move(head.fields);
    request.id = format_id("req", ids_.next());
    const auto& proxies = settings.trusted_proxies;
    const std::string_view forwarded = request.header("x-forwarded-for");
    const bool is_proxy = !forwarded.empty() && std::find(proxies.begin(), proxies.end(), peer) != proxies.end();
    request.remote = is_proxy ? last_hop(forwarded) : peer;
    return request;
}

std::optional<Response> Service::open(Request& request, std::uint64_t content_length, const Route*& route)
{
    std::optional<Response> response;
    const auto failure = attempt(request, [&] {
        route = router_.find(request.method, request.path, request.parameters);
        if (route != nullptr) {
            require_own_origin(request);
            check_body(request, *route, content_length);
        } else if (request.path == "/metrics" && !is_write(request.method) && may_read_metrics(request)) {
            response = metrics_response();
        } else if (response = assets_.find(request); !response) {
            router_.match(request.method, request.path, request.parameters);  // says what is wrong
        }
    });
    return failure ? failure : response;
}

void Service::check_body(const Request& request, const Route& route, std::uint64_t content_length) const
{
    const std::uint64_t usual_max = route.body == Body::none   ? 0
                                    : route.body == Body::json ? settings.json_bytes_max
                                                               : settings.upload_bytes_max;
    const std::uint64_t max = route.body_bytes_max > 0 ? route.body_bytes_max : usual_max;
    if (content_length > max) {
        throw Error(ErrorCode::body_too_large, {{"max", std::to_string(max)}});
    }
    const bool is_coded = !request.header("content-encoding").empty();
    if (content_length > 0 && route.body == Body::json && (is_coded || !is_json(request.header("content-type")))) {
        throw Error(ErrorCode::media_type_refused);
    }
}

std::optional<Response> Service::admit(Request& request, const Route& route)
{
    if (!before_ || (route.access == Access::everyone && !is_write(request.method))) {
        return {};
    }
    return attempt(request, [&] { before_(request, route); });
}

Response Service::handle(const Request& request, const Route& route)
{
    Response response;
    auto failure = attempt(request, [&] { response = route.handle(request); });
    return failure ? *std::move(failure) : response;
}

std::optional<Response> Service::attempt(const Request& request, const std::function<void()>& step)
{
    try {
        try {
            step();
            return {};
        } catch (const Error& error) {
            if (settings.refused && error_text(error.code()).status == status_refused) {
                settings.refused(request, error);
            }
            throw;
        }
    } catch (...) {
        return answer_exception(request, settings);
    }
}

void Service::count(const Route* route, int status, std::chrono::nanoseconds duration)
{
    if (route != nullptr) {
        metrics.count_route(static_cast<std::size_t>(route - router_.routes().data()), status, duration);
    } else {
        metrics.count_other(status, duration);
    }
}

bool Service::take_body_bytes(std::uint64_t bytes)
{
    if (body_bytes_.fetch_add(bytes) + bytes <= bodies_bytes_max) {
        return true;
    }
    body_bytes_ -= bytes;
    return false;
}

bool Service::may_read_metrics(const Request& request) const
{
    const bool is_here = (request.remote.starts_with("127.") || request.remote == "::1") &&
                         request.header("x-forwarded-for").empty() && request.header("forwarded").empty();
    const bool has_token = !settings.metrics_token.empty() &&
                           same_secret(request.header("authorization"), "Bearer " + settings.metrics_token);
    return is_here || has_token;
}

Response Service::metrics_response() const
{
    std::vector<Measure> more = settings.measures ? settings.measures() : std::vector<Measure>();
    more.push_back({"juan_http_connections", "Connections open now.", {}, static_cast<double>(connections.count())});
    more.push_back(
        {"juan_http_waiting", "Requests waiting for a worker.", {}, static_cast<double>(turnstile.waiting())});
    more.push_back(
        {"juan_http_body_bytes", "Bytes of request bodies in memory.", {}, static_cast<double>(body_bytes_)});
    Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics.text(more);
    return response;
}

}  // namespace juan::http
