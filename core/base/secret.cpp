// libsodium behind a few plain functions.
#include "core/base/secret.hpp"

#include <sodium.h>
#include <sys/prctl.h>

#include <array>

#include "core/base/error.hpp"

namespace juan {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr unsigned long long password_passes = 3;
constexpr std::size_t password_memory_bytes = 64 * 1024 * 1024;

}  // namespace

void start_secrets()
{
    if (sodium_init() < 0) {
        throw Error(ErrorCode::internal, {{"what", "no source of randomness"}});
    }
    // A core would hold keys and passwords; this also keeps other programs of the same account from reading them.
    ::prctl(PR_SET_DUMPABLE, 0);
}

std::string random_token()
{
    std::array<unsigned char, token_bytes> bytes;
    randombytes_buf(bytes.data(), bytes.size());
    std::string text(sodium_base64_ENCODED_LEN(token_bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();  // The C string's end.
    return text;
}

std::string hash_hex(std::string_view bytes)
{
    std::array<unsigned char, crypto_generichash_BYTES> digest;
    crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       nullptr, 0);
    std::string text(digest.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    text.pop_back();
    return text;
}

std::string hash_password(std::string_view password)
{
    std::array<char, crypto_pwhash_STRBYTES> hash;
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(), password_passes, password_memory_bytes) != 0) {
        throw Error(ErrorCode::internal, {{"what", "not enough memory to hash a password"}});
    }
    return hash.data();
}

bool password_matches(const std::string& hash, std::string_view password)
{
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool same_secret(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace juan
