// Who did what: append-only, each row bound to the one before it by a hash that nobody can make without the key.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/id.hpp"
#include "core/base/keyring.hpp"
#include "core/base/time.hpp"
#include "core/model/anchor.hpp"
#include "core/store/database.hpp"

namespace juan::model {

struct AuditRecord {
    Instant at;
    Id actor;            // none: Juan itself
    std::string via;     // provenance kind: "person", "import", ...
    std::string action;  // "create", "update", "erase", "sign_in", ...
    std::string object;  // may be empty
    Id record = Id::none;
    std::string detail;  // JSON
};

// Inside the transaction whose work it records. Rows stand in the order in which they were written, whatever the clock
// says.
void append_audit(store::Session& session, const Keyring& keys, const AuditRecord& record);

// The last row as an anchor; of none the sequence is 0.
Anchor audit_head(store::Session& session, Instant now);

enum class Verdict { unverified, whole, altered, cut, replaced };
std::string_view verdict_name(Verdict verdict);

struct AuditReport {
    Verdict verdict = Verdict::unverified;
    std::int64_t at_seq = 0;  // the first row that is not as it was written; 0: none
    std::int64_t rows = 0;
    std::string head;  // hash of the last row
    std::int64_t anchor_count = 0;
    std::int64_t anchor_line_broken = 0;  // the first line of the anchor file that is not as it was written; 0: none
};

// Reads the whole chain and holds it against the anchors.
//   altered   a row was changed, taken out or put in
//   cut       the rows end before the last anchor: the end was cut off, or an older copy put in the place of the store
//   replaced  the rows fit each other, or none of them does, and they are not those of the anchors
// Without anchors rows cut off the end cannot be noticed.
AuditReport verify_audit(store::Session& session, const Keyring& keys, const Anchors& anchors);

// What the report says, for people.
std::string sentence(const AuditReport& report, Language language);

// The chain of a store from before there were keys, hashed anew under the newest key. Throws Error store_failed when
// it was not whole. Returns the number of rows.
std::int64_t sign_old_chain(store::Session& session, const Keyring& keys);

}  // namespace juan::model
