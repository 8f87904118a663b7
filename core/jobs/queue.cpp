// The threads that take jobs and run them.
#include "core/jobs/queue.hpp"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "core/base/log.hpp"
#include "core/jobs/attempt.hpp"
#include "core/jobs/job_table.hpp"

namespace juan::jobs {
namespace {

// How long a thread sleeps between two looks. Jobs submitted here wake one at once; this is for those whose pause is
// over, and for those of other processes on the same store.
constexpr std::chrono::milliseconds look_pause{500};
// Between two tries when the store itself refuses.
constexpr std::chrono::seconds store_pause{1};
// How long jobs are kept when they have ended, and how often those that are older are looked for.
constexpr std::chrono::days kept_days{30};
constexpr std::chrono::days sweep_pause{1};

class StoreQueue final : public Queue {
public:
    StoreQueue(store::Database& database, const Clock& clock, IdMaker& ids)
        : database_(database), table_(database), clock_(clock), ids_(ids)
    {
    }
    ~StoreQueue() override { stop(); }

    void add_worker(std::string kind, Worker worker) override;
    void start(int thread_count) override;
    void stop() override;
    Id submit(std::string_view kind, std::string payload, Id actor) override;
    Id submit(store::Session& session, std::string_view kind, std::string payload, Id actor) override;
    std::optional<Job> find(Id id) const override;
    std::optional<Job> find(store::Session& session, Id id) const override { return JobTable::find(session, id); }
    std::vector<Job> recent(std::string_view kind, int count) const override;
    void cancel(Id id) override;

private:
    void serve();
    bool run_next() noexcept;
    void forget_old();
    void run(Claim claim);
    void end(Id id, const Ending& ending) noexcept;
    // False when the queue stops meanwhile.
    bool sleep(std::chrono::milliseconds time);
    void show_latest(Job& job) const;

    store::Database& database_;
    JobTable table_;
    const Clock& clock_;
    IdMaker& ids_;
    std::map<std::string, Worker, std::less<>> workers_;
    std::vector<std::string> kinds_;
    std::vector<std::thread> threads_;

    struct Running {
        Attempt* attempt;
        const Ending* ending;  // once it has one, which the store may not take for a while
    };
    mutable std::mutex mutex_;  // guards the rest
    std::condition_variable has_news_;
    std::map<Id, Running> running_;
    bool is_stopping_ = false;
    int count_submitted_ = 0;
    std::optional<Instant> swept_at_;
};

void StoreQueue::add_worker(std::string kind, Worker worker)
{
    CHECK(threads_.empty());
    kinds_.push_back(kind);
    CHECK(workers_.emplace(std::move(kind), std::move(worker)).second);
}

void StoreQueue::start(int thread_count)
{
    CHECK(threads_.empty());
    CHECK(thread_count > 0 && !kinds_.empty());
    table_.recover(clock_.now(), failures_max, outcome_of(Error(ErrorCode::job_interrupted)));
    forget_old();
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = false;
    }
    for (int i = 0; i < thread_count; ++i) {
        threads_.emplace_back([this] { serve(); });
    }
}

void StoreQueue::stop()
{
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        for (const auto& [id, running] : running_) {
            running.attempt->interrupt();
        }
    }
    has_news_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
    threads_.clear();
}

Id StoreQueue::submit(std::string_view kind, std::string payload, Id actor)
{
    Id id = Id::none;
    database_.write([&](store::Session& session) { id = submit(session, kind, payload, actor); });
    {
        const std::lock_guard lock(mutex_);
        ++count_submitted_;
    }
    has_news_.notify_one();
    return id;
}

Id StoreQueue::submit(store::Session& session, std::string_view kind, std::string payload, Id actor)
{
    Job job{};
    job.id = ids_.next();
    job.kind = kind;
    job.payload = std::move(payload);
    job.actor = actor;
    job.created_at = clock_.now();
    JobTable::insert(session, job);
    return job.id;
}

