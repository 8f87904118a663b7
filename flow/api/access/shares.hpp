// Sharing of single records over HTTP.
#pragma once

#include "flow/api/api.hpp"

namespace juan::api {

void add_share_routes(http::Router& router, Api& api);

}  // namespace juan::api
