// Trees that records of one object make by a link to their own kind.
#pragma once

#include "core/model/model.hpp"

namespace juan::objects {

// Throws Error link_cycle when the record that is written would stand above itself by its `link`. `above_sql` gives the
// record that the one with the id $1 links to.
void refuse_cycle(const model::Guarding& guarding, const char* link, std::string_view above_sql);

}  // namespace juan::objects
