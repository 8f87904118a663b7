// Brings the write-ahead log home into the database file, out of the way of commits.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/store/sqlite/connection.hpp"
#include "core/store/sqlite/wal_gauge.hpp"
#include "core/store/sqlite/writer.hpp"

namespace juan::store {

// A thread with a connection of its own. When the log is long it copies what it can while the writer goes on, then
// asks the writer to start the log anew; when nothing has been written for a while, to give its room back.
class Checkpointer {
public:
    // Requires: `writer` and `gauge` live longer.
    Checkpointer(const ConnectionSettings& settings, const WalLimits& limits, WalGauge& gauge, Writer& writer);
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;
    ~Checkpointer();

private:
    void serve();
    void look();
    // Pages of the log not copied yet; -1 when it failed.
    int copy();

    Connection connection_;
    const WalLimits limits_;
    WalGauge& gauge_;
    Writer& writer_;
    int pages_copied_ = 0;
    std::int64_t commits_seen_ = 0;
    int looks_idle_ = 0;

    std::mutex mutex_;
    std::condition_variable is_over_;
    bool is_closing_ = false;
    std::thread thread_;
};

}  // namespace juan::store
