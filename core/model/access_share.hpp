// One record shown to somebody, or to a team, besides what their role and its scope let them see.
#pragma once

#include <optional>
#include <vector>

#include "core/model/model.hpp"

namespace juan::model {

struct ShareDraft {
    Id to = Id::none;
    bool is_to_team = false;  // else to a user
    bool may_edit = false;
    std::optional<Instant> until;  // not within; none: without end
};

struct Share {
    Id id = Id::none;
    ShareDraft draft;
    Id by = Id::none;
    Instant at;
};

// Who may change a record may share it, for as long as they may change it themselves; a share to the same receiver
// takes the place of the one before. Audited. Throws Error not_found, forbidden, share_refused, link_broken.
Id add_share(Writer& writer, const Object& object, Id record, const ShareDraft& draft);

// By who made it, who may change the record, or who has the duty security. Audited. Throws Error not_found.
void remove_share(Writer& writer, const Object& object, Id record, Id share);

// Also those that have ended and were not taken away yet.
std::vector<Share> shares_of(store::Session& session, const Object& object, Id record);

}  // namespace juan::model
