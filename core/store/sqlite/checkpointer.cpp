// When to copy, and when to ask the writer.
#include "core/store/sqlite/checkpointer.hpp"

#include <chrono>

#include "core/store/sqlite/failure.hpp"

namespace juan::store {
namespace {

constexpr std::chrono::seconds idle_min{2};  // without a commit
constexpr int pages_for_writer = 512;        // the writer copies the last few megabytes itself

}  // namespace

Checkpointer::Checkpointer(const ConnectionSettings& settings, const WalLimits& limits, WalGauge& gauge, Writer& writer)
    : connection_(settings), limits_(limits), gauge_(gauge), writer_(writer)
{
    thread_ = std::thread([this] { serve(); });
}

Checkpointer::~Checkpointer()
{
    {
        const std::lock_guard lock(mutex_);
        is_closing_ = true;
    }
    is_over_.notify_one();
    thread_.join();
}

void Checkpointer::serve()
{
    std::unique_lock lock(mutex_);
    while (!is_over_.wait_for(lock, limits_.look_pause, [this] { return is_closing_; })) {
        lock.unlock();
        look();
        lock.lock();
    }
}

void Checkpointer::look()
{
    const int pages = gauge_.pages.load(std::memory_order_relaxed);
    const auto commits = gauge_.commits.load(std::memory_order_relaxed);
    looks_idle_ = commits == std::exchange(commits_seen_, commits) ? looks_idle_ + 1 : 0;
    if (pages < pages_copied_) {
        pages_copied_ = 0;
    }
    if (pages == 0 || writer_.is_stopped() || gauge_.is_kept) {
        return;
    }
    if (pages >= limits_.soft_pages) {
        if (pages - pages_copied_ >= limits_.soft_pages / 4 && copy() > pages_for_writer) {
            copy();
        }
        pages_copied_ = pages;
        writer_.ask(WalTask::restart);
    } else if (looks_idle_ * limits_.look_pause >= idle_min) {
        looks_idle_ = 0;
        copy();
        writer_.ask(WalTask::truncate);
    }
}

int Checkpointer::copy()
{
    int pages = 0;
    int pages_done = 0;
    const std::lock_guard lock(gauge_.checkpoint);
    sqlite3* connection = connection_.handle();
    const int code = sqlite3_wal_checkpoint_v2(connection, nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages, &pages_done);
    if (code != SQLITE_OK && is_disk_failure(connection, code)) {
        connection_.note(code);
        writer_.stop(*connection_.disk_failure());
    }
    return code == SQLITE_OK ? pages - pages_done : -1;
}

}  // namespace juan::store
