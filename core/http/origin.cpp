// Origin and Sec-Fetch-Site against Host.
#include "core/http/origin.hpp"

#include "core/http/names.hpp"

namespace juan::http {
namespace {

std::string_view without_port(std::string_view host, std::string_view port)
{
    return host.ends_with(port) ? host.substr(0, host.size() - port.size()) : host;
}

// An origin is scheme://host[:port]; the port a scheme has anyway may be written or not.
bool is_origin_of(std::string_view origin, std::string_view host)
{
    for (const auto& [scheme, port] : {std::pair<std::string_view, std::string_view>{"https://", ":443"},
                                       std::pair<std::string_view, std::string_view>{"http://", ":80"}}) {
        if (origin.starts_with(scheme)) {
            return without_port(origin.substr(scheme.size()), port) == without_port(host, port);
        }
    }
    return false;
}

}  // namespace

void require_own_origin(const Request& request)
{
    const bool has_cookie = !request.header("cookie").empty();
    if (!is_write(request.method) || (!has_cookie && !request.header("authorization").empty())) {
        return;
    }
    const std::string_view origin = request.header("origin");
    const std::string_view site = request.header("sec-fetch-site");
    const bool is_silent = origin.empty() && site.empty();
    const bool is_foreign =
        (!origin.empty() && !is_origin_of(origin, request.header("host"))) || (!site.empty() && site != "same-origin");
    if (is_foreign || (is_silent && has_cookie)) {
        throw Error(ErrorCode::origin_refused);
    }
}

}  // namespace juan::http
