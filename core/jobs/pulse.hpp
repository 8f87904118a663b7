// Work that is done again and again on a thread of its own, whatever becomes of one time; and work that must not get
// in the way of people.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/base/error.hpp"

namespace juan::jobs {

// Thread-safe.
class Pulse {
public:
    // Calls `work` with `pause` between two times, and a last time when stopped.
    Pulse(std::string name, std::chrono::milliseconds pause, std::function<void()> work);
    ~Pulse() { stop(); }
    Pulse(const Pulse&) = delete;
    Pulse& operator=(const Pulse&) = delete;

    // Soon again, without waiting for the pause to end.
    void wake();
    void stop();
    // What the latest time threw; empty when it ended well.
    std::optional<Finding> failure() const;

private:
    void serve();
    void run_once() noexcept;

    const std::string name_;
    const std::chrono::milliseconds pause_;
    const std::function<void()> work_;
    mutable std::mutex mutex_;  // guards the next three
    std::condition_variable has_news_;
    bool is_woken_ = false;
    bool is_stopping_ = false;
    std::optional<Finding> failure_;
    std::thread thread_;
};

// Runs `work` on a thread of low priority for processor and disk; returns when it is over and throws what it threw.
void run_quietly(const std::function<void()>& work);

}  // namespace juan::jobs
