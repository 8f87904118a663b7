// The order of pin, look and lift is what the safety hangs on; each place says why.
#include "core/store/sqlite/wal_tap.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/log.hpp"

namespace juan::store {
namespace {

constexpr std::uint32_t carried_pages_max = 16384;  // 64 MiB of memory, read while the writer waits
constexpr int lost_after = 2;  // times the hard limit; then the log is given up rather than grow on

void start_reading(Connection& connection)
{
    connection.run(Command::begin_read);
    connection.query("select count(*) from sqlite_schema")->next();
}

sqlite3_file* file_of(const Connection& connection, int pointer)
{
    sqlite3_file* file = nullptr;
    sqlite3_file_control(connection.handle(), "main", pointer, static_cast<void*>(&file));
    CHECK(file != nullptr && file->pMethods != nullptr);
    return file;
}

void read_file(sqlite3_file* file, std::string& buffer, std::uint64_t offset, std::size_t bytes)
{
    buffer.resize(bytes);
    const int code =
        file->pMethods->xRead(file, buffer.data(), static_cast<int>(bytes), static_cast<sqlite3_int64>(offset));
    if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) {
        throw Error(ErrorCode::store_failed, {{"what", fmt::format("the backup cannot read (SQLite {})", code)}});
    }
}

}  // namespace

WalTap::WalTap(const ConnectionSettings& settings, WalGauge& gauge, const WalLimits& limits, Writer& writer,
               const Clock& clock)
    : gauge_(gauge), limits_(limits), writer_(writer), clock_(clock), path_(settings.path)
{
    open(settings);
    begin(nullptr);
}

WalTap::WalTap(const ConnectionSettings& settings, WalGauge& gauge, const WalLimits& limits, Writer& writer,
               const Clock& clock, const LogPosition& position)
    : gauge_(gauge), limits_(limits), writer_(writer), clock_(clock), path_(settings.path)
{
    open(settings);
    begin(&position);
}

WalTap::~WalTap()
{
    const std::lock_guard lock(gauge_.mutex);
    std::erase(gauge_.listeners, static_cast<WalListener*>(this));
}

void WalTap::open(const ConnectionSettings& settings)
{
    for (auto* connection : {&pins_[0], &pins_[1], &own_, &counting_, &copying_}) {
        *connection = std::make_unique<Connection>(settings);
        start_reading(**connection);  // SQLite opens the log's file with the first read.
        (*connection)->abandon();
    }
    own_log_ = file_of(*own_, SQLITE_FCNTL_JOURNAL_POINTER);
    log_file_ = file_of(*counting_, SQLITE_FCNTL_JOURNAL_POINTER);
    database_file_ = file_of(*copying_, SQLITE_FCNTL_FILE_POINTER);
    const auto size = own_->query("pragma page_size");
    size->next();
    page_bytes_ = static_cast<std::uint32_t>(size->integer(0));
}

void WalTap::begin(const LogPosition* position)
{
    struct stat log {};
    time_at_start_ = clock_.now();
    if (::stat((path_ + "-wal").c_str(), &log) == 0 && log.st_size > 0) {
        time_at_start_ =
            std::min(time_at_start_, Instant(std::chrono::seconds(log.st_mtim.tv_sec) +
                                             std::chrono::milliseconds(log.st_mtim.tv_nsec / 1000000 + 1)));
    }
    const std::lock_guard checkpointing(gauge_.checkpoint);
    writer_.write([&](Session&) {
        const std::lock_guard listening(gauge_.mutex);
        const std::lock_guard lock(mutex_);
        // First the pin: what is brought home after it is not overwritten as long as it stays.
        move_pin();
        int pages = -1;
        int pages_home = -1;
        const int code =
            sqlite3_wal_checkpoint_v2(own_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages, &pages_home);
        if (code != SQLITE_OK || pages < 0) {
            throw Error(ErrorCode::store_busy);
        }
        log_ = pages == 0 ? std::nullopt : read_header(log_bytes_);
        log_frames_ = static_cast<std::uint32_t>(pages);
        if (position != nullptr) {
            taken_ = *position;
            is_lost_ = !log_ || !is_same_log(log_->start, *position) || position->frame > log_frames_ ||
                       place_of(position->frame) != *position;
        } else if (log_) {
            taken_ = pages == pages_home ? place_of(log_frames_) : log_->start;
        }
        gauge_.listeners.push_back(this);
    });
}

// A new pin before the old one is lifted: in between nothing could hold SQLite back. In the writer's turn, so that the
// snapshot is that of the last commit heard of; were there one more, a log wholly home could take it away unseen.
void WalTap::move_pin()
{
    const std::size_t next = 1 - pin_;
    pins_[next]->abandon();
    start_reading(*pins_[next]);
    pins_[pin_]->abandon();
    pin_ = next;
}

std::optional<WalHeader> WalTap::read_header(std::string& bytes)
{
    read_file(own_log_, bytes, 0, wal_header_bytes);
    return read_wal_header(bytes);
}

// The running checksum at a frame stands in its header.
LogPosition WalTap::place_of(std::uint32_t frame)
{
    LogPosition place = log_->start;
    if (frame == 0) {
        return place;
    }
    std::string bytes;
    read_file(own_log_, bytes, wal_header_bytes + (frame - std::uint64_t{1}) * frame_bytes(), frame_header_bytes);
    const auto word = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
        return value;
    };
    return {word(8), word(12), frame, word(16), word(20)};
}

void WalTap::read_log(std::string& buffer, std::uint64_t offset, std::size_t bytes)
{
    read_file(log_file_, buffer, offset, bytes);
}

void WalTap::read_database(std::string& buffer, std::uint64_t offset, std::size_t bytes)
{
    read_file(database_file_, buffer, offset, bytes);
}

