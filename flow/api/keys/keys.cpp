// The keys of the store: which there are, and the change to a new one.
#include "core/model/keys.hpp"

#include "flow/api/api.hpp"

namespace juan::api {
namespace {

http::Response state_response(const Api& api)
{
    const auto jobs = api.jobs.recent("keys", 1);
    JsonWriter json;
    json.begin_object().member("file", api.keys.name());
    json.member("newest", std::int64_t{api.model.keys()->newest()}).key("keys").begin_array();
    for (const std::uint32_t id : api.model.keys()->vault().ids()) json.integer(id);
    json.end_array().member("is_done", !model::needs_reseal(api.model)).key("state");
    jobs.empty() ? json.null() : json.string(jobs::state_name(jobs.front().state));
    json.key("progress").raw(jobs.empty() || jobs.front().progress.empty() ? "null" : jobs.front().progress);
    json.key("outcome").raw(jobs.empty() || jobs.front().outcome.empty() ? "null" : jobs.front().outcome);
    return http::json_response(json.end_object().take());
}

http::Response rotate(const Api& api, const http::Request& request)
{
    model::add_key(api.model, api.keys, caller(request));
    const Id job = api.jobs.submit("keys", "{}", caller(request).user);
    JsonWriter json;
    json.begin_object().member("job", format_id("job", job));
    json.member("newest", std::int64_t{api.model.keys()->newest()}).end_object();
    return http::json_response(json.take(), 202);
}

}  // namespace

void add_keys_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    router.add({Method::get, "/api/keys", Access::duty("system"), Body::none,
                [&api](const http::Request&) { return state_response(api); },
                "Which keys there are, and whether everything is under the newest."});
    router.add({Method::post, "/api/keys/rotate", Access::duty("system"), Body::json,
                [&api](const http::Request& request) { return rotate(api, request); },
                "Puts a new key into the key file, and encrypts all anew with it as a job."});
}

}  // namespace juan::api
