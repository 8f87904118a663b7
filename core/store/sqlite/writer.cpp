// Group commit. The first work of a group runs right in the transaction, which spares it the copies that a savepoint
// keeps of every page it changes; those that join it run in a savepoint each.
#include "core/store/sqlite/writer.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/log.hpp"

namespace juan::store {
namespace {

using namespace std::chrono_literals;

constexpr auto group_time_max = 50ms;       // then a group takes no more works in
constexpr auto patience_with_readers = 1s;  // when the log is beyond its hard limit
constexpr auto patience_pause = 5s;
constexpr int busy_timeout_ms = 5000;
constexpr int kept_max = 2;  // hard limits

int note_commit(void* gauge, sqlite3*, const char*, int pages)
{
    auto& wal = *static_cast<WalGauge*>(gauge);
    wal.pages.store(pages, std::memory_order_relaxed);
    wal.commits.fetch_add(1, std::memory_order_relaxed);
    const std::lock_guard lock(wal.mutex);
    for (WalListener* listener : wal.listeners) {
        listener->committed(pages);
    }
    return SQLITE_OK;
}

}  // namespace

// Lives on the stack of the thread that waits for it.
struct Writer::Request {
    explicit Request(const Work& its_work) : work(its_work) {}

    void finish()
    {
        // Told under the lock: the waiting thread cannot take the request away before this is over.
        const std::lock_guard lock(mutex);
        is_done = true;
        done.notify_one();
    }
    void wait()
    {
        std::unique_lock lock(mutex);
        done.wait(lock, [this] { return is_done; });
    }

