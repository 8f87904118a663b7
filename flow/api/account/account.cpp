// One's own account: sessions, password, second factor.
#include "flow/api/api.hpp"
#include "flow/api/browser.hpp"

namespace juan::api {
namespace {

std::string sessions_json(const std::vector<account::SessionRow>& rows, const account::Visitor& visitor)
{
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const account::SessionRow& row : rows) {
        json.begin_object().member("id", format_id("ses", row.id));
        json.member("created_at", format_instant(row.created_at));
        json.member("last_seen_at", format_instant(row.last_seen_at));
        json.member("remote", row.place.remote).member("agent", row.place.agent);
        json.member("is_current", row.id == visitor.id).end_object();
    }
    return json.end_array().end_object().take();
}

http::Response with_token(const Api& api, std::string body, const std::string& token)
{
    http::Response response = http::json_response(std::move(body));
    give_session(response, api.accounts.settings(), token);
    return response;
}

http::Response change_password(const Api& api, const http::Request& request)
{
    const Json body = body_object(request, {"current", "new"});
    const std::string token = api.accounts.change_password(*visitor_of(api.accounts, request),
                                                           text_member(body, "current"), text_member(body, "new"));
    return with_token(api, "{}", token);
}

http::Response confirm_factor(const Api& api, const http::Request& request)
{
    const account::ConfirmedFactor confirmed = api.accounts.confirm_second_factor(
        *visitor_of(api.accounts, request), text_member(body_object(request, {"code"}), "code"));
    JsonWriter json;
    json.begin_object().key("recovery_codes").begin_array();
    for (const std::string& code : confirmed.recovery_codes) {
        json.string(code);
    }
    return with_token(api, json.end_array().end_object().take(), confirmed.token);
}

http::Response remove_factor(const Api& api, const http::Request& request)
{
    const Json body = body_object(request, {"password", "code"});
    const std::string token = api.accounts.remove_second_factor(
        *visitor_of(api.accounts, request), text_member(body, "password"), text_member(body, "code"));
    return with_token(api, "{}", token);
}

std::string factor_json(const account::SecondFactorState& state)
{
    JsonWriter json;
    json.begin_object().member("is_on", state.is_on);
    json.member("recovery_codes_left", std::int64_t{state.recovery_codes_left});
    return json.member("is_required", state.is_required).end_object().take();
}

std::string secret_json(const account::NewSecret& secret)
{
    JsonWriter json;
    return json.begin_object().member("secret", secret.secret).member("uri", secret.uri).end_object().take();
}

void add_sessions(http::Router& router, Api& api)
{
    using http::Access;
    using http::Method;
    router.add({Method::get, "/api/account/sessions", Access::signed_in, http::Body::none,
                [&api](const http::Request& request) {
                    const auto visitor = visitor_of(api.accounts, request);
                    return http::json_response(sessions_json(api.accounts.sessions(*visitor), *visitor));
                },
                "Where one is signed in."});
    router.add({Method::del, "/api/account/sessions/{id}", Access::signed_in, http::Body::none,
                [&api](const http::Request& request) {
                    const auto id = parse_id("ses", request.parameter("id"));
                    if (!id) {
                        throw Error(ErrorCode::not_found, {{"what", std::string(request.parameter("id"))}});
                    }
                    api.accounts.end_session(*visitor_of(api.accounts, request), *id);
                    return http::json_response("{}");
                },
                "Ends one of one's sessions."});
    router.add({Method::del, "/api/account/sessions", Access::signed_in, http::Body::none,
                [&api](const http::Request& request) {
                    api.accounts.end_other_sessions(*visitor_of(api.accounts, request));
                    return http::json_response("{}");
                },
                "Ends all of one's sessions but this one."});
}

}  // namespace

void add_account_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    add_sessions(router, api);
    router.add({Method::post, "/api/account/password", Access::signed_in, Body::json,
                [&api](const http::Request& request) { return change_password(api, request); },
                "Changes one's password: current, new. All other sessions end."});
    router.add({Method::get, "/api/account/second-factor", Access::signed_in, Body::none,
                [&api](const http::Request& request) {
                    return http::json_response(
                        factor_json(api.accounts.second_factor(*visitor_of(api.accounts, request))));
                },
                "Whether one has a second factor."});
    router.add({Method::post, "/api/account/second-factor", Access::signed_in, Body::json,
                [&api](const http::Request& request) {
                    return http::json_response(
                        secret_json(api.accounts.begin_second_factor(*visitor_of(api.accounts, request))));
                },
                "A secret for an authenticator app, shown once."});
    router.add({Method::put, "/api/account/second-factor", Access::signed_in, Body::json,
                [&api](const http::Request& request) { return confirm_factor(api, request); },
                "Turns the second factor on with a first code, or makes new recovery codes."});
    router.add({Method::del, "/api/account/second-factor", Access::signed_in, Body::json,
                [&api](const http::Request& request) { return remove_factor(api, request); },
                "Turns the second factor off: password, code."});
}

}  // namespace juan::api
