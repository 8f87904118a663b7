// Big-endian fields, and the running checksum over pairs of words.
#include "core/store/sqlite/wal.hpp"

namespace juan::store {
namespace {

constexpr std::uint32_t magic = 0x377f0682;  // its lowest bit says big-endian checksums
constexpr std::uint32_t version = 3007000;

std::uint32_t big(std::string_view bytes, std::size_t place)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        value = value << 8 | static_cast<unsigned char>(bytes[place + i]);
    }
    return value;
}

std::uint32_t little(const char* bytes)
{
    std::uint32_t value = 0;
    for (int i = 3; i >= 0; --i) {
        value = value << 8 | static_cast<unsigned char>(bytes[i]);
    }
    return value;
}

void add_checksum(bool is_big_endian, std::string_view bytes, LogPosition& place)
{
    for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
        const std::uint32_t first = is_big_endian ? big(bytes, i) : little(bytes.data() + i);
        const std::uint32_t second = is_big_endian ? big(bytes, i + 4) : little(bytes.data() + i + 4);
        place.checksum1 += first + place.checksum2;
        place.checksum2 += second + place.checksum1;
    }
}

}  // namespace

std::optional<WalHeader> read_wal_header(std::string_view bytes)
{
    WalHeader header;
    if (bytes.size() != wal_header_bytes || (big(bytes, 0) & ~std::uint32_t{1}) != magic || big(bytes, 4) != version) {
        return {};
    }
    header.is_big_endian = (big(bytes, 0) & 1) != 0;
    header.page_bytes = big(bytes, 8);
    header.start.salt1 = big(bytes, 16);
    header.start.salt2 = big(bytes, 20);
    add_checksum(header.is_big_endian, bytes.substr(0, 24), header.start);
    const bool is_page = header.page_bytes >= 512 && header.page_bytes <= 65536;
    if (!is_page || header.start.checksum1 != big(bytes, 24) || header.start.checksum2 != big(bytes, 28)) {
        return {};
    }
    return header;
}

std::optional<WalFrame> read_frame(const WalHeader& header, const LogPosition& before, std::string_view bytes)
{
    WalFrame frame{big(bytes, 0), big(bytes, 4), before};
    add_checksum(header.is_big_endian, bytes.substr(0, 8), frame.after);
    add_checksum(header.is_big_endian, bytes.substr(frame_header_bytes), frame.after);
    ++frame.after.frame;
    const bool fits = big(bytes, 8) == before.salt1 && big(bytes, 12) == before.salt2 &&
                      big(bytes, 16) == frame.after.checksum1 && big(bytes, 20) == frame.after.checksum2;
    return fits && frame.page > 0 ? std::optional(frame) : std::nullopt;
}

}  // namespace juan::store
