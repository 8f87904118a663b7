// 统一社会信用代码: the 18 characters that name a Chinese organisation (GB 32100-2015).
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"

namespace juan::quality {

// Upper case, without blanks and hyphens, its check character proved.
// Findings: credit_code_length, credit_code_character, credit_code_check, with the parameter "value".
Expected<std::string, Finding> standardise_credit_code(std::string_view text);

}  // namespace juan::quality
