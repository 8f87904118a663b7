// The first bytes of a piece: what it is, where it stands in the chain, and a seal over all of it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/vault.hpp"
#include "core/store/backup.hpp"

namespace juan::store {

using Digest = std::array<unsigned char, 32>;

// A place in the store's log: after frame `frame` of the log whose header has these salts. Frame 0 is its beginning.
struct LogPosition {
    std::uint32_t salt1 = 0;
    std::uint32_t salt2 = 0;
    std::uint32_t frame = 0;
    std::uint32_t checksum1 = 0;  // running, as the log has it at this place
    std::uint32_t checksum2 = 0;
    bool operator==(const LogPosition&) const = default;
};

inline constexpr std::size_t stream_header_bytes = 24;  // of libsodium's secretstream

struct PieceHeader {
    PieceKind kind = PieceKind::full;
    std::uint32_t key_id = 0;  // of the vault's master key
    std::uint32_t page_bytes = 0;
    std::uint64_t epoch = 0;
    std::uint64_t number = 0;
    std::uint64_t first_increment = 0;
    LogPosition from;
    LogPosition to;
    Instant from_time{};
    Instant to_time{};
    Instant made_at{};
    std::uint64_t plain_bytes = 0;  // of the body, before compression
    std::uint64_t body_bytes = 0;   // of the body, in the file
    std::uint64_t commits = 0;
    std::array<unsigned char, stream_header_bytes> stream{};
    Digest body{};      // BLAKE2b-256 of the body, in the file
    Digest previous{};  // seal of the increment before this one; of a full piece, of the one that completes it
    Digest key_mark{};  // tells the key from others, and nothing about it
    Digest seal{};      // keyed, over all before it
};

// "juanback", version, fields in the order above, little-endian, seal, and an unkeyed checksum over all before it.
inline constexpr std::uint32_t header_version = 1;
inline constexpr std::size_t header_bytes =
    8 + 4 * 4 + 8 * 3 + 20 * 2 + 8 * 3 + 8 * 3 + stream_header_bytes + 5 * sizeof(Digest);

// Gives the header's bytes; sets key_mark and seal. Requires: `key` is the vault's for `header.key_id`.
std::string format_header(PieceHeader& header, const VaultKey& key);
// `file` is what errors call it. Throws Error backup_damaged, backup_newer.
PieceHeader parse_header(std::string_view bytes, const std::string& file);
// Throws Error backup_key_wrong when it was sealed with another key, backup_damaged when the seal does not fit.
void check_seal(std::string_view bytes, const PieceHeader& header, const VaultKey& key, const std::string& file);

// "juan-20260228T080509123Z-00000007-full.backup"
std::string piece_name(PieceKind kind, std::uint64_t epoch, std::uint64_t number);

// Sub-keys, each for one use.
VaultKey body_key(const VaultKey& key);

[[noreturn]] void fail_damaged(const std::string& file, std::string what);

}  // namespace juan::store
