// libsodium's XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) and keyed BLAKE2b (RFC 7693).
#include "core/base/keyring.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <charconv>
#include <optional>

#include "core/base/error.hpp"
#include "core/base/secret.hpp"

namespace juan {
namespace {

constexpr std::string_view mark = "enc1.";
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
// 128 bits: two different values of a billion share one with a chance of 1 in 10^20.
constexpr std::size_t index_bytes = 16;
constexpr int encoding = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string encoded(std::string_view bytes)
{
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), encoding), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), encoding);
    text.pop_back();  // The C string's end.
    return text;
}

std::optional<std::string> decoded(std::string_view text)
{
    std::string bytes(text.size(), '\0');
    std::size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                          nullptr, &length, nullptr, encoding) != 0) {
        return {};
    }
    bytes.resize(length);
    return bytes;
}

std::string keyed_hash(const VaultKey& key, std::string_view text, std::size_t size)
{
    std::string digest(size, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(digest.data()), digest.size(), bytes_of(text), text.size(),
                       key.data(), key.size());
    return digest;
}

std::string hex_of(std::string_view bytes)
{
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes_of(bytes), bytes.size());
    text.pop_back();
    return text;
}

// The number ahead of `separator`, and what follows it.
struct Numbered {
    std::uint32_t id;
    std::string_view rest;
};
std::optional<Numbered> numbered(std::string_view text, char separator)
{
    Numbered found{0, {}};
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, found.id);
    if (read.ec != std::errc{} || read.ptr == end || *read.ptr != separator) {
        return {};
    }
    found.rest = text.substr(static_cast<std::size_t>(read.ptr - text.data()) + 1);
    return found;
}

}  // namespace

Keyring::Keyring(Vault vault) : vault_(std::move(vault))
{
    for (const std::uint32_t id : vault_.ids()) {
        keys_.emplace(id, Keys{vault_.key("field", id), vault_.key("index", id), vault_.key("audit", id),
                               vault_.key("anchor", id)});
    }
}

std::string Keyring::seal(std::string_view place, std::string_view text) const
{
    std::string bytes(nonce_bytes + text.size() + tag_bytes, '\0');
    auto* raw = reinterpret_cast<unsigned char*>(bytes.data());
    randombytes_buf(raw, nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw + nonce_bytes, nullptr, bytes_of(text), text.size(), bytes_of(place),
                                               place.size(), nullptr, raw, keys_.at(newest()).field.data());
    return fmt::format("{}{}.{}", mark, newest(), encoded(bytes));
}

std::string Keyring::open(std::string_view place, std::string_view kept) const
{
    if (!kept.starts_with(mark)) {
        return std::string(kept);
    }
    const auto sealed = numbered(kept.substr(mark.size()), '.');
    if (sealed && !keys_.contains(sealed->id)) {
        vault_.key("field", sealed->id);  // Throws: there is none.
    }
    const auto bytes = sealed ? decoded(sealed->rest) : std::nullopt;
    if (bytes && bytes->size() >= nonce_bytes + tag_bytes) {
        std::string text(bytes->size() - nonce_bytes - tag_bytes, '\0');
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(reinterpret_cast<unsigned char*>(text.data()), nullptr, nullptr,
                                                       bytes_of(*bytes) + nonce_bytes, bytes->size() - nonce_bytes,
                                                       bytes_of(place), place.size(), bytes_of(*bytes),
                                                       keys_.at(sealed->id).field.data()) == 0) {
            return text;
        }
    }
    throw Error(ErrorCode::value_undecipherable, {{"place", std::string(place)}});
}

bool Keyring::is_sealed_by_newest(std::string_view kept) const
{
    const auto sealed = kept.starts_with(mark) ? numbered(kept.substr(mark.size()), '.') : std::nullopt;
    return sealed && sealed->id == newest();
}

std::vector<std::string> Keyring::indexes(std::string_view place, std::string_view text) const
{
    std::vector<std::string> found;
    const std::string whole = fmt::format("{}|{}", place, text);
    for (auto key = keys_.rbegin(); key != keys_.rend(); ++key) {
        found.push_back(fmt::format("{}.{}", key->first, encoded(keyed_hash(key->second.index, whole, index_bytes))));
    }
    return found;
}

const VaultKey& Keyring::for_purpose(const Keys& keys, std::string_view purpose) const
{
    CHECK(purpose == "audit" || purpose == "anchor");
    return purpose == "audit" ? keys.audit : keys.anchor;
}

std::string Keyring::sign(std::string_view purpose, std::string_view text) const
{
    const VaultKey& key = for_purpose(keys_.at(newest()), purpose);
    return fmt::format("{}:{}", newest(), hex_of(keyed_hash(key, text, crypto_generichash_BYTES)));
}

bool Keyring::is_signed(std::string_view purpose, std::string_view text, std::string_view signature) const
{
    const auto given = numbered(signature, ':');
    const auto keys = given ? keys_.find(given->id) : keys_.end();
    return keys != keys_.end() && same_secret(given->rest, hex_of(keyed_hash(for_purpose(keys->second, purpose), text,
                                                                             crypto_generichash_BYTES)));
}

}  // namespace juan
