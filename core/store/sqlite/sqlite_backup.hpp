// Pieces of a SQLite store. An increment is the frames that the write-ahead log gained. A full piece is the database
// file as it stands, copied page by page while it is being written to: each page that a checkpoint changes meanwhile
// stands in the log too, which is why the increments from the log's beginning to the end of the copying are a part of
// it. Nobody waits for a long snapshot, and the log does not grow for one.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "core/store/backup.hpp"
#include "core/store/backup/data_files.hpp"
#include "core/store/backup/piece.hpp"
#include "core/store/sqlite/wal_tap.hpp"

namespace juan::store {

// What of a store the backup works with.
struct BackupParts {
    ConnectionSettings connection;  // of a reader
    WalGauge& gauge;
    WalLimits limits;
    Writer& writer;
};

// Remembers a lasting backup in the data folder, while it lives and after: it is there when the log must be kept.
std::string backup_mark(const std::string& data_folder);

class SqliteBackup final : public Backup {
public:
    SqliteBackup(BackupTarget target, const BackupParts& parts, std::function<Vault()> vault, const Clock& clock);

    std::optional<Piece> ship(bool with_counts) override;
    std::optional<Piece> make_full(const BackupProgress& tell) override;
    bool needs_full() const override { return needs_full_; }
    std::uint64_t bytes_waiting() const override;

private:
    bool join(const std::vector<Piece>& pieces);
    void begin_epoch(const std::vector<Piece>& pieces);
    void require_log();
    std::optional<Piece> ship_now(bool with_counts);
    PieceHeader new_header(PieceKind kind, std::uint32_t key_id) const;
    LogPosition write_run(const LogRun& run, PieceWriter& writer, PieceHeader& header);
    void write_mark() const;
    void complete(PieceHeader& header, PieceWriter& writer);
    bool copy_database(PieceWriter& writer, const BackupProgress& tell);
    Piece piece_of(const PieceHeader& header) const;

    const BackupTarget target_;
    const BackupParts parts_;
    const std::function<Vault()> vault_;
    const Clock& clock_;
    std::atomic<bool> needs_full_ = true;

    std::atomic<bool> is_copying_ = false;
    std::mutex full_mutex_;     // one full piece at a time
    mutable std::mutex mutex_;  // guards all below, and is held while an increment is written
    std::unique_ptr<WalTap> tap_;
    std::uint64_t epoch_ = 0;
    std::uint64_t number_ = 0;        // of the last increment
    std::uint64_t log_began_in_ = 1;  // the increment that holds the first frame of the log at last_place_
    LogPosition last_place_;
    Digest last_seal_{};
    Instant last_time_{};  // of the last commit that was shipped
    DataFiles files_;      // as they were shipped last
};

}  // namespace juan::store
