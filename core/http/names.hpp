// Names of HTTP: methods and statuses, as RFC 9110 gives them.
#pragma once

#include <string_view>

#include "core/http/http.hpp"

namespace juan::http {

std::string_view name_of(Method method);
// "Not Found"; "Unknown" for a status that is not in the standard.
std::string_view reason_of(int status);

constexpr bool is_write(Method method) { return method != Method::get && method != Method::head; }

}  // namespace juan::http
