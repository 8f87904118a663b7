// Long work: durable, resumable, cancellable, with progress. One row of table `job` each.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/store/database.hpp"

namespace juan::jobs {

enum class State { waiting, running, done, failed, cancelled };
std::string_view state_name(State state);

struct Job {
    Id id;
    std::string kind;
    std::string payload;     // JSON, as submitted
    std::string checkpoint;  // JSON, the last one kept; empty at first
    std::string progress;    // JSON, for people
    std::string outcome;     // JSON: of a done job its result, of a failed one its error {code, zh, en}
    State state;
    Id actor;
    int attempt;  // how often it was started
    Instant created_at;
    std::optional<Instant> started_at;  // the first time
    std::optional<Instant> finished_at;
};

// What a running job sees of its queue.
class Context {
public:
    virtual ~Context() = default;
    virtual const Job& job() const = 0;
    // True when someone cancelled the job, and also when the queue is stopping: then the job waits for the next start.
    virtual bool is_cancelled() const = 0;
    // Shown to people; kept in memory and written at most twice a second.
    virtual void progress(std::string json) = 0;
    // Writes the checkpoint with `session`, that is in the same transaction as the work it describes.
    virtual void checkpoint(store::Session& session, std::string json) = 0;
};

// Returns the outcome as JSON. Throws: an Error of kind retry is tried again (at most five times in a row without a
// checkpoint between them, waiting 1 s, 4 s, ...), any other ends the job as failed.
// Returns early when is_cancelled(), which ends the job as cancelled; one that never asked is done.
using Worker = std::function<std::string(Context&)>;

// Thread-safe. After a kill, jobs that were running start again from their last checkpoint; one that was killed more
// than five times in a row without a new checkpoint fails. Any number of a kind run at once, as threads allow.
// Jobs that ended are kept for thirty days, the newest of each kind for ever.
class Queue {
public:
    virtual ~Queue() = default;
    virtual void add_worker(std::string kind, Worker worker) = 0;  // before start()
    virtual void start(int thread_count) = 0;
    virtual void stop() = 0;  // running jobs are interrupted as by a kill, and go on at the next start
    virtual Id submit(std::string_view kind, std::string payload, Id actor) = 0;
    // Within a transaction: there is a job only if that becomes durable. It starts within half a second.
    virtual Id submit(store::Session& session, std::string_view kind, std::string payload, Id actor) = 0;
    virtual std::optional<Job> find(Id id) const = 0;
    virtual std::optional<Job> find(store::Session& session, Id id) const = 0;  // as that transaction sees it
    // The newest first; of every kind when `kind` is empty.
    virtual std::vector<Job> recent(std::string_view kind, int count) const = 0;
    virtual void cancel(Id id) = 0;  // nothing happens to a job that has ended; throws Error not_found
};

std::unique_ptr<Queue> make_queue(store::Database& database, const Clock& clock, IdMaker& ids);

}  // namespace juan::jobs
