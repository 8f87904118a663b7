// One-time links, as the person who has one uses it.
#include "flow/api/api.hpp"

namespace juan::api {
namespace {

std::string link_json(const account::LinkOwner& owner)
{
    JsonWriter json;
    json.begin_object().member("kind", account::link_kind_name(owner.kind)).member("name", owner.name);
    return json.member("email", owner.email).end_object().take();
}

}  // namespace

void add_link_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Method;
    router.add({Method::get, "/api/link/{token}", Access::everyone, http::Body::none,
                [&api](const http::Request& request) {
                    return http::json_response(link_json(api.accounts.link(std::string(request.parameter("token")))));
                },
                "Whose one-time link this is; does not use it up."});
    router.add({Method::post, "/api/link/{token}", Access::everyone, http::Body::json,
                [&api](const http::Request& request) {
                    api.accounts.redeem(std::string(request.parameter("token")),
                                        text_member(body_object(request, {"password"}), "password"));
                    return http::json_response("{}");
                },
                "Sets the password by a one-time link, once. Signs nobody in."});
}

}  // namespace juan::api
