// Backup of a store while it is at work, and back again. A backup is a folder of pieces: full ones, and increments of
// the log of commits that join on to each other without a gap. Every piece is one file, compressed and encrypted.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/base/vault.hpp"

namespace juan::store {

enum class PieceKind : std::uint32_t { full = 1, increment = 2 };
std::string_view kind_name(PieceKind kind);

// What the name and the header of a piece tell.
struct Piece {
    std::string name;  // of the file
    PieceKind kind = PieceKind::full;
    std::uint64_t epoch = 0;   // pieces join on to each other within an epoch only; later ones are larger
    std::uint64_t number = 0;  // of an increment, from 1; of a full piece that of the increment that completes it
    std::uint64_t first_increment = 0;  // of a full piece: the first increment that must follow it
    Instant from{};                     // time of the first commit in it
    Instant to{};                       // time of the last commit in it; what a restore of it gives
    Instant made_at{};
    std::uint64_t bytes = 0;  // of the file
    std::string fault;        // English; not empty when the header cannot be read
};

// The pieces of a folder, the oldest first. Those that are among `known` with the same size are not read again.
// Throws Error backup_io.
std::vector<Piece> list_pieces(const std::string& folder, const std::vector<Piece>& known = {});
// Deletes pieces of the folder, durably. Throws Error backup_io.
void drop_pieces(const std::string& folder, const std::vector<Piece>& pieces);

struct BackupTarget {
    std::string folder;       // of the pieces; made when missing
    std::string data_folder;  // of the store: its other files go along, those that can be made again do not
    bool is_lasting = false;  // increments go on after the next start of the program
};

// Tells how far it is, in bytes; false: stop.
using BackupProgress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

// The backup of one store into one folder. While it lives, the store keeps its log until it has been taken. ship() and
// make_full() may be called by two threads at once; it must be gone before its database.
class Backup {
public:
    virtual ~Backup() = default;
    // Writes what was committed since the last piece as an increment; none when nothing was. `with_counts` writes one
    // in any case, with the number of rows of every table, to check a restore by.
    // Throws Error backup_full_disk, backup_io, backup_log_lost: then the next call tries again.
    virtual std::optional<Piece> ship(bool with_counts) = 0;
    // A full piece and the increment that completes it. None when `tell` stopped it. Throws as ship().
    virtual std::optional<Piece> make_full(const BackupProgress& tell) = 0;
    // The epoch has no full piece yet, so that nothing of it can be restored.
    virtual bool needs_full() const = 0;
    // Bytes of log not shipped yet.
    virtual std::uint64_t bytes_waiting() const = 0;
};

struct RestoreOrder {
    std::string folder;         // of the pieces
    std::string into;           // a folder that is empty
    std::optional<Instant> at;  // the last commit at or before; none: all there is
    std::string full;           // the full piece to begin with; empty: the newest that fits
    std::uint64_t last = 0;     // the last increment to use; 0: all that fit
    bool with_files = true;
};

struct Restored {
    Instant to{};               // of the last commit in it
    std::vector<Piece> pieces;  // that were used
    std::uint64_t bytes = 0;    // of the store
    std::int64_t files = 0;
    std::map<std::string, std::int64_t> counts;  // rows by table at the end of it; empty when they were not recorded
};

// Makes `into`/juan.db and the other files, durable on return; on an error what is there is half done.
// Throws Error backup_none, backup_too_early, backup_missing, backup_damaged, backup_key_wrong, backup_newer,
// backup_full_disk, backup_io.
Restored restore_sqlite(const RestoreOrder& order, const Vault& vault, const BackupProgress& tell);

// The same for a test: gives English words for what is wrong with the pieces, empty when nothing is. Still throws what
// says nothing about them: Error backup_full_disk, backup_key_wrong, job_interrupted when `tell` stopped it.
std::string try_restore(const RestoreOrder& order, const Vault& vault, const BackupProgress& tell, Restored& restored);

// Reads every page of the store in `folder`, counts, and compares with `counts` unless it is empty. Empty: it is sound;
// else English words for what is wrong. Nobody may have it open.
std::string check_sqlite(const std::string& folder, const std::map<std::string, std::int64_t>& counts);

}  // namespace juan::store
