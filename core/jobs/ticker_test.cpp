// Work that comes again.
#include "core/jobs/ticker.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "core/base/error.hpp"

namespace juan::jobs {
namespace {

using namespace std::chrono_literals;

TEST(TickerTest, ComesAgainAfterItFailed)
{
    std::mutex mutex;
    std::condition_variable changed;
    int count = 0;
    Ticker ticker("test_ticker", 1ms, [&] {
        const std::lock_guard lock(mutex);
        ++count;
        changed.notify_all();
        if (count == 1) throw Error(ErrorCode::store_busy);
    });
    ticker.start();
    std::unique_lock lock(mutex);
    EXPECT_TRUE(changed.wait_for(lock, 10s, [&] { return count >= 3; }));
}

TEST(TickerTest, StopsWithoutWaitingForItsTimeAndCallsOnceMoreWhenAsked)
{
    std::atomic<int> count = 0;
    Ticker ticker("test_ticker", 1h, [&] { ++count; });
    ticker.stop(true);
    EXPECT_EQ(count, 0);  // It was never started.
    ticker.start();
    ticker.stop(true);
    EXPECT_EQ(count, 1);
    ticker.stop(true);
    EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace juan::jobs