    const Work& work;
    std::exception_ptr error;
    std::mutex mutex;
    std::condition_variable done;
    bool is_done = false;
};

Writer::Writer(const ConnectionSettings& settings, const WalLimits& limits, WalGauge& gauge)
    : connection_(settings), limits_(limits), gauge_(gauge)
{
    sqlite3_wal_hook(connection_.handle(), note_commit, &gauge_);
    thread_ = std::thread([this] { serve(); });
}

Writer::~Writer()
{
    {
        const std::lock_guard lock(mutex_);
        is_closing_ = true;
    }
    has_work_.notify_one();
    thread_.join();
    if (stop_reason_ || gauge_.is_lasting) {
        // The log holds what may be missing from the file, or from a backup: it must stay for the next start.
        sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
}

void Writer::write(const Work& work)
{
    if (is_at_work()) {
        run_nested(work);
        return;
    }
    // A thread of low priority would make all others wait for its turn at the processor.
    const bool may_lead = ::getpriority(PRIO_PROCESS, 0) <= nice_.load(std::memory_order_relaxed);
    Request request(work);
    bool is_leader = false;
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(&request);
        is_leader = !is_led_ && may_lead;
        is_led_ = is_led_ || is_leader;
    }
    if (is_leader) {
        take_turn();
        end_turn();
    } else if (!may_lead) {
        has_work_.notify_one();
    }
    request.wait();
    if (request.error) {
        std::rethrow_exception(request.error);
    }
}

bool Writer::is_awaited() const
{
    if (is_at_work() && !taken_.empty()) {
        return true;
    }
    const std::lock_guard lock(mutex_);
    return !waiting_.empty() || task_ != WalTask::none;
}

void Writer::ask(WalTask task)
{
    {
        const std::lock_guard lock(mutex_);
        task_ = std::max(task_, task);
    }
    has_work_.notify_one();
}

void Writer::stop(const std::string& reason)
{
    const std::lock_guard lock(mutex_);
    if (!stop_reason_) {
        log_error("store_stopped", {{"reason", reason}});
        stop_reason_ = reason;
    }
}

bool Writer::is_stopped() const
{
    const std::lock_guard lock(mutex_);
    return stop_reason_.has_value();
}

// The writer's own thread: takes the turn when there is something to do and nobody else has it.
void Writer::serve()
{
    nice_ = ::getpriority(PRIO_PROCESS, 0);  // of this thread, on Linux
    std::unique_lock lock(mutex_);
    while (true) {
        has_work_.wait(lock,
                       [this] { return !is_led_ && (!waiting_.empty() || task_ != WalTask::none || is_closing_); });
        if (is_closing_ && waiting_.empty()) {
            return;
        }
        is_led_ = true;
        lock.unlock();
        take_turn();
        lock.lock();
        is_led_ = false;
    }
}

// Requires: this thread has set is_led_.
void Writer::take_turn()
{
    leader_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    tend_wal();
    run_group();
    leader_.store({}, std::memory_order_relaxed);
    for (Request* request : group_) {
        request->finish();
    }
}

// Hands what has come meanwhile to the writer's own thread.
void Writer::end_turn()
{
    bool is_more = false;
    {
        const std::lock_guard lock(mutex_);
        is_led_ = false;
        is_more = !waiting_.empty() || task_ != WalTask::none || is_closing_;
    }
    if (is_more) {
        has_work_.notify_one();
    }
}

void Writer::run_group()
{
    group_.clear();
    const auto end = std::chrono::steady_clock::now() + group_time_max;
    while (Request* request = take_next()) {
        group_.push_back(request);
        run_request(*request);
        if (std::chrono::steady_clock::now() >= end) {
            put_back();
            break;
        }
    }
    commit();
}

Writer::Request* Writer::take_next()
{
    if (taken_.empty()) {
        const std::lock_guard lock(mutex_);
        taken_.swap(waiting_);
        std::reverse(taken_.begin(), taken_.end());
    }
    if (taken_.empty()) {
        return nullptr;
    }
    Request* request = taken_.back();
    taken_.pop_back();
    return request;
}

void Writer::put_back()
{
    const std::lock_guard lock(mutex_);
    waiting_.insert(waiting_.begin(), taken_.rbegin(), taken_.rend());
    taken_.clear();
}

void Writer::run_request(Request& request)
{
    request.error = refusal();
    if (request.error) {
        return;
    }
    const bool is_first = !connection_.is_in_transaction();
    try {
        connection_.run(is_first ? Command::begin_write : Command::savepoint);
        request.work(connection_);
        CHECK(connection_.count_cursors() == 0);
        if (connection_.has_broken_links()) {
            throw Error(ErrorCode::store_failed, {{"what", "FOREIGN KEY constraint failed"}});
        }
        if (!is_first) {
            connection_.run(Command::release);
        }
    } catch (...) {
        request.error = std::current_exception();
        undo(request, is_first);
    }
    // SQLite itself ends the transaction on some errors, even when the work did not mind them.
    if (!request.error && !connection_.is_in_transaction()) {
        const Error error(ErrorCode::internal, {{"what", "the transaction ended in its work"}});
        fail_group(std::make_exception_ptr(error));
    }
    heed_disk();
}

void Writer::undo(Request& request, bool is_first)
{
    if (is_first) {
        connection_.abandon();
        return;
    }
    try {
        connection_.run(Command::rollback_to_savepoint);
        connection_.run(Command::release);
    } catch (const Error&) {
        // The whole transaction is gone, and with it what the others did.
        connection_.abandon();
        fail_group(request.error);
    }
}

void Writer::run_nested(const Work& work)
{
    connection_.run(Command::savepoint);
    try {
        work(connection_);
    } catch (...) {
        if (connection_.is_in_transaction()) {
            connection_.run(Command::rollback_to_savepoint);
            connection_.run(Command::release);
        }
        throw;
    }
    connection_.run(Command::release);
}

void Writer::commit()
{
    if (!connection_.is_in_transaction()) {
        return;
    }
    try {
        connection_.run(Command::commit);
    } catch (...) {
        connection_.abandon();
        fail_group(std::current_exception());
    }
    heed_disk();
}

void Writer::fail_group(const std::exception_ptr& error)
{
    for (Request* request : group_) {
        if (!request->error) {
            request->error = error;
        }
    }
}

void Writer::heed_disk()
{
    if (connection_.disk_failure()) {
        stop(*connection_.disk_failure());
    }
}

std::exception_ptr Writer::refusal() const
{
    const std::lock_guard lock(mutex_);
    if (!stop_reason_) {
        return nullptr;
    }
    return std::make_exception_ptr(Error(ErrorCode::store_stopped, {{"what", *stop_reason_}}));
}

// Between two groups. The checkpointer has copied nearly everything by now, so little is left to copy here.
void Writer::tend_wal()
{
    WalTask task = WalTask::none;
    {
        const std::lock_guard lock(mutex_);
        task = std::exchange(task_, WalTask::none);
        if (stop_reason_) {
            return;
        }
    }
    const auto now = std::chrono::steady_clock::now();
    if (gauge_.pages.load(std::memory_order_relaxed) >= limits_.hard_pages && now >= next_patience_) {
        if (!restart_wal(WalTask::restart, patience_with_readers)) {
            next_patience_ = now + patience_pause;
        }
    } else if (task != WalTask::none) {
        restart_wal(task, 0ms);
    }
}

// False when it failed, or readers or backups are in the way.
bool Writer::restart_wal(WalTask task, std::chrono::milliseconds patience)
{
    const std::lock_guard lock(gauge_.mutex);
    if (gauge_.pages.load(std::memory_order_relaxed) >= limits_.hard_pages * kept_max) {
        gauge_.is_kept = false;  // The backup that never came begins anew, by itself.
    }
    const bool is_wanted = gauge_.is_kept || !gauge_.listeners.empty();
    if (is_wanted && task == WalTask::truncate) {
        return false;  // Its header shows the backups, also of a later run, that nothing is missing between.
    }
    const bool may_restart =
        !gauge_.is_kept && std::all_of(gauge_.listeners.begin(), gauge_.listeners.end(), [this](WalListener* listener) {
            return listener->may_restart(gauge_.pages.load(std::memory_order_relaxed));
        });
    const bool is_done = may_restart && checkpoint(task, patience);
    for (WalListener* listener : gauge_.listeners) {
        listener->restart_tried();
    }
    return is_done;
}

bool Writer::checkpoint(WalTask task, std::chrono::milliseconds patience)
{
    sqlite3* connection = connection_.handle();
    const std::unique_lock copying(gauge_.checkpoint, patience);
    if (!copying) {
        return false;
    }
    const int mode = task == WalTask::truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART;
    sqlite3_busy_timeout(connection, static_cast<int>(patience.count()));
    const int code = sqlite3_wal_checkpoint_v2(connection, nullptr, mode, nullptr, nullptr);
    sqlite3_busy_timeout(connection, busy_timeout_ms);
    if (code == SQLITE_OK) {
        gauge_.pages.store(0, std::memory_order_relaxed);
        return true;
    }
    connection_.note(code);
    heed_disk();
    return false;
}

}  // namespace juan::store
