// One piece of a backup, written and read front to back in bounded memory. Its body is blocks, compressed by zstd, then
// encrypted by libsodium's secretstream in messages of equal size, of which the last one says so.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/vault.hpp"
#include "core/store/backup/disk.hpp"
#include "core/store/backup/header.hpp"

namespace juan::store {

// What a body holds. Lengths are known beforehand; `data` follows a `file` any number of times.
enum class BlockKind : char {
    image = 'i',     // pages of the database file, from the first
    frames = 'w',    // 32 bytes of the log's header, u32 number of the first frame, then frames as they stand in it
    commits = 'c',   // of the frames before it: (u32 frame, i64 time) each
    counts = 't',    // JSON object: rows by table
    manifest = 'm',  // JSON: all other files of the data folder, by path
    file = 'f',      // path
    data = 'd',      // of the file before it
    file_end = 'g',  // 32 bytes: BLAKE2b-256 of the file; all zero when it could not be read to its end
    end = 'e',
};

struct Block {
    BlockKind kind = BlockKind::end;
    std::uint64_t bytes = 0;
};

// Writes FOLDER/.NAME.partial, which is gone at the end unless finished.
class PieceWriter {
public:
    // Throws Error backup_io, backup_full_disk, as all others here.
    PieceWriter(const std::string& folder, const std::string& scratch_name, const VaultKey& key);
    ~PieceWriter();
    PieceWriter(const PieceWriter&) = delete;
    PieceWriter& operator=(const PieceWriter&) = delete;

    void begin(BlockKind kind, std::uint64_t bytes);
    void write(std::string_view bytes);
    void block(BlockKind kind, std::string_view bytes)
    {
        begin(kind, bytes.size());
        write(bytes);
    }
    // Gives it its name, durably. Fills in what the writer knows: sizes, stream, digest, seal.
    void finish(PieceHeader& header);

private:
    class Stream;

    std::string folder_;
    VaultKey key_;
    BackupFile file_;
    std::unique_ptr<Stream> stream_;
    std::uint64_t left_ = 0;  // of the block that was begun
    bool is_finished_ = false;
};

// Throws Error backup_damaged for whatever is not as it was written, however late that shows.
class PieceReader {
public:
    PieceReader(const std::string& folder, const std::string& name, const Vault& vault);
    ~PieceReader();
    PieceReader(const PieceReader&) = delete;
    PieceReader& operator=(const PieceReader&) = delete;

    const PieceHeader& header() const { return header_; }
    const std::string& name() const { return name_; }
    // The next block; what is left of the one before is passed over. After `end`, all of the file was seen and fits.
    Block next();
    // Some bytes of the block, at most `bytes_max`; empty at its end. Valid until the next call.
    std::string_view read(std::size_t bytes_max);
    // Exactly so many. Throws when the block has fewer.
    std::string read_exactly(std::size_t bytes);

private:
    class Stream;

    std::string name_;
    BackupFile file_;
    PieceHeader header_;
    std::unique_ptr<Stream> stream_;
    std::uint64_t left_ = 0;
    bool is_over_ = false;
};

// The header alone, without its seal. Throws Error backup_damaged, backup_newer, backup_io.
PieceHeader read_header(const std::string& folder, const std::string& name);

}  // namespace juan::store
