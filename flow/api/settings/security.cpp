// The settings of signing in.
#include "flow/api/api.hpp"

namespace juan::api {
namespace {

std::string security_json(const account::SecuritySettings& settings)
{
    JsonWriter json;
    json.begin_object().member("password_profile", account::profile_name(settings.profile));
    json.member("idle_minutes", std::int64_t{settings.idle_minutes});
    json.member("session_hours", std::int64_t{settings.session_hours});
    json.member("public_url", settings.public_url).key("allowed_hosts").begin_array();
    for (const std::string& host : settings.allowed_hosts) json.string(host);
    return json.end_array().end_object().take();
}

}  // namespace

void add_settings_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Method;
    router.add({Method::get, "/api/settings/security", Access::duty("security"), http::Body::none,
                [&api](const http::Request&) { return http::json_response(security_json(api.accounts.settings())); },
                "What passwords must be like, and how long sessions last."});
    router.add({Method::patch, "/api/settings/security", Access::duty("security"), http::Body::json,
                [&api](const http::Request& request) {
                    return http::json_response(
                        security_json(api.accounts.change_settings(caller(request), body_object(request))));
                },
                "Changes some of these settings."});
}

}  // namespace juan::api
