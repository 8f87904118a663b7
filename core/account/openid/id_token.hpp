// The ID token: what a provider says of a person, signed (OpenID Connect Core 1.0, section 3.1.3.7). The signature is
// checked by OpenSSL; which algorithm and which key may be used is decided before.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"
#include "core/base/json.hpp"
#include "core/base/time.hpp"

namespace juan::account {

// By how much the clocks of two servers may differ.
inline constexpr std::chrono::seconds clock_skew{60};
inline constexpr std::size_t id_token_bytes_max = 32 * 1024;

struct TokenExpectation {
    std::string provider;  // its name, for findings
    std::string issuer;
    std::string client_id;
    std::string nonce;
    std::string access_token;  // that came with it; may be empty
};

// The claims, of which "sub" is a text that is not empty. Pure. `keys`: the array of a JWK set.
// Findings openid_token_broken, _algorithm, _key, _signature, _issuer, _audience, _expired, _future, _nonce, _hash.
Expected<Json, Finding> verify_id_token(const std::string& token, const Json& keys, const TokenExpectation& expected,
                                        Instant now);

// RFC 4648 section 5 without padding, of the SHA-256; as PKCE and at_hash use it.
std::string sha256_base64url(std::string_view text, std::size_t bytes = 32);
// RFC 4648 section 4, with padding.
std::string base64_text(std::string_view bytes);
// True when acr or amr (RFC 8176) tell of a second factor: mfa, otp or hwk.
bool tells_second_factor(const Json& claims);

}  // namespace juan::account
