// A masked value, for a reason.
#include "flow/action/reveal/reveal.hpp"

#include "flow/api/api.hpp"

namespace juan::api {

void add_reveal_routes(http::Router& router, Api& api)
{
    router.add({http::Method::post, "/api/{object}/{id}/reveal", http::Access::signed_in, http::Body::json,
                [&api](const http::Request& request) {
                    const model::Object& object = object_of(api, request);
                    const Json body = body_object(request, {"field", "reason"});
                    const action::RevealRequest wanted{id_parameter(request, object), text_member(body, "field"),
                                                       text_member(body, "reason"),
                                                       person_options(request).provenance.kind};
                    JsonWriter json;
                    json.begin_object().key("value").raw(action::reveal(api.model, caller(request), object, wanted));
                    return http::json_response(json.end_object().take());
                },
                "Shows one masked value: field, reason; counted and audited."});
}

}  // namespace juan::api
