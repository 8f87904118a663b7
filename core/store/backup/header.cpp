// Fixed places, so that reading cannot run past anything.
#include "core/store/backup/header.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "core/base/error.hpp"

namespace juan::store {
namespace {

constexpr std::string_view magic = "juanback";
constexpr std::size_t checksum_place = header_bytes - 32;
constexpr std::size_t seal_place = checksum_place - 32;

// Appends little-endian numbers and bytes.
class Out {
public:
    template <class T>
    Out& number(T value)
    {
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            bytes_ += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff);
        }
        return *this;
    }
    template <class Bytes>
    Out& raw(const Bytes& bytes)
    {
        bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return *this;
    }
    Out& position(const LogPosition& place)
    {
        return number(place.salt1)
            .number(place.salt2)
            .number(place.frame)
            .number(place.checksum1)
            .number(place.checksum2);
    }
    std::string& bytes() { return bytes_; }

private:
    std::string bytes_;
};

// Requires: never asked for more than there is.
class In {
public:
    explicit In(std::string_view bytes) : bytes_(bytes) {}

    template <class T>
    T number()
    {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[place_ + i])) << (8 * i);
        }
        place_ += sizeof(T);
        return static_cast<T>(value);
    }
    template <class Bytes>
    void raw(Bytes& bytes)
    {
        std::memcpy(bytes.data(), bytes_.data() + place_, bytes.size());
        place_ += bytes.size();
    }
    LogPosition position()
    {
        LogPosition place;
        for (std::uint32_t* part : {&place.salt1, &place.salt2, &place.frame, &place.checksum1, &place.checksum2}) {
            *part = number<std::uint32_t>();
        }
        return place;
    }

private:
    std::string_view bytes_;
    std::size_t place_ = 0;
};

Digest digest(std::string_view bytes, const VaultKey* key)
{
    Digest result{};
    crypto_generichash(result.data(), result.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       key == nullptr ? nullptr : key->data(), key == nullptr ? 0 : key->size());
    return result;
}

VaultKey sub_key(const VaultKey& key, std::uint64_t number)
{
    VaultKey result{};
    crypto_kdf_derive_from_key(result.data(), result.size(), number, "juanback", key.data());
    return result;
}

VaultKey seal_key(const VaultKey& key) { return sub_key(key, 2); }
Digest mark_of(const VaultKey& key) { return sub_key(key, 3); }

// Times as in ids and names: years 1970 to 9999.
bool is_time(Instant instant)
{
    constexpr std::int64_t milliseconds_max = 253402300799999;
    return to_integer(instant) >= 0 && to_integer(instant) <= milliseconds_max;
}

}  // namespace

std::string_view kind_name(PieceKind kind) { return kind == PieceKind::full ? "full" : "increment"; }

void fail_damaged(const std::string& file, std::string what)
{
    throw Error(ErrorCode::backup_damaged, {{"file", file}, {"what", std::move(what)}});
}

VaultKey body_key(const VaultKey& key) { return sub_key(key, 1); }

std::string format_header(PieceHeader& header, const VaultKey& key)
{
    header.key_mark = mark_of(key);
    Out out;
    out.raw(magic).number(header_version).number(static_cast<std::uint32_t>(header.kind));
    out.number(header.key_id).number(header.page_bytes);
    out.number(header.epoch).number(header.number).number(header.first_increment);
    out.position(header.from).position(header.to);
    out.number(to_integer(header.from_time)).number(to_integer(header.to_time)).number(to_integer(header.made_at));
    out.number(header.plain_bytes).number(header.body_bytes).number(header.commits);
    out.raw(header.stream).raw(header.body).raw(header.previous).raw(header.key_mark);
    const VaultKey sealing = seal_key(key);
    header.seal = digest(out.bytes(), &sealing);
    out.raw(header.seal).raw(digest(out.bytes(), nullptr));
    CHECK(out.bytes().size() == header_bytes);
    return std::move(out.bytes());
}

PieceHeader parse_header(std::string_view bytes, const std::string& file)
{
    if (bytes.size() < header_bytes) {
        fail_damaged(file, "it ends within its header");
    }
    if (!bytes.starts_with(magic)) {
        fail_damaged(file, "it does not begin as a backup does");
    }
    In in(bytes.substr(magic.size(), header_bytes - magic.size()));
    const auto version = in.number<std::uint32_t>();
    const Digest checksum = digest(bytes.substr(0, checksum_place), nullptr);
    if (std::memcmp(checksum.data(), bytes.data() + checksum_place, checksum.size()) != 0) {
        fail_damaged(file, "its header was altered");
    }
    if (version > header_version) {
        throw Error(ErrorCode::backup_newer, {{"file", file}, {"version", std::to_string(version)}});
    }
    PieceHeader header;
    const auto kind = in.number<std::uint32_t>();
    header.kind = static_cast<PieceKind>(kind);
    header.key_id = in.number<std::uint32_t>();
    header.page_bytes = in.number<std::uint32_t>();
    header.epoch = in.number<std::uint64_t>();
    header.number = in.number<std::uint64_t>();
    header.first_increment = in.number<std::uint64_t>();
    header.from = in.position();
    header.to = in.position();
    for (Instant* time : {&header.from_time, &header.to_time, &header.made_at}) {
        *time = instant_from(in.number<std::int64_t>());
        if (!is_time(*time)) fail_damaged(file, "a time in its header cannot be");
    }
    header.plain_bytes = in.number<std::uint64_t>();
    header.body_bytes = in.number<std::uint64_t>();
    header.commits = in.number<std::uint64_t>();
    in.raw(header.stream);
    in.raw(header.body);
    in.raw(header.previous);
    in.raw(header.key_mark);
    in.raw(header.seal);
    const bool is_page =
        header.page_bytes >= 512 && header.page_bytes <= 65536 && (header.page_bytes & (header.page_bytes - 1)) == 0;
    if (version == 0 || (kind != 1 && kind != 2) || !is_page || header.number == 0 ||
        !is_time(instant_from(static_cast<std::int64_t>(header.epoch)))) {
        fail_damaged(file, "a number in its header cannot be");
    }
    return header;
}

void check_seal(std::string_view bytes, const PieceHeader& header, const VaultKey& key, const std::string& file)
{
    if (header.key_mark != mark_of(key)) {
        throw Error(ErrorCode::backup_key_wrong, {{"file", file}});
    }
    const VaultKey sealing = seal_key(key);
    const Digest seal = digest(bytes.substr(0, seal_place), &sealing);
    if (sodium_memcmp(seal.data(), header.seal.data(), seal.size()) != 0) {
        fail_damaged(file, "the seal of its header does not fit");
    }
}

std::string piece_name(PieceKind kind, std::uint64_t epoch, std::uint64_t number)
{
    std::string time = format_instant(instant_from(static_cast<std::int64_t>(epoch)));
    std::erase_if(time, [](char c) { return c == '-' || c == ':' || c == '.'; });
    return fmt::format("juan-{}-{:08}-{}.backup", time, number, kind_name(kind));
}

}  // namespace juan::store
