// Signing in by an identity provider, as a browser does it. These two are visited, not called: they answer by sending
// on. The return begins a session, though it is a GET; that no other site can bring it about follows from the state,
// which is in a sealed cookie of the browser that began, and holds once.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "flow/api/api.hpp"
#include "flow/api/browser.hpp"

namespace juan::api {
namespace {

// Lax, for the provider sends the browser back from another site.
constexpr std::string_view cookie_name = "__Host-juan-openid";

// How this way of signing in may end otherwise.
constexpr std::array problems = {
    ErrorCode::openid_provider_unknown, ErrorCode::openid_provider_down,    ErrorCode::openid_state,
    ErrorCode::openid_refused,          ErrorCode::openid_client,           ErrorCode::openid_code,
    ErrorCode::openid_token_broken,     ErrorCode::openid_token_algorithm,  ErrorCode::openid_token_key,
    ErrorCode::openid_token_signature,  ErrorCode::openid_token_issuer,     ErrorCode::openid_token_audience,
    ErrorCode::openid_token_expired,    ErrorCode::openid_token_future,     ErrorCode::openid_token_nonce,
    ErrorCode::openid_token_hash,       ErrorCode::openid_email_unverified, ErrorCode::openid_email_domain,
    ErrorCode::openid_person_unknown,   ErrorCode::openid_account_off,      ErrorCode::openid_account_linked,
    ErrorCode::openid_beyond,           ErrorCode::too_many_attempts,
};

void give_cookie(http::Response& response, const std::string& value)
{
    const std::chrono::seconds age = value.empty() ? std::chrono::seconds(0) : account::openid_lifetime;
    response.headers.emplace_back("Set-Cookie", fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={}",
                                                            cookie_name, value, age.count()));
}

http::Response sent_to(std::string url)
{
    http::Response response = http::json_response("{}", 302);
    response.headers.emplace_back("Location", std::move(url));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

http::Response sent_to_sign_in(const Finding& finding, std::string_view provider)
{
    return sent_to(fmt::format("/login?problem={}&provider={}", error_text(finding.code).name, provider));
}

std::optional<Id> provider_id(const http::Request& request) { return parse_id("idp", request.parameter("id")); }

// What looks ahead must not use anything up.
void require_visit(const http::Request& request)
{
    if (request.method != http::Method::get) {
        throw Error(ErrorCode::method_not_allowed, {{"path", request.path}, {"method", "HEAD"}});
    }
}

http::Response begin(Api& api, const http::Request& request)
{
    require_visit(request);
    const auto id = provider_id(request);
    if (!id) {
        return sent_to_sign_in({ErrorCode::openid_provider_unknown, {}}, "");
    }
    const auto begun = api.openid.begin(*id, text_argument(request, "page"));
    if (!begun) {
        return sent_to_sign_in(begun.error(), format_id("idp", *id));
    }
    http::Response response = sent_to(begun->url);
    give_cookie(response, begun->cookie);
    return response;
}

http::Response finish(Api& api, const http::Request& request)
{
    require_visit(request);
    const auto id = provider_id(request);
    if (!id) {
        return sent_to_sign_in({ErrorCode::openid_provider_unknown, {}}, "");
    }
    const auto done = api.openid.finish(
        *id, {text_argument(request, "code"), text_argument(request, "state"), text_argument(request, "error"),
              text_argument(request, "iss"), std::string(request.cookie(cookie_name)), session_token_of(request),
              place_of(request)});
    http::Response response = done ? sent_to(done->page) : sent_to_sign_in(done.error(), format_id("idp", *id));
    give_cookie(response, "");
    if (done) {
        give_session(response, api.accounts.settings(), done->token);
    }
    return response;
}

// One of the errors of this way of signing in, in words; null for any other name.
void write_problem(JsonWriter& json, const http::Request& request, const std::string& provider_name)
{
    const std::string name = text_argument(request, "problem");
    const auto found =
        std::find_if(problems.begin(), problems.end(), [&](ErrorCode code) { return error_text(code).name == name; });
    if (found != problems.end()) {
        const auto seconds = std::chrono::seconds(account::attempts_window).count();
        json.string(
            sentence({*found, {{"name", provider_name}, {"seconds", std::to_string(seconds)}}}, request.language()));
        return;
    }
    json.null();
}

http::Response providers(const Api& api, const http::Request& request)
{
    const std::string about = text_argument(request, "provider");
    std::string name;
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const account::IdentityProvider& provider : api.openid.providers()) {
        const std::string id = format_id("idp", provider.id);
        if (!provider.is_on) continue;
        if (id == about) name = provider.name;
        json.begin_object().member("id", id).member("name", provider.name).end_object();
    }
    json.end_array().key("problem");
    write_problem(json, request, name);
    return http::json_response(json.end_object().take());
}

}  // namespace

void add_openid_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    router.add({Method::get, "/api/session/providers", Access::everyone, Body::none,
                [&api](const http::Request& request) { return providers(api, request); },
                "The identity providers to sign in by, and the sentence for a `problem` that one brought back."});
    router.add({Method::get, "/api/session/oidc/{id}", Access::everyone, Body::none,
                [&api](const http::Request& request) { return begin(api, request); },
                "Sends the browser to an identity provider; `page` is where it goes on afterwards."});
    router.add({Method::get, "/api/session/oidc/{id}/callback", Access::everyone, Body::none,
                [&api](const http::Request& request) { return finish(api, request); },
                "Where the identity provider sends the browser back to; begins the session."});
}

}  // namespace juan::api
