// How long the write-ahead log is: written by the writer at each commit, read by the checkpointer. And who else wants
// the log: backups, which must have taken it before it is started anew.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <vector>

namespace juan::store {

// Lengths of the write-ahead log, in pages, and how often the checkpointer looks at it.
struct WalLimits {
    int soft_pages = 64 * 1024;   // 256 MiB: checkpoint in the background; what changed often is copied once
    int hard_pages = 128 * 1024;  // 512 MiB: the writer waits for readers of old snapshots, to start the log anew
    std::chrono::milliseconds look_pause{250};
};

// All calls come in the writer's turn, so that nothing is committed meanwhile. Whoever wrote must not hear of a
// failure.
class WalListener {
public:
    virtual ~WalListener() = default;
    // After a commit, with the pages in the log now.
    virtual void committed(int pages) noexcept = 0;
    // Takes what it still needs and lets go of the log. False: not now.
    virtual bool may_restart(int pages) noexcept = 0;
    // After the attempt, whatever became of it, also when another one had said no.
    virtual void restart_tried() noexcept = 0;
};

struct WalGauge {
    std::atomic<int> pages = 1;             // in the log now; 1 at first, for an earlier run may have left some
    std::atomic<std::int64_t> commits = 0;  // since the start
    // A backup goes on after the next start: the log stays when the store is closed.
    std::atomic<bool> is_lasting = false;
    // The log of an earlier run waits for a backup that has not begun yet: it must stay as it is.
    std::atomic<bool> is_kept = false;

    std::timed_mutex checkpoint;  // held by whoever copies the log home, for SQLite waits for no other copier
    std::mutex mutex;             // guards the next one
    std::vector<WalListener*> listeners;
};

}  // namespace juan::store
