// The one connection that writes. All works that wait are done in one transaction and share one commit, that is one
// fsync. A thread that finds nobody writing takes the turn itself, which spares a lone write two changes of thread;
// what it leaves, and all under load, is done by a thread of the writer's own.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/store/sqlite/connection.hpp"
#include "core/store/sqlite/wal_gauge.hpp"

namespace juan::store {

using Work = std::function<void(Session&)>;

// What the checkpointer asks of the writer: to start the log anew, or to give its room back too.
enum class WalTask { none, restart, truncate };

// Thread-safe.
class Writer {
public:
    Writer(const ConnectionSettings& settings, const WalLimits& limits, WalGauge& gauge);
    // Requires: no write is under way.
    ~Writer();

    // Runs `work`, on this thread or another one; returns when it is on the disk. What it throws comes out here.
    // Inside another work it is a part of that one, undone alone when it throws.
    void write(const Work& work);

    // The calling thread is doing a work right now.
    bool is_at_work() const { return leader_.load(std::memory_order_relaxed) == std::this_thread::get_id(); }
    // Requires: is_at_work().
    Session& session() { return connection_; }

    // Works or a task wait for the transaction under way to end. The shorter it is by then, the less of the log is left
    // for the writer itself to copy.
    bool is_awaited() const;

    // Done before the next group, soon.
    void ask(WalTask task);
    // Refuses every further write, for good: the disk failed.
    void stop(const std::string& reason);
    bool is_stopped() const;

private:
    struct Request;

    void serve();
    void take_turn();
    void end_turn();
    void run_group();
    Request* take_next();
    void put_back();
    void run_request(Request& request);
    void run_nested(const Work& work);
    void undo(Request& request, bool is_first);
    void commit();
    void fail_group(const std::exception_ptr& error);
    void heed_disk();
    void tend_wal();
    bool restart_wal(WalTask task, std::chrono::milliseconds patience);
    bool checkpoint(WalTask task, std::chrono::milliseconds patience);
    std::exception_ptr refusal() const;

    Connection connection_;
    const WalLimits limits_;
    WalGauge& gauge_;

    mutable std::mutex mutex_;  // guards the next six
    std::condition_variable has_work_;
    std::vector<Request*> waiting_;
    bool is_led_ = false;  // some thread has the turn
    WalTask task_ = WalTask::none;
    bool is_closing_ = false;
    std::optional<std::string> stop_reason_;

    std::atomic<int> nice_ = 0;  // of the writer's own thread

    // Of the thread that has the turn.
    std::atomic<std::thread::id> leader_;
    std::vector<Request*> taken_;  // from waiting_, the next one last
    std::vector<Request*> group_;  // in the transaction, or ended with an error of their own
    std::chrono::steady_clock::time_point next_patience_{};

    std::thread thread_;  // last: starts when all else is there
};

}  // namespace juan::store
