// The business as declared: every folder here is one object, with its rules where it has any.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/model/model.hpp"

namespace juan::objects {

// File name and JSON text of each object.
const std::vector<std::pair<std::string, std::string>>& declarations();
void add_rules(model::Model& model);

}  // namespace juan::objects
