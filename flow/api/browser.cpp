// Cookies with the __Host- prefix (RFC 6265bis 4.1.3): sent to this very host only, over TLS or to localhost.
#include "flow/api/browser.hpp"

#include <fmt/format.h>

namespace juan::api {
namespace {

constexpr std::string_view session_cookie = "__Host-juan";
constexpr std::string_view device_cookie = "__Host-juan-device";
constexpr std::chrono::seconds device_lifetime = std::chrono::days(365);

// What a session that is not full may still do: look at itself, get on, and end.
bool is_within_reach(account::Stage stage, const http::Request& request, std::string_view path)
{
    using account::Stage;
    if (stage == Stage::full || (path == "/api/session" && request.method != http::Method::patch)) {
        return true;
    }
    return (stage == Stage::second_factor_code && path == "/api/session/second-factor") ||
           (stage == Stage::second_factor_setup && path == "/api/account/second-factor") ||
           (stage == Stage::password_change && path == "/api/account/password");
}

[[noreturn]] void refuse(account::Stage stage)
{
    if (stage == account::Stage::second_factor_code) {
        throw Error(ErrorCode::second_factor_needed);
    }
    if (stage == account::Stage::second_factor_setup) {
        throw Error(ErrorCode::second_factor_setup_needed);
    }
    throw Error(ErrorCode::password_change_needed, {{"days", std::to_string(account::password_age_max.count())}});
}

}  // namespace

std::string token_of(const http::Request& request)
{
    const std::string_view authorization = request.header("authorization");
    constexpr std::string_view bearer = "Bearer ";
    return authorization.starts_with(bearer) ? std::string(authorization.substr(bearer.size()))
                                             : session_token_of(request);
}

std::string session_token_of(const http::Request& request) { return std::string(request.cookie(session_cookie)); }
std::string device_of(const http::Request& request) { return std::string(request.cookie(device_cookie)); }

account::Place place_of(const http::Request& request)
{
    return {request.remote, std::string(request.header("user-agent"))};
}

account::VisitorPointer visitor_of(account::Accounts& accounts, const http::Request& request)
{
    return accounts.visit(token_of(request));
}

void require_reach(const account::Visitor& visitor, const http::Request& request, const http::Route& route)
{
    if (!is_within_reach(visitor.stage, request, route.path)) {
        refuse(visitor.stage);
    }
    const bool is_reading = request.method == http::Method::get || request.method == http::Method::head;
    if (!is_reading && !visitor.may_write) {
        throw Error(ErrorCode::key_read_only);
    }
}

void give_session(http::Response& response, const account::SecuritySettings& settings, const std::string& token)
{
    const std::chrono::seconds age =
        token.empty() ? std::chrono::seconds(0) : std::chrono::hours(settings.session_hours);
    response.headers.emplace_back("Set-Cookie", fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}",
                                                            session_cookie, token, age.count()));
}

void give_device(http::Response& response, const std::string& device)
{
    response.headers.emplace_back(
        "Set-Cookie", fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={}", device_cookie, device,
                                  device_lifetime.count()));
}

std::string_view stage_name(account::Stage stage)
{
    switch (stage) {
        case account::Stage::full: return "";
        case account::Stage::second_factor_code: return "second_factor_code";
        case account::Stage::second_factor_setup: return "second_factor_setup";
        case account::Stage::password_change: return "password_change";
    }
    return "";
}

}  // namespace juan::api
