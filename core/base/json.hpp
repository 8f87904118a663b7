// Reading JSON that came from outside, within bounds.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace juan {

using Json = nlohmann::json;

inline constexpr int json_depth_max = 64;

// Throws Error json_invalid saying where, also for text that is not UTF-8 and for nesting beyond json_depth_max.
Json parse_json(std::string_view text);

}  // namespace juan
