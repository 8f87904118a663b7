// A decision in words: each step, and the whole.
#pragma once

#include "core/model/access_decision.hpp"

namespace juan::api {

// Whom a decision is about. Not active: `role_name` may be empty.
struct Asked {
    std::string name;
    std::string role_name;
    const model::Object& object;
    model::Verb verb;
    const model::Field* field;  // null: the record as a whole
};

model::Label step_sentence(const Asked& asked, const model::Step& step);
model::Label decision_sentence(const Asked& asked, const model::Decision& decision);

}  // namespace juan::api
