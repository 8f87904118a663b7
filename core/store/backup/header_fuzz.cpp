// Whatever stands at the beginning of a file, the header is either read or refused with a sentence; what was read
// writes back as the same bytes, up to the seal.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "core/base/error.hpp"
#include "core/base/secret.hpp"
#include "core/store/backup/header.hpp"

namespace {

void read(std::string_view bytes)
{
    using namespace juan::store;
    try {
        PieceHeader header = parse_header(bytes, "fuzz");
        const juan::VaultKey key{};
        const std::string written = format_header(header, key);
        const PieceHeader again = parse_header(written, "fuzz");
        check_seal(written, again, key, "fuzz");
        if (again.number != header.number || again.to != header.to || again.body_bytes != header.body_bytes) {
            __builtin_trap();
        }
        piece_name(header.kind, header.epoch, header.number);
    } catch (const juan::Error& error) {
        const auto code = error.code();
        if (code != juan::ErrorCode::backup_damaged && code != juan::ErrorCode::backup_newer) __builtin_trap();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    [[maybe_unused]] static const bool is_started = (juan::start_secrets(), true);
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    read(bytes);
    // Past the unkeyed checksum, which no mutation passes: the same fields under a true one.
    if (size >= juan::store::header_bytes) {
        std::string fitted(bytes.substr(0, juan::store::header_bytes));
        fitted.replace(0, 8, "juanback");
        const std::string sum = juan::hash_hex(std::string_view(fitted).substr(0, fitted.size() - 32));
        for (std::size_t i = 0; i < 32; ++i) {
            fitted[fitted.size() - 32 + i] = static_cast<char>(std::stoi(sum.substr(2 * i, 2), nullptr, 16));
        }
        read(fitted);
    }
    return 0;
}
