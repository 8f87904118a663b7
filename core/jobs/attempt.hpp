// One run of a job's worker: what the worker sees, and how it ended.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "core/jobs/job_table.hpp"

namespace juan::jobs {

// At most five further tries in a row without a checkpoint between them, waiting 1, 4, 16, 64 and 256 seconds.
constexpr int failures_max = 5;

// JSON {code, zh, en} of an error.
std::string outcome_of(const Error& error);

class Attempt final : public Context {
public:
    // Requires: `table` and `clock` live longer.
    Attempt(Claim claim, JobTable& table, const Clock& clock)
        : claim_(std::move(claim)), table_(table), clock_(clock), progress_(claim_.job.progress)
    {
    }

    const Job& job() const override { return claim_.job; }
    bool is_cancelled() const override;
    void progress(std::string json) override;
    void checkpoint(store::Session& session, std::string json) override;

    // From other threads.
    void cancel() { is_cancel_wanted_ = true; }
    void interrupt() { is_interrupted_ = true; }
    std::string latest_progress() const;

    // Runs the worker to its end; never throws.
    Ending run(const Worker& worker) noexcept;

private:
    Ending after_return(std::string outcome) const;
    Ending after_error(const Error& error) const;
    Ending ending(State state, std::string outcome) const;

    const Claim claim_;
    JobTable& table_;
    const Clock& clock_;
    std::atomic<bool> is_cancel_wanted_ = false;
    std::atomic<bool> is_interrupted_ = false;
    mutable std::atomic<bool> has_heard_ = false;  // the worker was told to return early
    std::atomic<bool> has_checkpoint_ = false;
    mutable std::mutex mutex_;  // guards the next two
    std::string progress_;
    std::optional<Instant> progress_written_at_;
};

}  // namespace juan::jobs
