// Header, key, signature, claims, in this order.
#include "core/account/openid/id_token.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "core/account/openid/metadata.hpp"
#include "core/base/secret.hpp"

namespace juan::account {
namespace {

struct Free {
    void operator()(BIGNUM* number) const { BN_free(number); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

constexpr std::size_t subject_bytes_max = 255;  // Core 1.0, section 2
// Bytes: 2048 to 8192 bits, an exponent of at most 32; coordinates and numbers of P-256.
constexpr std::size_t modulus_min = 256;
constexpr std::size_t modulus_max = 1024;
constexpr std::size_t exponent_max = 4;
constexpr std::size_t p256_bytes = 32;

std::string encoded(std::string_view bytes, int variant)
{
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      variant);
    text.pop_back();  // The C string's end.
    return text;
}

std::optional<std::string> from_base64url(std::string_view text)
{
    std::string bytes(text.size(), '\0');
    std::size_t size = 0;
    const int result =
        sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                          nullptr, &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    bytes.resize(size);
    return result == 0 ? std::optional(bytes) : std::nullopt;
}

Json decoded(std::string_view part)
{
    const auto bytes = from_base64url(part);
    return bytes ? peer_json(*bytes) : Json();
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Owned<BIGNUM> number_of(std::string_view bytes)
{
    return Owned<BIGNUM>(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

Owned<EVP_PKEY> made_key(const char* type, OSSL_PARAM_BLD* builder)
{
    const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder));
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    if (parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1) {
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get());
    }
    return Owned<EVP_PKEY>(key);
}

Owned<EVP_PKEY> rsa_key(const Json& json)
{
    const auto n = from_base64url(peer_text(json, "n"));
    const auto e = from_base64url(peer_text(json, "e"));
    if (peer_text(json, "kty") != "RSA" || !n || !e || n->size() < modulus_min || n->size() > modulus_max ||
        e->empty() || e->size() > exponent_max) {
        return nullptr;
    }
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    const Owned<BIGNUM> modulus = number_of(*n);
    const Owned<BIGNUM> exponent = number_of(*e);
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
    OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
    return made_key("RSA", builder.get());
}

// OpenSSL refuses a point that is not on the curve.
Owned<EVP_PKEY> p256_key(const Json& json)
{
    const auto x = from_base64url(peer_text(json, "x"));
    const auto y = from_base64url(peer_text(json, "y"));
    if (peer_text(json, "kty") != "EC" || peer_text(json, "crv") != "P-256" || !x || !y || x->size() != p256_bytes ||
        y->size() != p256_bytes) {
        return nullptr;
    }
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
    const std::string point = "\x04" + *x + *y;  // uncompressed
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
    OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
    return made_key("EC", builder.get());
}

// The keys that may have signed: by name, or, when the token names none, the only one that fits.
std::vector<Owned<EVP_PKEY>> candidates(const Json& keys, const std::string& kid, const std::string& algorithm)
{
    std::vector<Owned<EVP_PKEY>> found;
    for (const Json& json : keys) {
        const std::string use = peer_text(json, "use");
        const std::string alg = peer_text(json, "alg");
        const bool fits = (use.empty() || use == "sig") && (alg.empty() || alg == algorithm) &&
                          (kid.empty() || peer_text(json, "kid") == kid);
        Owned<EVP_PKEY> key = !fits ? nullptr : algorithm == "RS256" ? rsa_key(json) : p256_key(json);
        if (key) found.push_back(std::move(key));
    }
    if (kid.empty() && found.size() > 1) {
        found.clear();
    }
    return found;
}

// As OpenSSL takes it: of ES256 the two numbers side by side (RFC 7518 section 3.4) become an ASN.1 sequence.
std::string openssl_signature(const std::string& signature, const std::string& algorithm)
{
    if (algorithm != "ES256") {
        return signature;
    }
    if (signature.size() != 2 * p256_bytes) {
        return {};
    }
    const Owned<ECDSA_SIG> pair(ECDSA_SIG_new());
    Owned<BIGNUM> r = number_of(std::string_view(signature).substr(0, p256_bytes));
    Owned<BIGNUM> s = number_of(std::string_view(signature).substr(p256_bytes));
    ECDSA_SIG_set0(pair.get(), r.release(), s.release());
    unsigned char* bytes = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &bytes);
    std::string result(reinterpret_cast<const char*>(bytes), size > 0 ? static_cast<std::size_t>(size) : 0);
    OPENSSL_free(bytes);
    return result;
}

bool is_signed_by(EVP_PKEY* key, const std::string& signature, std::string_view text)
{
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    return context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text), text.size()) == 1;
}

std::optional<std::int64_t> seconds_of(const Json& claims, const char* name)
{
    constexpr double far = 1e12;
    const auto found = claims.find(name);
    if (found == claims.end() || !found->is_number() || !(std::abs(found->get<double>()) < far)) {
        return {};
    }
    return static_cast<std::int64_t>(found->get<double>());
}

