// A request target in origin form ("/api/customer?q=%E5%BC%A0") as a path and its arguments.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/http/http.hpp"

namespace juan::http {

struct Target {
    std::string path;
    Fields query;
};

// Empty when it is not visible ASCII in origin form, when an escape is wrong or does not give UTF-8, or when the path
// hides something: escaped slashes, dots or NUL, backslashes, "." and ".." as segments.
std::optional<Target> read_target(std::string_view target);

}  // namespace juan::http
