// Beside the audit that every write leaves in its own transaction: looks at sensitive fields and refusals, which wait a
// moment and are written together; the anchors; and what the last check found.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/model/audit.hpp"
#include "core/model/model.hpp"

namespace juan::model {

struct AuditState {
    AuditReport report;                  // of the last check, with the rows and the head of now
    std::optional<Instant> anchored_at;  // of the last anchor
    std::optional<Instant> verified_at;  // of the last check
};

// Thread-safe. Somebody calls flush() every second and anchor() every hour; who that is, is decided above.
class AuditKeeper {
public:
    AuditKeeper(const Model& model, std::string anchor_path) : model_(model), anchor_path_(std::move(anchor_path)) {}

    // Kept in memory until the next flush(), so that a kill loses what came within that second. When many wait, the
    // caller writes them itself; equal looks of one person at one record within that moment are one entry.
    // Throws Error store_busy when they cannot be written for so long that no more may wait: nothing goes on that is
    // not audited.
    void note(AuditRecord record);
    // In one transaction. When it fails, they wait on.
    void flush();

    // The last row, in the anchor file. Nothing when that row stands there already.
    void anchor();
    // Reads everything; for `by`, who also stands in the audit for it.
    AuditState verify(const Principal& by);
    AuditState state() const;
    const std::string& anchor_path() const { return anchor_path_; }

private:
    void write_waiting();  // Requires: flush_mutex_ is held.

    const Model& model_;
    const std::string anchor_path_;
    std::mutex flush_mutex_;  // one flush at a time, so that rows stand in the order of the notes
    std::mutex anchor_mutex_;
    std::mutex mutex_;  // guards waiting_
    std::vector<AuditRecord> waiting_;
};

}  // namespace juan::model
