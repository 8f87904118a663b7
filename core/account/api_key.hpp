// Table api_key, and what a key's scope leaves of the rights of its user.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/access.hpp"
#include "core/store/database.hpp"

namespace juan::account {

// "read" and "write" for all objects, "customer:read" and "customer:write" for one.
using KeyScope = std::vector<std::string>;

struct KeyRow {
    Id id = Id::none;
    Id user = Id::none;
    std::string name;
    KeyScope scope;
    Instant created_at;
    std::optional<Instant> expires_at;
    std::optional<Instant> last_used_at;
};

// Throws Error parameter_invalid for a word that is no scope; an empty scope is none.
void check_scope(const model::Catalogue& catalogue, const KeyScope& scope);
// The principal with no more than the scope: what it may do besides the scope it may no longer, what it may not it
// still may not. Duties stay only with a scope of everything.
void narrow(model::Principal& principal, const model::Catalogue& catalogue, const KeyScope& scope);
bool has_write(const KeyScope& scope);

// All inside the transaction of what they are part of.
void insert_key(store::Session& session, const std::string& token_hash, const KeyRow& row);
std::optional<KeyRow> find_key(store::Session& session, const std::string& token_hash);
std::optional<KeyRow> find_key(store::Session& session, Id id);
// The newest first.
std::vector<KeyRow> all_keys(store::Session& session);
void erase_key(store::Session& session, Id id);
void erase_keys_of(store::Session& session, Id user);
bool has_keys(store::Session& session, Id user);
void keep_last_used(store::Session& session, const std::string& token_hash, Instant at);

}  // namespace juan::account
