// What is done with the data: it leaves as a file, it is shown to somebody with a reason, it passes to another owner.
#pragma once

#include <string>

#include "core/base/id.hpp"
#include "core/model/audit.hpp"
#include "core/model/model.hpp"

namespace juan::action {

void create_tables(store::Session& session);

// Into the audit, in the transaction whose work it records.
void audit(const model::Model& model, store::Session& session, const model::AuditRecord& record);

// Of what a person may take out each day.
enum class Allowance { exported_rows, reveals };

struct Allowed {
    bool is_limited = true;
    std::int64_t max = 0;
    std::int64_t used = 0;
    Instant renews_at;
    std::int64_t left() const { return max > used ? max - used : 0; }
    bool covers(std::int64_t count) const { return !is_limited || count <= left(); }
};

// What the role says (fields export_rows_per_day, reveals_per_day), else the default: 10,000 rows and 100 reveals;
// administrators have no limit unless their role says one. A day is one of the reading's time zone.
Allowed allowance(store::Session& session, const model::Principal& principal, Allowance kind, Instant now,
                  int offset_minutes);
// In the transaction whose work it counts. Requires: the allowance covers it.
void use_allowance(store::Session& session, const model::Principal& principal, Allowance kind, std::int64_t count,
                   Instant now, int offset_minutes);

// "2026-03-01 16:05" in the time zone of `offset_minutes` east of UTC.
std::string local_time(Instant instant, int offset_minutes);

}  // namespace juan::action
