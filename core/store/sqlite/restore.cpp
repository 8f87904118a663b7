// From pieces back to a database file: the full piece's pages, then every frame of the log after them, in order.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/store/backup/data_files.hpp"
#include "core/store/backup/piece.hpp"
#include "core/store/backup/plan.hpp"
#include "core/store/sqlite/connection.hpp"
#include "core/store/sqlite/wal.hpp"

namespace juan::store {
namespace {

constexpr std::size_t chunk_bytes = 1024 * 1024;
constexpr std::uint64_t text_bytes_max = 64 * 1024 * 1024;

// Where to stop in a piece that holds commits after the time asked for.
struct Stop {
    std::size_t run = SIZE_MAX;  // in it, from 0
    std::uint32_t frame = 0;     // the last one
    Instant time{};
};

std::uint64_t number_at(std::string_view bytes, std::size_t place, unsigned count)
{
    std::uint64_t value = 0;
    for (unsigned i = 0; i < count; ++i) {
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[place + i])) << (8 * i);
    }
    return value;
}

std::string read_text(PieceReader& reader, const Block& block)
{
    if (block.bytes > text_bytes_max) fail_damaged(reader.name(), "a block is too long");
    return reader.read_exactly(static_cast<std::size_t>(block.bytes));
}

class Restorer {
public:
    Restorer(const RestoreOrder& order, const Vault& vault, const BackupProgress& tell)
        : order_(order),
          vault_(vault),
          tell_(tell),
          database_(order.into + "/juan.db", BackupFile::Mode::create),
          taker_(order.into)
    {
    }

    Restored run(const RestorePlan& plan)
    {
        total_ = plan.full.bytes;
        for (const Piece& piece : plan.increments) total_ += piece.bytes;
        const Digest completing = take_full(plan.full);
        for (const Piece& piece : plan.increments) {
            take_increment(piece);
            if (piece.number == plan.full.number && last_->seal != completing) {
                fail_damaged(piece.name, "it is not the one that " + plan.full.name + " was completed by");
            }
        }
        database_.truncate(std::uint64_t{pages_} * page_bytes_);
        database_.sync();
        if (order_.with_files) restored_.files = taker_.finish(restored_.pieces.back().name);
        sync_folder(order_.into);
        restored_.bytes = database_.size();
        return std::move(restored_);
    }

private:
    void come_further(std::uint64_t bytes)
    {
        if (!tell_(std::min(done_ + bytes, total_), total_)) {
            throw Error(ErrorCode::job_interrupted);
        }
    }

    // Gives the seal of the increment that completes it.
    Digest take_full(const Piece& piece)
    {
        PieceReader reader(order_.folder, piece.name, vault_);
        page_bytes_ = reader.header().page_bytes;
        for (Block block = reader.next(); block.kind != BlockKind::end; block = reader.next()) {
            if (block.kind == BlockKind::image) {
                std::uint64_t place = 0;
                for (auto part = reader.read(chunk_bytes); !part.empty(); part = reader.read(chunk_bytes)) {
                    database_.write_at(part, place);
                    place += part.size();
                    come_further(piece.bytes * place / std::max<std::uint64_t>(1, block.bytes));
                }
                pages_ = static_cast<std::uint32_t>(place / page_bytes_);
            } else {
                take_other(reader, block);
            }
        }
        done_ += piece.bytes;
        restored_.to = piece.to;
        restored_.pieces.push_back(piece);
        return reader.header().previous;
    }

    void take_increment(const Piece& piece)
    {
        Stop stop;
        if (order_.at && piece.to > *order_.at) {
            stop = find_stop(piece);
        }
        PieceReader reader(order_.folder, piece.name, vault_);
        require_joined(reader.header(), piece.name);
        restored_.counts.clear();
        std::size_t run = 0;
        for (Block block = reader.next(); block.kind != BlockKind::end; block = reader.next()) {
            if (block.kind == BlockKind::frames) {
                if (run <= stop.run) {
                    take_frames(reader, block, run == stop.run ? stop.frame : UINT32_MAX);
                }
                ++run;
            } else if (block.kind == BlockKind::counts) {
                read_counts(reader, block);
            } else if (block.kind != BlockKind::commits) {
                take_other(reader, block);
            }
        }
        if (stop.run == SIZE_MAX && place_ != reader.header().to && place_ != LogPosition{}) {
            fail_damaged(piece.name, "its frames do not end where its header says");
        }
        if (stop.run != SIZE_MAX) restored_.counts.clear();
        restored_.to = stop.run == SIZE_MAX ? piece.to : std::max(restored_.to, stop.time);
        restored_.pieces.push_back(piece);
        last_ = reader.header();
        done_ += piece.bytes;
        come_further(0);
    }

    void require_joined(const PieceHeader& header, const std::string& name)
    {
        if (header.page_bytes != page_bytes_) fail_damaged(name, "its pages have another size");
        if (!last_) {
            place_ = header.from;
            return;
        }
        const bool is_next =
            header.from == last_->to || is_next_log(last_->to, header.from) || last_->to == LogPosition{};
        if (!is_next || header.previous != last_->seal) {
            fail_damaged(name, "it does not follow " + piece_name(last_->kind, last_->epoch, last_->number));
        }
        place_ = header.from;
    }

