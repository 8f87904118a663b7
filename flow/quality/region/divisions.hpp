// The divisions of China as a tree, for choosing one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace juan::quality {

struct Division {
    std::int32_t code;  // of GB/T 2260
    std::string_view name;
    std::vector<Division> parts;
};

// Provinces, their cities, and the districts of these; a municipality has its districts at once.
std::vector<Division> divisions();

}  // namespace juan::quality
