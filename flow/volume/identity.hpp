// The keys by which a customer is known: phone, e-mail, WeChat, credit code, customer number, ...
#pragma once

#include <string>
#include <vector>

#include "core/model/model.hpp"

namespace juan::volume {

struct Identity {
    std::string kind;
    std::string value;
    std::int64_t provenance;
    Instant at;
};

std::vector<Identity> identities_of(store::Session& session, Id customer);
// The oldest customer known by this key; none when there is none.
Id find_customer(store::Session& session, std::string_view kind, std::string_view value);
// Brings the keys of one customer in step with its fields.
void keep_identities(store::Session& session, const model::WriteContext& context, const model::Written& written);

model::Observer identity_observer();

}  // namespace juan::volume