    void take_frames(PieceReader& reader, const Block& block, std::uint32_t last_frame)
    {
        const std::size_t frame_bytes = frame_header_bytes + page_bytes_;
        const std::string head = reader.read_exactly(wal_header_bytes + 4);
        const auto log = read_wal_header(std::string_view(head).substr(0, wal_header_bytes));
        if (!log || log->page_bytes != page_bytes_)
            fail_damaged(reader.name(), "the log's header in it cannot be read");
        if (!is_same_log(log->start, place_)) {
            const bool is_next = place_ == LogPosition{} || is_next_log(place_, log->start);
            if (!is_next) fail_damaged(reader.name(), "a part of the log is missing in it");
            place_ = log->start;
        }
        if (number_at(head, wal_header_bytes, 4) != place_.frame + 1) {
            fail_damaged(reader.name(), "frames are missing in it");
        }
        const std::uint64_t count = (block.bytes - head.size()) / frame_bytes;
        for (std::uint64_t i = 0; i < count && place_.frame < last_frame; ++i) {
            const std::string bytes = reader.read_exactly(frame_bytes);
            const auto frame = read_frame(*log, place_, bytes);
            if (!frame) fail_damaged(reader.name(), fmt::format("frame {} does not join on", place_.frame + 1));
            place_ = frame->after;
            const std::uint64_t offset = (frame->page - std::uint64_t{1}) * page_bytes_;
            database_.write_at(std::string_view(bytes).substr(frame_header_bytes), offset);
            if (frame->pages_in_file != 0) pages_ = frame->pages_in_file;
        }
    }

    // The last commit at or before the time asked for.
    Stop find_stop(const Piece& piece)
    {
        PieceReader reader(order_.folder, piece.name, vault_);
        constexpr std::size_t entry_bytes = 12;
        Stop stop{0, 0, {}};
        std::size_t run = 0;
        for (Block block = reader.next(); block.kind != BlockKind::end; block = reader.next()) {
            if (block.kind != BlockKind::commits) continue;
            const std::string commits = read_text(reader, block);
            for (std::size_t i = 0; i + entry_bytes <= commits.size(); i += entry_bytes) {
                const Instant time = instant_from(static_cast<std::int64_t>(number_at(commits, i + 4, 8)));
                if (time <= *order_.at) stop = {run, static_cast<std::uint32_t>(number_at(commits, i, 4)), time};
            }
            ++run;
        }
        return stop;
    }

    void read_counts(PieceReader& reader, const Block& block)
    {
        const Json counts = Json::parse(read_text(reader, block), nullptr, false);
        if (!counts.is_object()) fail_damaged(reader.name(), "its counts cannot be read");
        for (const auto& item : counts.items()) {
            if (item.value().is_number_integer()) restored_.counts[item.key()] = item.value().get<std::int64_t>();
        }
    }

    void take_other(PieceReader& reader, const Block& block)
    {
        switch (block.kind) {
            case BlockKind::file:
            case BlockKind::data:
            case BlockKind::file_end:
            case BlockKind::manifest:
                if (order_.with_files) taker_.take(reader, block);
                return;
            default: fail_damaged(reader.name(), "a block in it is of no known kind");
        }
    }

    const RestoreOrder& order_;
    const Vault& vault_;
    const BackupProgress& tell_;
    BackupFile database_;
    FileTaker taker_;
    Restored restored_;
    std::uint32_t page_bytes_ = 0;
    std::uint32_t pages_ = 0;
    LogPosition place_;
    std::optional<PieceHeader> last_;
    std::uint64_t done_ = 0;
    std::uint64_t total_ = 0;
};

}  // namespace

Restored restore_sqlite(const RestoreOrder& order, const Vault& vault, const BackupProgress& tell)
{
    const RestorePlan plan = plan_restore(order, list_pieces(order.folder));
    return Restorer(order, vault, tell).run(plan);
}

std::string try_restore(const RestoreOrder& order, const Vault& vault, const BackupProgress& tell, Restored& restored)
{
    try {
        restored = restore_sqlite(order, vault, tell);
        return {};
    } catch (const Error& error) {
        const ErrorCode code = error.code();
        if (code == ErrorCode::backup_full_disk || code == ErrorCode::backup_key_wrong ||
            code == ErrorCode::job_interrupted) {
            throw;
        }
        return sentence(error.finding(), Language::en);
    }
}

std::string check_sqlite(const std::string& folder, const std::map<std::string, std::int64_t>& counts)
{
    ConnectionSettings settings;
    settings.path = (std::filesystem::absolute(folder) / "juan.db").string();
    settings.role = Role::writer;  // Closing takes the log's files away again.
    try {
        Connection connection(settings);
        const auto integrity = connection.query("pragma integrity_check(3)");
        std::string faults;
        while (integrity->next()) {
            if (integrity->text(0) != "ok") faults += (faults.empty() ? "" : "; ") + std::string(integrity->text(0));
        }
        for (const auto& [table, expected] : counts) {
            const auto found = connection.query(fmt::format("select count(*) from \"{}\"", table));
            found->next();
            if (found->integer(0) != expected) {
                faults += fmt::format("{}{} has {} rows instead of {}", faults.empty() ? "" : "; ", table,
                                      found->integer(0), expected);
            }
        }
        return faults;
    } catch (const Error& error) {
        return sentence(error.finding(), Language::en);
    }
}

}  // namespace juan::store
