// Small work that comes again and again, on a thread of its own.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace juan::jobs {

// Calls `work` every `interval` from start() on, by a clock that never jumps. What it throws is logged under `name`,
// and the next time comes all the same. Ends with the object, after a call that is under way.
class Ticker {
public:
    Ticker(std::string name, std::chrono::milliseconds interval, std::function<void()> work);
    ~Ticker();
    Ticker(const Ticker&) = delete;
    Ticker& operator=(const Ticker&) = delete;

    void start();
    // A last call is made when `with_last` is set. Nothing happens when it has not started.
    void stop(bool with_last = false);

private:
    void call() noexcept;
    void run();

    const std::string name_;
    const std::chrono::milliseconds interval_;
    const std::function<void()> work_;
    std::mutex mutex_;  // guards is_over_
    std::condition_variable changed_;
    bool is_over_ = false;
    std::thread thread_;
};

}  // namespace juan::jobs
