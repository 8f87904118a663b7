// Table one_time_link: links by which a person sets a password, once. The token is in the link, its hash in the table.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/store/database.hpp"

namespace juan::account {

enum class LinkKind { invite, reset };

std::string_view link_kind_name(LinkKind kind);
// Throws Error parameter_invalid.
LinkKind link_kind_from(std::string_view name);
// Seven days, for somebody who is told of it; ten minutes, for somebody who waits for it (ASVS 5.0, 6.4.3, 6.5.5).
std::chrono::minutes link_lifetime(LinkKind kind);

struct LinkOwner {
    Id user;
    LinkKind kind;
    std::string name;
    std::string email;
};

// All inside the transaction of what they are part of.
// Ends those the person had.
void insert_link(store::Session& session, const std::string& token_hash, Id user, LinkKind kind, Instant now);
// Empty when there is none, it is too old, or its person may not sign in.
std::optional<LinkOwner> find_link(store::Session& session, const std::string& token_hash, Instant now);
// True for one caller only.
bool use_link(store::Session& session, const std::string& token_hash, Instant now);
void end_links(store::Session& session, Id user);
void end_old_links(store::Session& session, Instant now);

}  // namespace juan::account
