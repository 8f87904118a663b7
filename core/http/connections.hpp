// All open connections and their deadlines. One sweep over them a few times a second replaces a timer for each.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <unordered_set>

namespace juan::http {

using SteadyTime = std::chrono::steady_clock::time_point;

enum class Phase {
    idle,     // between requests
    reading,  // a header or a body
    working,  // no deadline: the handler has its own
    writing,
    lingering,  // the last answer is out, the peer may still be sending
    streaming,  // events
};

// What the sweep knows of one connection. The owner writes, the sweep reads.
struct Connection {
    explicit Connection(int socket) : descriptor(socket) {}

    void set(Phase new_phase, SteadyTime now, SteadyTime new_deadline = SteadyTime::max())
    {
        since.store(now, std::memory_order_relaxed);
        deadline.store(new_deadline, std::memory_order_relaxed);
        phase.store(new_phase, std::memory_order_relaxed);
    }

    const int descriptor;
    std::atomic<Phase> phase = Phase::idle;
    std::atomic<SteadyTime> since = SteadyTime();  // when this phase, or this part of it, began
    std::atomic<SteadyTime> deadline = SteadyTime::max();
    std::atomic<bool> is_late = false;  // a reading deadline has passed: reading has ended, an answer may still go out
};

enum class Sweep { usual, crowded, stopping };

class Connections {
public:
    void enter(Connection& connection);
    // Afterwards the descriptor may be closed: no sweep will touch it.
    void leave(Connection& connection);
    std::size_t count() const;

    // Shuts down what is past its deadline; whoever waits for the socket then learns that it has ended. When crowded,
    // connections idle for one second or reading for three without anything new go too; when stopping, all idle and
    // streaming ones.
    void sweep(SteadyTime now, Sweep kind);

private:
    mutable std::mutex mutex_;
    std::unordered_set<Connection*> connections_;
};

}  // namespace juan::http
