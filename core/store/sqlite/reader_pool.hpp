// A few connections that read snapshots, lent to one thread each.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/store/sqlite/connection.hpp"

namespace juan::store {

// Thread-safe.
class ReaderPool {
public:
    ReaderPool(const ConnectionSettings& settings, int count);

    // Runs `work` on one snapshot. Inside another read of the same thread it sees that one's snapshot, and the
    // earlier of the two deadlines holds. Throws Error store_busy when no connection gets free before the deadline.
    void read(const std::function<void(Session&)>& work, std::chrono::milliseconds limit);

private:
    struct Reader {
        std::unique_ptr<Connection> connection;
        std::thread::id user;  // of no thread: free
    };
    struct Loan {
        Reader& reader;
        bool is_nested;
    };

    Loan take(Deadline deadline);
    void give_back(Reader& reader) noexcept;

    std::mutex mutex_;
    std::condition_variable is_free_;
    std::vector<Reader> readers_;
};

}  // namespace juan::store
