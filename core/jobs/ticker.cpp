// Waits on a condition, so that stop() need not wait for the interval.
#include "core/jobs/ticker.hpp"

#include <typeinfo>

#include "core/base/error.hpp"
#include "core/base/log.hpp"

namespace juan::jobs {

Ticker::Ticker(std::string name, std::chrono::milliseconds interval, std::function<void()> work)
    : name_(std::move(name)), interval_(interval), work_(std::move(work))
{
}

Ticker::~Ticker() { stop(); }

void Ticker::start()
{
    thread_ = std::thread([this] { run(); });
}

void Ticker::stop(bool with_last)
{
    if (!thread_.joinable()) {
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    changed_.notify_all();
    thread_.join();
    if (with_last) call();
}

void Ticker::call() noexcept
{
    try {
        work_();
    } catch (const Error& error) {
        log_error(name_, {{"what", error.what()}});
    } catch (const std::exception& exception) {
        log_error(name_, {{"what", typeid(exception).name()}});
    }
}

void Ticker::run()
{
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, interval_, [this] { return is_over_; })) {
        lock.unlock();
        call();
        lock.lock();
    }
}

}  // namespace juan::jobs
