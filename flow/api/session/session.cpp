// Signing in and out, and the first administrator.
#include <fmt/format.h>

#include "flow/api/api.hpp"
#include "flow/api/browser.hpp"

namespace juan::api {
namespace {

std::string session_json(const Api& api, const model::Principal& principal)
{
    JsonWriter json;
    json.begin_object().key("user").begin_object();
    json.member("id", format_id("usr", principal.user)).member("name", principal.name).member("email", principal.email);
    json.end_object();
    json.key("roles").begin_array().begin_object();
    json.member("id", format_id("rol", principal.role)).member("name", principal.role_name);
    json.end_object().end_array();
    json.member("is_administrator", principal.is_administrator);
    json.key("duties").begin_array();
    for (const model::Duty duty : {model::Duty::system, model::Duty::security, model::Duty::audit}) {
        if (principal.has(duty)) json.string(model::duty_name(duty));
    }
    json.end_array().key("viewing_as");
    if (principal.viewer == Id::none) {
        json.null();
    } else {
        json.begin_object().member("id", format_id("usr", principal.user)).member("name", principal.name).end_object();
    }
    json.member("currency", api.model.reading().currency).member("version", api.version);
    return json.end_object().take();
}

// What a session still owes before it is full stands in "needs"; null when it owes nothing.
std::string session_json(const Api& api, const account::Visitor& visitor)
{
    std::string text = session_json(api, *visitor.principal);
    text.back() = ',';
    text += "\"needs\":";
    text += visitor.stage == account::Stage::full ? "null" : fmt::format("\"{}\"", stage_name(visitor.stage));
    return text + "}";
}

http::Response session_response(const Api& api, const std::string& token, int status)
{
    http::Response response = http::json_response(session_json(api, *api.accounts.visit(token)), status);
    give_session(response, api.accounts.settings(), token);
    return response;
}

http::Response sign_in(const Api& api, const http::Request& request, int status)
{
    const Json body = body_object(request);
    const account::SignedIn signed_in = api.accounts.sign_in(
        {text_member(body, "email"), text_member(body, "password"), text_member(body, "code"),
         text_member(body, "recovery_code"), device_of(request), session_token_of(request), place_of(request)});
    http::Response response = session_response(api, signed_in.token, status);
    give_device(response, signed_in.device);
    return response;
}

http::Response set_up(const Api& api, const http::Request& request)
{
    const Json body = body_object(request, {"token", "name", "email", "password"});
    api.accounts.set_up(text_member(body, "token"), text_member(body, "name"), text_member(body, "email"),
                        text_member(body, "password"));
    return sign_in(api, request, 201);
}

http::Response complete(const Api& api, const http::Request& request)
{
    const Json body = body_object(request, {"code", "recovery_code"});
    const std::string token = api.accounts.complete(*visitor_of(api.accounts, request), text_member(body, "code"),
                                                    text_member(body, "recovery_code"));
    return session_response(api, token, 200);
}

http::Response sign_out(const Api& api, const http::Request& request)
{
    api.accounts.sign_out(session_token_of(request));
    http::Response response = http::json_response("{}");
    give_session(response, api.accounts.settings(), "");
    return response;
}

}  // namespace

void add_session_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Method;
    router.add({Method::get, "/api/health", Access::everyone, http::Body::none,
                [&api](const http::Request&) {
                    JsonWriter json;
                    json.begin_object().member("status", "ok").member("version", api.version).end_object();
                    return http::json_response(json.take());
                },
                "Whether the server answers, and which version it is.", 0, http::Weight::light});
    router.add({Method::get, "/api/setup", Access::everyone, http::Body::none,
                [&api](const http::Request&) {
                    JsonWriter json;
                    json.begin_object().member("needed", api.accounts.needs_setup()).end_object();
                    return http::json_response(json.take());
                },
                "Whether the first administrator is still to be set up."});
    router.add({Method::post, "/api/setup", Access::everyone, http::Body::json,
                [&api](const http::Request& request) { return set_up(api, request); },
                "Sets up the first administrator with the token of the one-time link."});
    router.add({Method::post, "/api/session", Access::everyone, http::Body::json,
                [&api](const http::Request& request) {
                    body_object(request, {"email", "password", "code", "recovery_code"});
                    return sign_in(api, request, 200);
                },
                "Signs in: email, password, and code or recovery_code of a person with a second factor."});
    router.add({Method::post, "/api/session/second-factor", Access::signed_in, http::Body::json,
                [&api](const http::Request& request) { return complete(api, request); },
                "Completes a session that owes its second factor: code or recovery_code."});
    router.add({Method::get, "/api/session", Access::signed_in, http::Body::none,
                [&api](const http::Request& request) {
                    account::Visitor visitor = *visitor_of(api.accounts, request);
                    visitor.principal = {visitor.principal, &caller(request)};
                    return http::json_response(session_json(api, visitor));
                },
                "Who is signed in, and what the session still needs."});
    router.add({Method::del, "/api/session", Access::signed_in, http::Body::none,
                [&api](const http::Request& request) { return sign_out(api, request); }, "Signs out."});
}

}  // namespace juan::api
