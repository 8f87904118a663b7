// Secrets that must be read again, such as those of authenticators, sealed; texts that come back, such as cookies,
// signed.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace juan::account {

inline constexpr std::size_t key_bytes = 32;

// A new key, or any other run of random bytes.
std::string random_bytes(std::size_t count);

// XChaCha20-Poly1305; `about` (whose it is) is bound in, so that one cannot stand in the place of another.
// Requires: key_bytes bytes of key.
std::string seal(const std::string& key, std::string_view text, std::string_view about);
// By whichever of the keys sealed it; empty when none did, or when it was altered.
std::optional<std::string> unseal(std::span<const std::string> keys, std::string_view sealed, std::string_view about);

// BLAKE2b-256 with a key, 64 hexadecimal digits. Requires: key_bytes bytes of key.
std::string signature(const std::string& key, std::string_view text);

// RFC 4648, upper case, without padding.
std::string base32(std::string_view bytes);

}  // namespace juan::account
