// The timeline of a customer: dated entries, only ever added. Clustered by customer and time, so that reading a
// timeline is one range scan.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/model.hpp"

namespace juan::volume {

struct Entry {
    Id customer = Id::none;
    Instant occurred_at;
    Id id = Id::none;
    std::string source;  // one of the sixteen kinds of source
    std::string kind;    // "call", "order_placed", ...; labels in kinds()
    Instant recorded_at;
    Id actor = Id::none;  // user; none: Juan or another system
    std::string channel;  // by which way it came
    std::string object;   // of the record it concerns; may be empty
    Id record = Id::none;
    std::string text;
    std::string payload = "{}";  // JSON object
    std::int64_t provenance = 0;
};

struct EntryKind {
    std::string_view kind;
    std::string_view source;
    model::Label label;
    bool is_written_by_people;  // may be added by hand on the volume's page
};
const std::vector<EntryKind>& kinds();
std::vector<std::string> kind_names();
const EntryKind* find_kind(std::string_view kind);

void create_tables(store::Session& session);
void append(store::Session& session, const Entry& entry);

// Adds a follow-up somebody wrote. Throws Error not_found, forbidden, entry_kind_unknown, field_required (text).
Entry add_entry(const model::Model& model, const model::Principal& principal, Id customer, const std::string& kind,
                const std::string& text, std::optional<Instant> occurred_at);

struct TimelineRequest {
    Id customer = Id::none;
    std::string source;  // empty: all
    std::string kind;    // empty: all
    std::string before;  // cursor of an earlier Timeline; empty: from the newest
    int limit = 50;
};

struct Timeline {
    std::vector<Entry> entries;  // newest first
    std::string next;            // empty at the end
};
Timeline read_timeline(store::Session& session, const TimelineRequest& request);

struct EntryCount {
    std::string source;
    std::string kind;
    std::int64_t count;
    Instant last_at;
};
std::vector<EntryCount> count_entries(store::Session& session, Id customer);

// Of all customers, the last recorded first.
std::vector<Entry> newest_entries(store::Session& session, int limit);

// Writes an entry for what happens to any record of a customer.
model::Observer timeline_observer(IdMaker& ids);

}  // namespace juan::volume
