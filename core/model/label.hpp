// Findings name objects, fields and types as programs do; these are the words that people know for them.
#pragma once

#include "core/base/error.hpp"
#include "core/model/catalogue.hpp"

namespace juan::model {

// Adds the labels of what the finding names, as further parameters ("field.zh", "field.en") that sentence() prefers.
// `object`: whose field it names unless it says so itself; may be null.
void add_labels(Finding& finding, const Catalogue& catalogue, const Object* object);

}  // namespace juan::model
