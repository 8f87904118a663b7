// 省市区: which administrative division an address lies in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"

namespace juan::quality {

struct Place {
    std::int32_t region = 0;  // code of GB/T 2260 of the smallest division known: 440305, 440300, 440000; 0: none
    std::string province;     // "广东省", "上海市"
    std::string city;         // "深圳市"; in a municipality its own name; a county directly under a province its own
    std::string district;     // "南山区"
    std::string detail;       // what follows in the address
};

// Reads the divisions at the front of an address, in full or short ("上海徐汇", "内蒙"), or a code ("440305").
// An address that names none is all detail. Divisions left out are filled in when only one is possible.
// Finding: region_unknown, for a code that is none.
Expected<Place, Finding> standardise_region(std::string_view text);

// By its code. Empty when there is none.
std::optional<Place> find_region(std::int32_t code);

}  // namespace juan::quality
