// Tables credential and password_history: whose password has which hash, and since when.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/account/password.hpp"
#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/store/database.hpp"

namespace juan::account {

// What signing in looks at. Of somebody unknown: user none and everything else empty.
struct Credential {
    Id user = Id::none;
    std::string name;
    std::string email;
    std::string password_hash;  // empty: no password yet
    Instant changed_at;
    bool has_second_factor = false;
    bool requires_second_factor = false;  // says the role
};

// Of a person who may sign in; others are unknown.
Credential find_credential(store::Session& session, std::string_view email);
Credential find_credential(store::Session& session, Id user);

// The present hash and those before it that dengbao3 remembers.
std::vector<std::string> remembered_hashes(store::Session& session, Id user);
void set_password(store::Session& session, Id user, const std::string& hash, Instant now);
bool has_any_password(store::Session& session);
// With everything else of this module that belongs to a person who is no more.
void forget(store::Session& session, Id user);

}  // namespace juan::account
