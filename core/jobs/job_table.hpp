// Table `job`: every statement of the queue, and nothing else.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/jobs/queue.hpp"

namespace juan::jobs {

// How an attempt ended.
struct Ending {
    State state;          // done, failed, cancelled; or waiting: again, not before `ready_at`
    std::string outcome;  // JSON
    std::string progress;
    Instant now;
    Instant ready_at;  // of a waiting one
    int failures = 0;  // in a row, without a checkpoint between them
};

// A job that has been taken.
struct Claim {
    Job job;
    int failures = 0;
};

// Thread-safe, as the database is.
class JobTable {
public:
    // Makes the table when it is not there.
    explicit JobTable(store::Database& database);

    static void insert(store::Session& session, const Job& job);
    static std::optional<Job> find(store::Session& session, Id id);
    std::optional<Job> find(Id id) const;
    // The newest first; of every kind when `kind` is empty.
    std::vector<Job> recent(std::string_view kind, int count) const;

    // Takes the oldest job of one of `kinds` that is ready, for this thread alone.
    std::optional<Claim> claim(std::span<const std::string> kinds, Instant now);
    void end(Id id, const Ending& ending);
    void write_progress(Id id, std::string_view json);
    static void write_checkpoint(store::Session& session, Id id, std::string_view json);

    // Cancels a waiting job at once, and asks a running one to stop. Throws Error not_found.
    void cancel(Id id, Instant now);
    bool is_cancel_wanted(Id id) const;

    // After a kill: what was running waits again, unless it was to be cancelled, or was killed more than
    // `failures_max` times in a row without a checkpoint: then it may be what kills the process.
    void recover(Instant now, int failures_max, std::string_view outcome_of_failed);

    // Removes those that ended before `time`, but for the newest of each kind: it says when such work was last done.
    void forget(Instant time);

private:
    store::Database& database_;
};

}  // namespace juan::jobs
