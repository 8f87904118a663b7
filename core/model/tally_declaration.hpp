// The "tallies" of a declaration.
#pragma once

#include <vector>

#include "core/model/node.hpp"

namespace juan::model {

// Of an object whose fields are known. Throws Error declaration_invalid.
std::vector<Tally> read_tallies(const Object& object, const Node& node);

}  // namespace juan::model
