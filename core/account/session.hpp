// Table session: one row for each signed-in browser.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/account/visitor.hpp"
#include "core/store/database.hpp"

namespace juan::account {

struct SessionRow {
    std::string token_hash;
    Id id = Id::none;
    Id user = Id::none;
    Instant created_at;
    Instant expires_at;
    Instant last_seen_at;
    Place place;
    bool has_second_factor = false;  // was given when it began
    bool is_by_password = true;      // else the person was known otherwise
};

inline constexpr std::size_t agent_bytes_max = 300;

// All inside the transaction of what they are part of.
void insert_session(store::Session& session, const SessionRow& row);
std::optional<SessionRow> find_session(store::Session& session, const std::string& token_hash);
// The one used last first.
std::vector<SessionRow> sessions_of(store::Session& session, Id user);
// All of a person but the one of `kept_token_hash`; how many.
std::int64_t end_sessions(store::Session& session, Id user, const std::string& kept_token_hash = {});
// False when this person has no such session.
bool end_session(store::Session& session, Id user, Id id);
bool end_session(store::Session& session, const std::string& token_hash);
void end_old_sessions(store::Session& session, Instant now, Instant idle_since);
void keep_last_seen(store::Session& session, const std::string& token_hash, Instant at);

}  // namespace juan::account
