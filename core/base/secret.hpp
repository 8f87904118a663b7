// Random tokens, hashes and passwords, by libsodium.
#pragma once

#include <string>
#include <string_view>

namespace juan {

// Once at start, before any other function here. Throws Error when the machine gives no randomness.
void start_secrets();

// 256 random bits, base64url.
std::string random_token();
// BLAKE2b-256, 64 hexadecimal digits. For tokens of high entropy and for chains, not for passwords.
std::string hash_hex(std::string_view bytes);
// Argon2id, 64 MiB, three passes; the result carries its salt and parameters.
std::string hash_password(std::string_view password);
bool password_matches(const std::string& hash, std::string_view password);
// Compares in constant time.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace juan
