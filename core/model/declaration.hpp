// From the JSON text of one declaration to an Object.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/model/catalogue.hpp"

namespace juan::model {

// The sixteen kinds of source that values and entries come from.
inline constexpr std::array<std::string_view, 16> sources = {
    "interaction", "social",        "sales",     "marketing", "feedback",     "third_party", "behaviour", "geographic",
    "demographic", "psychographic", "lifecycle", "value",     "satisfaction", "competitor",  "industry",  "macro"};

// `file` is named in errors ("objects/order/order.json"); the object is named as its file.
// Throws Error declaration_invalid with the place inside the file and what is wrong there.
Object read_declaration(const std::string& file, const std::string& json_text);

}  // namespace juan::model