std::optional<Job> StoreQueue::find(Id id) const
{
    auto job = table_.find(id);
    if (job) {
        show_latest(*job);
    }
    return job;
}

std::vector<Job> StoreQueue::recent(std::string_view kind, int count) const
{
    auto jobs = table_.recent(kind, count);
    for (Job& job : jobs) {
        show_latest(job);
    }
    return jobs;
}

// The table has the progress of up to half a second ago; and on a full disk it does not hear that a job has failed.
void StoreQueue::show_latest(Job& job) const
{
    const std::lock_guard lock(mutex_);
    const auto found = running_.find(job.id);
    if (found == running_.end() || job.state != State::running) {
        return;
    }
    const auto& [attempt, ending] = found->second;
    job.progress = attempt->latest_progress();
    if (ending != nullptr && ending->state == State::failed) {
        job.state = ending->state;
        job.outcome = ending->outcome;
        job.finished_at = ending->now;
    }
}

void StoreQueue::cancel(Id id)
{
    table_.cancel(id, clock_.now());
    const std::lock_guard lock(mutex_);
    const auto found = running_.find(id);
    if (found != running_.end()) {
        found->second.attempt->cancel();
    }
}

void StoreQueue::serve()
{
    while (true) {
        int seen = 0;
        {
            const std::lock_guard lock(mutex_);
            if (is_stopping_) {
                return;
            }
            seen = count_submitted_;
        }
        if (!run_next()) {
            std::unique_lock lock(mutex_);
            has_news_.wait_for(lock, look_pause, [&] { return is_stopping_ || count_submitted_ != seen; });
        }
    }
}

// False when no job is ready.
bool StoreQueue::run_next() noexcept
{
    try {
        forget_old();
        auto claim = table_.claim(kinds_, clock_.now());
        if (claim) {
            run(std::move(*claim));
            return true;
        }
    } catch (const std::exception& exception) {
        log_error("jobs_not_taken", {{"what", exception.what()}});
        sleep(store_pause);
    }
    return false;
}

// Once a day, by whichever thread looks first.
void StoreQueue::forget_old()
{
    const Instant now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        if (swept_at_ && now - *swept_at_ < sweep_pause) {
            return;
        }
        swept_at_ = now;
    }
    table_.forget(now - kept_days);
}

void StoreQueue::run(Claim claim)
{
    const Id id = claim.job.id;
    const Worker& worker = workers_.find(claim.job.kind)->second;
    Attempt attempt(std::move(claim), table_, clock_);
    {
        const std::lock_guard lock(mutex_);
        running_.emplace(id, Running{&attempt, nullptr});
        if (is_stopping_) {
            attempt.interrupt();
        }
    }
    // Whoever cancelled before the line above did not find the attempt, but left word in the table.
    const Ending ending = attempt.run([&](Context& context) {
        if (table_.is_cancel_wanted(id)) {
            attempt.cancel();
        }
        return context.is_cancelled() ? std::string() : worker(context);
    });
    {
        const std::lock_guard lock(mutex_);
        running_.at(id).ending = &ending;
    }
    end(id, ending);
    const std::lock_guard lock(mutex_);
    running_.erase(id);
}

// Tries until the store takes it. Left running, the job starts again from its checkpoint at the next start.
void StoreQueue::end(Id id, const Ending& ending) noexcept
{
    do {
        try {
            table_.end(id, ending);
            return;
        } catch (const std::exception& exception) {
            log_error("job_end_not_written", {{"job", format_id("job", id)}, {"what", exception.what()}});
        }
    } while (sleep(store_pause));
}

bool StoreQueue::sleep(std::chrono::milliseconds time)
{
    std::unique_lock lock(mutex_);
    return !has_news_.wait_for(lock, time, [this] { return is_stopping_; });
}

}  // namespace

std::unique_ptr<Queue> make_queue(store::Database& database, const Clock& clock, IdMaker& ids)
{
    return std::make_unique<StoreQueue>(database, clock, ids);
}

}  // namespace juan::jobs
