// Web addresses.
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"

namespace juan::quality {

// Scheme http or https and nothing else (a link shown to people must not run as a script); "https://" is added when
// none is written; scheme and host in lower case. Finding: url_invalid, with the parameter "value".
Expected<std::string, Finding> standardise_url(std::string_view text);

}  // namespace juan::quality
