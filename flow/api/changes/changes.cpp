// The stream of changes.
#include "core/base/secret.hpp"
#include "flow/api/api.hpp"
#include "flow/api/browser.hpp"
#include "flow/api/streams.hpp"

namespace juan::api {

void add_changes_routes(http::Router& router, Api& api)
{
    router.add({http::Method::get, "/api/changes", http::Access::signed_in, http::Body::none,
                [&api](const http::Request& request) {
                    auto principal = std::static_pointer_cast<const model::Principal>(request.caller);
                    const std::string token_hash = hash_hex(token_of(request));
                    http::Response response;
                    response.content_type = "text/event-stream";
                    response.open_events = [&api, principal, token_hash](std::shared_ptr<http::EventStream> stream) {
                        api.streams.add(std::move(stream), token_hash, principal);
                    };
                    return response;
                },
                "Server-sent events: change, import, analysis."});
}

}  // namespace juan::api
