// Nobody grants what they do not hold, and somebody always looks after the system and its security. Called by the
// guards of objects/role and objects/user, so that every way of writing passes here.
#pragma once

#include "core/model/model.hpp"

namespace juan::model {

// The name before the at sign is of no account; who goes by such an address is an API key, not a person.
inline constexpr std::string_view key_email_end = "@keys.invalid";

// Throws Error role_unknown.
RoleRights rights_of_role(store::Session& session, const Model& model, Id role);

// `wanted` is within what `giver` holds or, in each single right, within `before`, which may be null.
// Throws Error grant_refused naming the first right that is beyond.
void require_held(const Catalogue& catalogue, const Principal& giver, const RoleRights& wanted,
                  const RoleRights* before);

// `giver` may give `receiver` this role: it is held, or the giver's role was entrusted with giving it to others.
// Throws Error grant_refused, role_unknown.
void require_may_give(store::Session& session, const Model& model, const Principal& giver, Id role, Id receiver);

// What the role of this user entrusts them with; none for a user who is not there.
Duties duties_of_user(store::Session& session, const Model& model, Id user);

// `principal` may change how this user signs in: the user has no duty that `principal` has not.
// Throws Error grant_refused.
void require_may_manage(store::Session& session, const Model& model, const Principal& principal, Id user);

// How the holders of duties change: a user who leaves one role for another, or a role that gets other duties.
struct HolderChange {
    Id role_left = Id::none;   // by one active user
    Id role_taken = Id::none;  // by that user
    Id role_changed = Id::none;
    Duties duties_then;  // of role_changed
};
// Throws Error last_holder when nobody active would be left with the duty system or security that somebody has now.
void require_holders(store::Session& session, const Model& model, const HolderChange& change);

// The roles that a new store gets; in a store of before, those that it lacks. Once.
void add_default_roles(const Model& model);

}  // namespace juan::model
