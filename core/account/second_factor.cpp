// RFC 4226 section 5.3, RFC 6238 section 4.
#include "core/account/second_factor.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "core/account/seal.hpp"
#include "core/base/error.hpp"
#include "core/base/secret.hpp"

namespace juan::account {
namespace {

constexpr std::size_t recovery_code_bytes = 15;  // 120 bits: a plain hash of it may be kept (ASVS 5.0, 6.5.2)
constexpr std::size_t recovery_group = 4;

std::string about(Id user) { return fmt::format("second factor of {}", to_integer(user)); }

// Typed with or without hyphens, in any case.
std::string recovery_hash(Id user, std::string_view code)
{
    std::string plain;
    for (const char c : code) {
        if (c != '-' && c != ' ') {
            plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
        }
    }
    return hash_hex(fmt::format("{}:{}", to_integer(user), plain));
}

std::string percent_encoded(std::string_view text)
{
    std::string encoded;
    for (const char c : text) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                              c == '.' || c == '_' || c == '@';
        encoded += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

}  // namespace

std::string counter_code(std::string_view secret, std::uint64_t counter, int digits)
{
    std::array<unsigned char, 8> text{};
    for (std::size_t i = text.size(); i-- > 0; counter >>= 8) {
        text.at(i) = static_cast<unsigned char>(counter & 0xFF);
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    CHECK(HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), text.data(), text.size(), digest.data(),
               &size) != nullptr);
    const std::size_t offset = digest.at(size - 1) & 0x0F;
    const std::uint32_t number = static_cast<std::uint32_t>(digest.at(offset) & 0x7F) << 24 |
                                 static_cast<std::uint32_t>(digest.at(offset + 1)) << 16 |
                                 static_cast<std::uint32_t>(digest.at(offset + 2)) << 8 | digest.at(offset + 3);
    std::uint32_t modulus = 1;
    for (int i = 0; i < digits; ++i) {
        modulus *= 10;
    }
    return fmt::format("{:0{}}", number % modulus, digits);
}

std::int64_t step_of(Instant instant) { return to_integer(instant) / std::chrono::milliseconds(code_step).count(); }

std::int64_t matching_step(std::string_view secret, std::string_view code, Instant now)
{
    const std::int64_t middle = step_of(now);
    for (const std::int64_t step : {middle - 1, middle, middle + 1}) {
        if (same_secret(counter_code(secret, static_cast<std::uint64_t>(step)), code)) {
            return step;
        }
    }
    return 0;
}

std::string authenticator_uri(std::string_view secret, std::string_view email)
{
    return fmt::format("otpauth://totp/Juan:{}?secret={}&issuer=Juan&algorithm=SHA1&digits={}&period={}",
                       percent_encoded(email), base32(secret), code_digits, code_step.count());
}

FactorState factor_state(store::Session& session, Id user)
{
    const auto cursor =
        session.query("select is_on from second_factor where user_id = $1", store::values(to_integer(user)));
    return !cursor->next() ? FactorState::off : cursor->integer(0) == 1 ? FactorState::on : FactorState::pending;
}

int recovery_codes_left(store::Session& session, Id user)
{
    const auto cursor =
        session.query("select count(*) from recovery_code where user_id = $1", store::values(to_integer(user)));
    return cursor->next() ? static_cast<int>(cursor->integer(0)) : 0;
}

void keep_secret(store::Session& session, Id user, const std::string& key, std::string_view secret, Instant now)
{
    session.execute(
        "insert into second_factor(user_id, secret, is_on, last_step, created_at) values ($1, $2, 0, 0, $3) "
        "on conflict (user_id) do update set secret = excluded.secret, last_step = 0, "
        "created_at = excluded.created_at where second_factor.is_on = 0",
        store::values(to_integer(user), seal(key, secret, about(user)), to_integer(now)));
}

bool use_code(store::Session& session, Id user, std::span<const std::string> keys, std::string_view code, Instant now)
{
    std::string sealed;
    {
        const auto cursor =
            session.query("select secret from second_factor where user_id = $1", store::values(to_integer(user)));
        if (!cursor->next()) {
            return false;
        }
        sealed = cursor->text(0);
    }
    const auto secret = unseal(keys, sealed, about(user));
    CHECK(secret.has_value());
    const std::int64_t step = matching_step(*secret, code, now);
    return step != 0 && session.execute("update second_factor set last_step = $1 where user_id = $2 and last_step < $1",
                                        store::values(step, to_integer(user))) == 1;
}

std::vector<std::string> make_recovery_codes(store::Session& session, Id user)
{
    session.execute("delete from recovery_code where user_id = $1", store::values(to_integer(user)));
    std::vector<std::string> codes;
    for (int i = 0; i < recovery_code_count; ++i) {
        std::string code = base32(random_bytes(recovery_code_bytes));
        session.execute("insert into recovery_code(user_id, code_hash) values ($1, $2)",
                        store::values(to_integer(user), recovery_hash(user, code)));
        for (std::size_t at = code.size() - recovery_group; at > 0; at -= recovery_group) {
            code.insert(at, 1, '-');
        }
        codes.push_back(std::move(code));
    }
    return codes;
}

bool use_recovery_code(store::Session& session, Id user, std::string_view code)
{
    return session.execute("delete from recovery_code where user_id = $1 and code_hash = $2",
                           store::values(to_integer(user), recovery_hash(user, code))) == 1;
}

void turn_on(store::Session& session, Id user)
{
    session.execute("update second_factor set is_on = 1 where user_id = $1", store::values(to_integer(user)));
}

void remove_factor(store::Session& session, Id user)
{
    session.execute("delete from second_factor where user_id = $1", store::values(to_integer(user)));
    session.execute("delete from recovery_code where user_id = $1", store::values(to_integer(user)));
}

}  // namespace juan::account
