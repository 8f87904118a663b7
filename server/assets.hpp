// The web pages, carried by the binary.
#pragma once

#include <vector>

#include "core/http/http.hpp"

namespace juan {

std::vector<http::Asset> assets();

}  // namespace juan
