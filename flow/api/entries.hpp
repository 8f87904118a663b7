// Timeline entries as JSON, with the names of people and records they mention.
#pragma once

#include <vector>

#include "flow/api/api.hpp"
#include "flow/volume/entry.hpp"

namespace juan::api {

// Writes the members of an array; records the principal may not see are left without a title.
void write_entries(JsonWriter& json, const Api& api, const model::Principal& principal,
                   const std::vector<volume::Entry>& entries);

struct Origin {
    std::string kind;
    std::string name;
};
// By provenance id.
std::map<std::int64_t, Origin> origins(store::Session& session, const std::vector<std::int64_t>& ids);

}  // namespace juan::api