std::uint64_t WalTap::database_bytes()
{
    sqlite3_int64 bytes = 0;
    if (database_file_->pMethods->xFileSize(database_file_, &bytes) != SQLITE_OK) {
        throw Error(ErrorCode::store_failed, {{"what", "the size of the database file"}});
    }
    return static_cast<std::uint64_t>(bytes);
}

bool WalTap::has_untaken() const
{
    return log_ && (is_same_log(log_->start, taken_) ? log_frames_ > taken_.frame : log_frames_ > 0);
}

std::uint64_t WalTap::bytes_waiting() const
{
    const std::lock_guard lock(mutex_);
    const std::uint64_t carried = carry_ ? carry_->carried.size() : 0;
    if (!has_untaken()) return carried;
    return carried +
           (log_frames_ - (is_same_log(log_->start, taken_) ? taken_.frame : 0)) * std::uint64_t{frame_bytes()};
}

template <class Work>
void WalTap::or_lose(const Work& work) noexcept
{
    try {
        const std::lock_guard lock(mutex_);
        work();
    } catch (const std::exception& exception) {
        log_error("backup_log_lost", {{"what", exception.what()}});
        is_lost_ = true;
    }
}

void WalTap::committed(int pages) noexcept
{
    or_lose([&] { look(pages); });
}

bool WalTap::may_restart(int pages) noexcept
{
    bool may = true;
    or_lose([&] { may = lift_pin(pages); });
    return may;
}

void WalTap::restart_tried() noexcept
{
    or_lose([&] {
        // Only a pin that was lifted: one that was not may lie before frames that were not taken.
        if (is_lifted_) {
            is_lifted_ = false;
            move_pin();
        }
    });
}

void WalTap::look(int pages)
{
    std::string bytes;
    const auto header = read_header(bytes);
    CHECK(header.has_value());
    if (!log_ || !is_same_log(log_->start, header->start)) {
        const bool is_first = taken_ == LogPosition{};
        if (has_untaken() || (!is_first && !is_next_log(taken_, header->start))) {
            is_lost_ = true;
        }
        log_ = header;
        log_bytes_ = bytes;
    }
    log_frames_ = static_cast<std::uint32_t>(pages);
    times_[{header->start.salt1, log_frames_}] = clock_.now();
}

// False: not now.
bool WalTap::lift_pin(int pages)
{
    const bool is_too_long = pages >= limits_.hard_pages * lost_after;
    if (!is_lost_ && is_taking_ && !is_too_long) {
        return false;  // What is being read still stands in the log.
    }
    if (!is_lost_ && has_untaken()) {
        const std::uint32_t first = is_same_log(log_->start, taken_) ? taken_.frame : 0;
        const bool is_carriable = !is_taking_ && !carry_ && log_frames_ - first <= carried_pages_max;
        if (is_carriable) {
            carry_tail();
        } else if (is_too_long) {
            log_error("backup_log_lost", {{"pages", std::int64_t{pages}}});
            is_lost_ = true;
        } else {
            return false;
        }
    }
    pins_[pin_]->abandon();
    is_lifted_ = true;
    return true;
}

void WalTap::carry_tail()
{
    LogRun run{log_bytes_, *log_, is_same_log(log_->start, taken_) ? taken_ : log_->start, log_frames_, {}};
    const std::size_t bytes = (run.to_frame - run.from.frame) * frame_bytes();
    read_file(own_log_, run.carried, wal_header_bytes + std::uint64_t{run.from.frame} * frame_bytes(), bytes);
    taken_ = place_of(log_frames_);
    carry_ = std::move(run);
}

WalTap::Taking WalTap::take(bool with_snapshot)
{
    Taking taking;
    writer_.write([&](Session&) {
        const std::lock_guard lock(mutex_);
        CHECK(!is_taking_);
        taking = {{}, carry_ ? carry_->from : taken_};
        if (carry_) {
            taking.runs.push_back(*carry_);
        }
        if (has_untaken()) {
            const LogPosition from = is_same_log(log_->start, taken_) ? taken_ : log_->start;
            taking.runs.push_back({log_bytes_, *log_, from, log_frames_, {}});
        }
        if (with_snapshot) {
            counting_->abandon();
            start_reading(*counting_);
        }
        is_taking_ = true;
    });
    return taking;
}

void WalTap::keep(const LogPosition& position)
{
    writer_.write([&](Session&) {
        const std::lock_guard lock(mutex_);
        is_taking_ = false;
        counting_->abandon();
        carry_.reset();
        taken_ = position;
        std::erase_if(times_, [&](const auto& item) {
            return item.first.first != position.salt1 ? !(log_ && item.first.first == log_->start.salt1)
                                                      : item.first.second <= position.frame;
        });
        move_pin();
    });
}

void WalTap::give_back()
{
    const std::lock_guard lock(mutex_);
    is_taking_ = false;
    counting_->abandon();
}

std::map<std::string, std::int64_t> WalTap::count_rows()
{
    // Virtual tables keep their rows in tables beside them, which are counted.
    const auto tables = counting_->query(
        "select name from sqlite_schema where type = 'table' and sql not like 'create virtual%' "
        "and name not like 'sqlite!_%' escape '!' order by name");
    std::map<std::string, std::int64_t> counts;
    while (tables->next()) {
        const std::string name(tables->text(0));
        const auto count = counting_->query(fmt::format("select count(*) from \"{}\"", name));
        count->next();
        counts[name] = count->integer(0);
    }
    return counts;
}

Instant WalTap::time_of(const LogPosition& after) const
{
    const std::lock_guard lock(mutex_);
    const auto found = times_.find({after.salt1, after.frame});
    return found == times_.end() ? time_at_start_ : found->second;
}

}  // namespace juan::store
