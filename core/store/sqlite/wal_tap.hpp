// Follows the write-ahead log for a backup, so that no frame of it is lost. A connection of its own always reads an old
// snapshot (the pin): SQLite then neither brings home nor overwrites what lies after it. The pin moves on when frames
// were taken; for the moment in which the writer starts the log anew it is lifted, and the few frames that were not
// taken yet are carried in memory.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/store/sqlite/connection.hpp"
#include "core/store/sqlite/wal.hpp"
#include "core/store/sqlite/wal_gauge.hpp"
#include "core/store/sqlite/writer.hpp"

namespace juan::store {

// Frames of one log, in order.
struct LogRun {
    std::string header_bytes;
    WalHeader header;
    LogPosition from;
    std::uint32_t to_frame = 0;
    std::string carried;  // the frames themselves; empty: they stand in the file
};

class WalTap final : private WalListener {
public:
    // Begins where the file holds everything that was committed before. Throws Error store_busy, store_failed.
    WalTap(const ConnectionSettings& settings, WalGauge& gauge, const WalLimits& limits, Writer& writer,
           const Clock& clock);
    // Begins after `position`, of an earlier run. is_lost() when the log no longer holds what follows it.
    WalTap(const ConnectionSettings& settings, WalGauge& gauge, const WalLimits& limits, Writer& writer,
           const Clock& clock, const LogPosition& position);
    ~WalTap() override;
    WalTap(const WalTap&) = delete;
    WalTap& operator=(const WalTap&) = delete;

    // Frames were overwritten that nobody had taken. It stays so.
    bool is_lost() const { return is_lost_; }
    std::uint64_t bytes_waiting() const;

    // What was committed and not taken yet, up to now. One at a time; ends with keep() or give_back().
    struct Taking {
        std::vector<LogRun> runs;
        LogPosition from;  // all zero when nothing was ever seen
    };
    // `with_snapshot`: count_rows() then tells of exactly this moment.
    Taking take(bool with_snapshot);
    // It is safe elsewhere, up to `position`.
    void keep(const LogPosition& position);
    void give_back();
    // Rows of every table, at the snapshot of take(true).
    std::map<std::string, std::int64_t> count_rows();

    // `bytes` of the file from `offset`; what is behind its end reads as zero. Each of the two by one thread at a time.
    // Throws Error store_failed.
    void read_log(std::string& buffer, std::uint64_t offset, std::size_t bytes);
    void read_database(std::string& buffer, std::uint64_t offset, std::size_t bytes);
    std::uint64_t database_bytes();
    std::uint32_t page_bytes() const { return page_bytes_; }

    // When the commit that ends with this frame was made.
    Instant time_of(const LogPosition& after) const;

private:
    void committed(int pages) noexcept override;
    bool may_restart(int pages) noexcept override;
    void restart_tried() noexcept override;

    void open(const ConnectionSettings& settings);
    void begin(const LogPosition* position);
    template <class Work>
    void or_lose(const Work& work) noexcept;
    void look(int pages);
    bool lift_pin(int pages);
    void move_pin();
    std::optional<WalHeader> read_header(std::string& bytes);
    void carry_tail();
    bool has_untaken() const;
    LogPosition place_of(std::uint32_t frame);
    std::size_t frame_bytes() const { return frame_header_bytes + page_bytes_; }

    WalGauge& gauge_;
    const WalLimits limits_;
    Writer& writer_;
    const Clock& clock_;
    std::string path_;
    std::uint32_t page_bytes_ = 0;
    Instant time_at_start_{};  // of commits made before anybody looked

    // The files as SQLite has them open: were they opened once more and closed again, this process would lose its locks
    // on them (POSIX). Each is read by one thread at a time, for SQLite may seek before it reads: the log in the
    // writer's turn, the log while it is shipped, the database while it is copied.
    std::unique_ptr<Connection> own_;
    std::unique_ptr<Connection> counting_;
    std::unique_ptr<Connection> copying_;
    sqlite3_file* own_log_ = nullptr;
    sqlite3_file* log_file_ = nullptr;
    sqlite3_file* database_file_ = nullptr;

    mutable std::mutex mutex_;  // guards all below
    std::array<std::unique_ptr<Connection>, 2> pins_;
    std::size_t pin_ = 0;
    bool is_lifted_ = false;
    std::string log_bytes_;                                             // the header of the log in the file
    std::optional<WalHeader> log_;                                      // none: it is empty
    std::uint32_t log_frames_ = 0;                                      // committed
    LogPosition taken_;                                                 // carried or kept
    std::optional<LogRun> carry_;                                       // before taken_
    std::map<std::pair<std::uint32_t, std::uint32_t>, Instant> times_;  // of commits, by first salt and frame
    bool is_taking_ = false;
    std::atomic<bool> is_lost_ = false;
};

}  // namespace juan::store
