// Others' accounts: users with passwords or links, API keys.
#include <algorithm>

#include "flow/api/api.hpp"
#include "flow/api/browser.hpp"

namespace juan::api {
namespace {

Id user_of(const Api& api, const http::Request& request)
{
    return id_parameter(request, api.model.catalogue().require("user"));
}

http::Response add_user(const Api& api, const http::Request& request)
{
    const Json body = body_object(request, {"name", "email", "role", "password", "unit"});
    const Id id = api.accounts.add_user(
        caller(request), {text_member(body, "name"), text_member(body, "email"), text_member(body, "role"),
                          text_member(body, "password"), text_member(body, "unit")});
    JsonWriter json;
    return http::json_response(json.begin_object().member("id", format_id("usr", id)).end_object().take(), 201);
}

http::Response make_link(const Api& api, const http::Request& request)
{
    const account::LinkKind kind = account::link_kind_from(text_member(body_object(request, {"kind"}), "kind"));
    const account::MadeLink made = api.accounts.make_link(caller(request), user_of(api, request), kind);
    JsonWriter json;
    json.begin_object().member("link", made.link).member("expires_at", format_instant(made.expires_at)).end_object();
    return http::json_response(json.take(), 201);
}

account::NewKey key_from(const Json& body)
{
    account::NewKey key{text_member(body, "name"), text_member(body, "role"), {"read", "write"}, {}};
    if (body.contains("scope") && !body.at("scope").is_null()) {
        const Json& scope = body.at("scope");
        const bool is_words = scope.is_array() && std::all_of(scope.begin(), scope.end(),
                                                              [](const Json& word) { return word.is_string(); });
        if (!is_words) {
            throw Error(ErrorCode::body_shape, {{"name", "scope"}, {"type", "array of text"}});
        }
        key.scope = scope.get<account::KeyScope>();
    }
    const std::string expires = text_member(body, "expires_at");
    if (!expires.empty()) {
        key.expires_at = parse_instant(expires);
        if (!key.expires_at) {
            throw Error(ErrorCode::parameter_invalid,
                        {{"name", "expires_at"}, {"value", expires}, {"expected", "2030-01-31T00:00:00Z"}});
        }
    }
    return key;
}

http::Response add_key(const Api& api, const http::Request& request)
{
    const std::string key = api.accounts.add_key(
        *visitor_of(api.accounts, request), key_from(body_object(request, {"name", "role", "scope", "expires_at"})));
    JsonWriter json;
    return http::json_response(json.begin_object().member("key", key).end_object().take(), 201);
}

void write_named(JsonWriter& json, std::string_view name, const std::string& id, std::string_view shown)
{
    json.key(name).begin_object().member("id", id).member("name", shown).end_object();
}

void write_instant(JsonWriter& json, std::string_view name, const std::optional<Instant>& instant)
{
    json.key(name);
    instant ? json.string(format_instant(*instant)) : json.null();
}

std::string keys_json(const Api& api, const std::vector<account::KeyRow>& rows)
{
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    api.model.database().read([&](store::Session& session) {
        for (const account::KeyRow& row : rows) {
            const auto cursor = session.query(
                "select u.name, r.id, r.name from \"user\" u join role r on r.id = u.role_id where u.id = $1",
                store::values(to_integer(row.user)));
            if (!cursor->next()) continue;
            json.begin_object().member("id", format_id("key", row.id)).member("name", row.name);
            write_named(json, "user", format_id("usr", row.user), cursor->text(0));
            write_named(json, "role", format_id("rol", id_from(cursor->integer(1))), cursor->text(2));
            json.key("scope").begin_array();
            for (const std::string& word : row.scope) json.string(word);
            json.end_array().member("created_at", format_instant(row.created_at));
            write_instant(json, "expires_at", row.expires_at);
            write_instant(json, "last_used_at", row.last_used_at);
            json.end_object();
        }
    });
    return json.end_array().end_object().take();
}

void add_keys(http::Router& router, Api& api)
{
    using http::Access;
    using http::Method;
    router.add({Method::get, "/api/accounts/keys", Access::duty("system"), http::Body::none,
                [&api](const http::Request& request) {
                    return http::json_response(keys_json(api, api.accounts.keys(caller(request))));
                },
                "The API keys, without the keys themselves."});
    router.add({Method::post, "/api/accounts/keys", Access::duty("system"), http::Body::json,
                [&api](const http::Request& request) { return add_key(api, request); },
                "Makes an API key and shows it once: name, role (its code), scope, expires_at."});
    router.add({Method::del, "/api/accounts/keys/{id}", Access::duty("system"), http::Body::none,
                [&api](const http::Request& request) {
                    const auto id = parse_id("key", request.parameter("id"));
                    if (!id) {
                        throw Error(ErrorCode::not_found, {{"what", std::string(request.parameter("id"))}});
                    }
                    api.accounts.remove_key(caller(request), *id);
                    return http::json_response("{}");
                },
                "Ends an API key."});
}

}  // namespace

void add_accounts_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    add_keys(router, api);
    router.add({Method::post, "/api/accounts/users", Access::duty("system"), Body::json,
                [&api](const http::Request& request) { return add_user(api, request); },
                "Adds a user: name, email, role (its code); without a password, a link lets them set one."});
    router.add({Method::post, "/api/accounts/users/{id}/link", Access::duty("system"), Body::json,
                [&api](const http::Request& request) { return make_link(api, request); },
                "A one-time link for a user to set a password: kind invite or reset. Shown once."});
    router.add({Method::del, "/api/accounts/users/{id}/sessions", Access::duty("security"), Body::none,
                [&api](const http::Request& request) {
                    api.accounts.end_sessions_of(caller(request), user_of(api, request));
                    return http::json_response("{}");
                },
                "Ends all sessions of a user."});
    router.add({Method::del, "/api/accounts/users/{id}/second-factor", Access::duty("security"), Body::none,
                [&api](const http::Request& request) {
                    api.accounts.remove_second_factor_of(caller(request), user_of(api, request));
                    return http::json_response("{}");
                },
                "Takes the second factor from a user who lost it; their sessions end."});
}

}  // namespace juan::api
