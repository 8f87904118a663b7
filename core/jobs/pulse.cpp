// A failure is logged when it is another one than the time before, not every second.
#include "core/jobs/pulse.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <future>
#include <utility>

#include "core/base/log.hpp"

namespace juan::jobs {
namespace {

// Behind the people at work, yet with a share of its own: work that never ends helps nobody.
constexpr int quiet_nice = 10;
// ioprio_set(2) has no wrapper: this thread, class "best effort", its lowest level.
constexpr int io_of_thread = 1;
constexpr int io_last = 2 << 13 | 7;

}  // namespace

Pulse::Pulse(std::string name, std::chrono::milliseconds pause, std::function<void()> work)
    : name_(std::move(name)), pause_(pause), work_(std::move(work))
{
    thread_ = std::thread([this] { serve(); });
}

void Pulse::wake()
{
    {
        const std::lock_guard lock(mutex_);
        is_woken_ = true;
    }
    has_news_.notify_one();
}

void Pulse::stop()
{
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    has_news_.notify_one();
    if (thread_.joinable()) thread_.join();
}

std::optional<Finding> Pulse::failure() const
{
    const std::lock_guard lock(mutex_);
    return failure_;
}

void Pulse::serve()
{
    std::unique_lock lock(mutex_);
    while (!is_stopping_) {
        lock.unlock();
        run_once();
        lock.lock();
        has_news_.wait_for(lock, pause_, [this] { return is_stopping_ || is_woken_; });
        is_woken_ = false;
    }
    lock.unlock();
    run_once();
}

void Pulse::run_once() noexcept
{
    std::optional<Finding> failure;
    try {
        work_();
    } catch (const Error& error) {
        failure = error.finding();
    } catch (const std::exception& exception) {
        failure = Finding{ErrorCode::internal, {{"what", exception.what()}}};
    }
    const std::lock_guard lock(mutex_);
    if (failure && failure != failure_) {
        const std::string what = sentence(*failure, Language::en);
        log_error(name_, {{"code", error_text(failure->code).name}, {"what", what}});
    }
    failure_ = std::move(failure);
}

void run_quietly(const std::function<void()>& work)
{
    std::packaged_task<void()> task([&] {
        // Of this thread alone; when the system refuses, the work is merely less quiet.
        ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), quiet_nice);
        ::syscall(SYS_ioprio_set, io_of_thread, 0, io_last);
        work();
    });
    auto end = task.get_future();
    std::thread thread(std::move(task));
    thread.join();
    end.get();
}

}  // namespace juan::jobs
