// libsodium's authenticated encryption and keyed hash.
#include "core/account/seal.hpp"

#include <sodium.h>

#include <cstdint>

#include "core/base/error.hpp"

namespace juan::account {
namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string hex(std::string_view bytes)
{
    std::string text(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), bytes_of(bytes), bytes.size());
    text.pop_back();  // The C string's end.
    return text;
}

std::optional<std::string> from_hex(std::string_view text)
{
    std::string bytes(text.size() / 2, '\0');
    std::size_t size = 0;
    const int result = sodium_hex2bin(bytes_of(bytes), bytes.size(), text.data(), text.size(), nullptr, &size, nullptr);
    return result == 0 && size * 2 == text.size() ? std::optional(bytes) : std::nullopt;
}

}  // namespace

std::string random_bytes(std::size_t count)
{
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string seal(const std::string& key, std::string_view text, std::string_view about)
{
    CHECK(key.size() == key_bytes);
    const std::string nonce = random_bytes(nonce_bytes);
    std::string box(text.size() + tag_bytes, '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(box), nullptr, bytes_of(text), text.size(), bytes_of(about),
                                               about.size(), nullptr, bytes_of(std::string_view(nonce)),
                                               bytes_of(std::string_view(key)));
    return hex(nonce + box);
}

std::optional<std::string> unseal(std::span<const std::string> keys, std::string_view sealed, std::string_view about)
{
    const auto all = from_hex(sealed);
    if (!all || all->size() < nonce_bytes + tag_bytes) {
        return {};
    }
    const std::string_view nonce = std::string_view(*all).substr(0, nonce_bytes);
    const std::string_view box = std::string_view(*all).substr(nonce_bytes);
    std::string text(box.size() - tag_bytes, '\0');
    for (const std::string& key : keys) {
        CHECK(key.size() == key_bytes);
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(text), nullptr, nullptr, bytes_of(box), box.size(),
                                                       bytes_of(about), about.size(), bytes_of(nonce),
                                                       bytes_of(std::string_view(key))) == 0) {
            return text;
        }
    }
    return {};
}

std::string signature(const std::string& key, std::string_view text)
{
    CHECK(key.size() == key_bytes);
    std::string digest(crypto_generichash_BYTES, '\0');
    crypto_generichash(bytes_of(digest), digest.size(), bytes_of(text), text.size(), bytes_of(std::string_view(key)),
                       key.size());
    return hex(digest);
}

std::string base32(std::string_view bytes)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char byte : bytes) {
        buffer = buffer << 8 | static_cast<unsigned char>(byte);
        for (bits += 8; bits >= 5; bits -= 5) {
            text += digits[buffer >> (bits - 5) & 31];
        }
        buffer &= 31;
    }
    return bits > 0 ? text + digits[buffer << (5 - bits) & 31] : text;
}

}  // namespace juan::account
