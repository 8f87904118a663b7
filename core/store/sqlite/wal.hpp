// The write-ahead log as it stands in its file, after https://www.sqlite.org/fileformat2.html#walformat.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/store/backup/header.hpp"

namespace juan::store {

inline constexpr std::size_t wal_header_bytes = 32;
inline constexpr std::size_t frame_header_bytes = 24;

struct WalHeader {
    bool is_big_endian = false;  // how the checksums read their words
    std::uint32_t page_bytes = 0;
    LogPosition start;  // its salts, frame 0, the header's checksum
};

// Empty when these are not the bytes of a log's header. Requires: wal_header_bytes of them.
std::optional<WalHeader> read_wal_header(std::string_view bytes);

struct WalFrame {
    std::uint32_t page = 0;           // its number, from 1
    std::uint32_t pages_in_file = 0;  // of a frame that ends a commit: pages of the file after it; else 0
    LogPosition after;
};

// The frame that follows `before`; empty when salts or checksum do not join on.
// Requires: frame_header_bytes + page_bytes of them.
std::optional<WalFrame> read_frame(const WalHeader& header, const LogPosition& before, std::string_view bytes);

// The log was started anew once since `before`: SQLite counts the first salt up by one each time.
inline bool is_next_log(const LogPosition& before, const LogPosition& start)
{
    return start.salt1 == before.salt1 + 1 && start.frame == 0;
}
inline bool is_same_log(const LogPosition& a, const LogPosition& b) { return a.salt1 == b.salt1 && a.salt2 == b.salt2; }

}  // namespace juan::store
