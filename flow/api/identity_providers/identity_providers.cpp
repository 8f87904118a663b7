// Other places that people may be known from, as an administrator sets them up. A secret goes in and never comes out.
#include "flow/api/api.hpp"

namespace juan::api {
namespace {

Id provider_id(const http::Request& request)
{
    const auto id = parse_id("idp", request.parameter("id"));
    if (!id) {
        throw Error(ErrorCode::not_found, {{"what", std::string(request.parameter("id"))}});
    }
    return *id;
}

void write_provider(JsonWriter& json, const Api& api, const account::IdentityProvider& provider)
{
    json.begin_object().member("id", format_id("idp", provider.id)).member("name", provider.name);
    json.member("issuer", provider.issuer).member("client_id", provider.client_id);
    json.member("has_secret", !provider.client_secret.empty()).member("scopes", provider.scopes);
    json.member("is_on", provider.is_on).key("email_domains").begin_array();
    for (const std::string& domain : provider.email_domains) json.string(domain);
    json.end_array().key("role");
    provider.role.empty() ? json.null() : json.string(provider.role);
    json.member("trusts_second_factor", provider.trusts_second_factor);
    json.member("redirect_uri", api.openid.redirect_uri(provider.id)).end_object();
}

http::Response provider_response(const Api& api, const account::IdentityProvider& provider, int status)
{
    JsonWriter json;
    write_provider(json, api, provider);
    return http::json_response(json.take(), status);
}

http::Response list(const Api& api)
{
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const account::IdentityProvider& provider : api.openid.providers()) {
        write_provider(json, api, provider);
    }
    return http::json_response(json.end_array().end_object().take());
}

http::Response check(const Api& api, const http::Request& request)
{
    const auto problem = api.openid.check(caller(request), provider_id(request));
    JsonWriter json;
    json.begin_object().member("is_sound", !problem.has_value()).key("problem");
    if (problem) {
        json.begin_object().member("code", error_text(problem->code).name);
        json.member("sentence", sentence(*problem, request.language())).end_object();
    } else {
        json.null();
    }
    return http::json_response(json.end_object().take());
}

}  // namespace

void add_identity_providers_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    const std::string one = "/api/settings/identity-providers/{id}";
    router.add({Method::get, "/api/settings/identity-providers", Access::duty("security"), Body::none,
                [&api](const http::Request&) { return list(api); },
                "The identity providers by which people may sign in, without their secrets."});
    router.add({Method::post, "/api/settings/identity-providers", Access::duty("security"), Body::json,
                [&api](const http::Request& request) {
                    return provider_response(api, api.openid.add(caller(request), body_object(request)), 201);
                },
                "Adds an identity provider: name, issuer, client_id, client_secret, scopes, is_on, email_domains, role "
                "(its code; null: whoever has no account is refused), trusts_second_factor."});
    router.add({Method::patch, one, Access::duty("security"), Body::json,
                [&api](const http::Request& request) {
                    return provider_response(
                        api, api.openid.change(caller(request), provider_id(request), body_object(request)), 200);
                },
                "Changes some of an identity provider. Another issuer needs its client_secret again."});
    router.add({Method::del, one, Access::duty("security"), Body::none,
                [&api](const http::Request& request) {
                    api.openid.remove(caller(request), provider_id(request));
                    return http::json_response("{}");
                },
                "Removes an identity provider; who is who there stays known."});
    router.add({Method::post, one + "/check", Access::duty("security"), Body::json,
                [&api](const http::Request& request) { return check(api, request); },
                "Asks an identity provider for all that signing in needs, and says what is wrong."});
}

}  // namespace juan::api
