// A masked value shown to one person, once, for a reason that is kept.
#pragma once

#include <string>

#include "core/model/model.hpp"

namespace juan::action {

struct RevealRequest {
    Id record = Id::none;
    std::string field;
    std::string reason;  // at least four characters
    std::string via;     // provenance kind of the asking
};

// The value as JSON, "null" when there is none. Counted and audited in one transaction with the reading; nothing else
// changes. What the principal may read anyhow comes back without being counted.
// Throws Error not_found, field_unknown, field_forbidden, reveal_reason, reveal_quota.
std::string reveal(const model::Model& model, const model::Principal& principal, const model::Object& object,
                   const RevealRequest& request);

}  // namespace juan::action
