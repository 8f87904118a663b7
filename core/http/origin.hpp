// Cross-site request forgery: a write that a browser sends on behalf of another site.
#pragma once

#include "core/http/http.hpp"

namespace juan::http {

// Throws Error origin_refused for a write that comes from another site, or that carries a cookie and does not say where
// it comes from. Writes with an Authorization and no cookie come from programs and pass.
void require_own_origin(const Request& request);

}  // namespace juan::http