// `aud` is this client, and when there are others, `azp` says that it was asked for by this one.
bool is_for(const Json& claims, const std::string& client)
{
    const auto audience = claims.find("aud");
    if (audience == claims.end()) {
        return false;
    }
    const auto is_client = [&](const Json& one) {
        return one.is_string() && one.get_ref<const std::string&>() == client;
    };
    const bool names_us =
        is_client(*audience) || (audience->is_array() && std::any_of(audience->begin(), audience->end(), is_client));
    const bool has_others = audience->is_array() && audience->size() > 1;
    const bool is_ours = claims.contains("azp") ? is_client(claims.at("azp")) : !has_others;
    return names_us && is_ours;
}

std::optional<ErrorCode> first_wrong(const Json& claims, const TokenExpectation& expected, Instant now)
{
    const std::int64_t at = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto expires = seconds_of(claims, "exp");
    const auto issued = seconds_of(claims, "iat");
    const auto not_before = seconds_of(claims, "nbf");
    const std::string subject = peer_text(claims, "sub");
    if (subject.empty() || subject.size() > subject_bytes_max || !expires || !issued ||
        (claims.contains("nbf") && !not_before)) {
        return ErrorCode::openid_token_broken;
    }
    if (peer_text(claims, "iss") != expected.issuer) {
        return ErrorCode::openid_token_issuer;
    }
    if (!is_for(claims, expected.client_id)) {
        return ErrorCode::openid_token_audience;
    }
    if (at >= *expires + clock_skew.count()) {
        return ErrorCode::openid_token_expired;
    }
    if (*issued > at + clock_skew.count() || not_before.value_or(at) > at + clock_skew.count()) {
        return ErrorCode::openid_token_future;
    }
    if (expected.nonce.empty() || !same_secret(peer_text(claims, "nonce"), expected.nonce)) {
        return ErrorCode::openid_token_nonce;
    }
    // The left half of the hash (section 3.1.3.6).
    if (claims.contains("at_hash") && peer_text(claims, "at_hash") != sha256_base64url(expected.access_token, 16)) {
        return ErrorCode::openid_token_hash;
    }
    return {};
}

}  // namespace

std::string sha256_base64url(std::string_view text, std::size_t bytes)
{
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return encoded(std::string_view(digest).substr(0, bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string base64_text(std::string_view bytes) { return encoded(bytes, sodium_base64_VARIANT_ORIGINAL); }

bool tells_second_factor(const Json& claims)
{
    constexpr std::array<std::string_view, 3> words = {"mfa", "otp", "hwk"};
    const auto is_word = [&](std::string_view word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    const std::string acr = peer_text(claims, "acr");
    const auto last = acr.find_last_of(":/");
    if (is_word(std::string_view(acr).substr(last == acr.npos ? 0 : last + 1))) {
        return true;
    }
    const auto amr = claims.find("amr");
    return amr != claims.end() && amr->is_array() && std::any_of(amr->begin(), amr->end(), [&](const Json& one) {
               return one.is_string() && is_word(one.get_ref<const std::string&>());
           });
}

Expected<Json, Finding> verify_id_token(const std::string& token, const Json& keys, const TokenExpectation& expected,
                                        Instant now)
{
    const auto refused = [&](ErrorCode code) { return Unexpected{Finding{code, {{"name", expected.provider}}}}; };
    const auto first = std::min(token.find('.'), token.size());
    const auto last = std::min(token.rfind('.'), token.size());
    const std::string_view text(token);
    const auto signature = from_base64url(text.substr(std::min(last + 1, token.size())));
    // Exactly three parts: no dot is in the middle one.
    if (token.size() > id_token_bytes_max || first >= last || token.find('.', first + 1) != last || !signature) {
        return refused(ErrorCode::openid_token_broken);
    }
    const Json header = decoded(text.substr(0, first));
    if (!header.is_object()) {
        return refused(ErrorCode::openid_token_broken);
    }
    const std::string algorithm = peer_text(header, "alg");
    if (algorithm != "RS256" && algorithm != "ES256") {
        return refused(ErrorCode::openid_token_algorithm);
    }
    // Extensions that change what is signed are not understood here (RFC 7515 section 4.1.11, RFC 7797).
    if (header.contains("crit") || header.contains("b64")) {
        return refused(ErrorCode::openid_token_broken);
    }
    const auto able = candidates(keys, peer_text(header, "kid"), algorithm);
    if (able.empty()) {
        return refused(ErrorCode::openid_token_key);
    }
    const std::string signed_with = openssl_signature(*signature, algorithm);
    const auto is_the_one = [&](const auto& key) { return is_signed_by(key.get(), signed_with, text.substr(0, last)); };
    if (std::none_of(able.begin(), able.end(), is_the_one)) {
        return refused(ErrorCode::openid_token_signature);
    }
    Json claims = decoded(text.substr(first + 1, last - first - 1));
    if (!claims.is_object()) {
        return refused(ErrorCode::openid_token_broken);
    }
    if (const auto wrong = first_wrong(claims, expected, now)) {
        return refused(*wrong);
    }
    return claims;
}

}  // namespace juan::account
