// Again and again, and a last time.
#include "core/jobs/pulse.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>

namespace juan::jobs {
namespace {

TEST(Pulse, goes_on_after_a_failure_and_tells_of_the_latest_one_only)
{
    std::mutex mutex;
    std::condition_variable changed;
    int count = 0;
    Pulse pulse("test_failed", std::chrono::milliseconds(1), [&] {
        const std::lock_guard lock(mutex);
        ++count;
        changed.notify_all();
        if (count < 3) throw Error(ErrorCode::store_busy);
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return count >= 5; });
    lock.unlock();
    EXPECT_FALSE(pulse.failure().has_value());
}

TEST(Pulse, comes_a_last_time_when_stopped_and_at_once_when_woken)
{
    std::atomic<int> count = 0;
    std::mutex mutex;
    std::condition_variable changed;
    Pulse pulse("test_failed", std::chrono::hours(1), [&] {
        const std::lock_guard lock(mutex);
        ++count;
        changed.notify_all();
        throw Error(ErrorCode::backup_off);
    });
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return count == 1; });
    lock.unlock();
    pulse.wake();
    lock.lock();
    changed.wait(lock, [&] { return count == 2; });
    lock.unlock();
    pulse.stop();
    EXPECT_EQ(3, count);
    EXPECT_EQ(ErrorCode::backup_off, pulse.failure()->code);
}

TEST(Quiet, work_throws_out_of_it)
{
    int done = 0;
    run_quietly([&] { ++done; });
    EXPECT_EQ(1, done);
    EXPECT_THROW(run_quietly([] { throw Error(ErrorCode::backup_off); }), Error);
}

}  // namespace
}  // namespace juan::jobs
