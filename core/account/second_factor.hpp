// One-time codes of authenticator apps (RFC 6238) and recovery codes: tables second_factor and recovery_code.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/store/database.hpp"

namespace juan::account {

inline constexpr std::chrono::seconds code_step{30};
inline constexpr int code_digits = 6;
inline constexpr int recovery_code_count = 10;

// RFC 4226 with SHA-1, which all authenticators speak. Requires: 1 to 9 digits.
std::string counter_code(std::string_view secret, std::uint64_t counter, int digits = code_digits);
// The number of the step that an instant falls into.
std::int64_t step_of(Instant instant);
// The step whose code this is: that of `now`, the one before or the one after it, so that clocks may differ and people
// may be slow. 0 when it is none of them.
std::int64_t matching_step(std::string_view secret, std::string_view code, Instant now);
// otpauth://totp/..., what an authenticator reads from a picture.
std::string authenticator_uri(std::string_view secret, std::string_view email);

enum class FactorState { off, pending, on };

// All inside the transaction of what they are part of. `keys`: newest last.
FactorState factor_state(store::Session& session, Id user);
int recovery_codes_left(store::Session& session, Id user);
// Puts a new secret in the place of one that is pending. Requires: the factor is not on.
void keep_secret(store::Session& session, Id user, const std::string& key, std::string_view secret, Instant now);
// True for a right code that was not used before; then it is used up. Also while the factor is pending.
bool use_code(store::Session& session, Id user, std::span<const std::string> keys, std::string_view code, Instant now);
// Ten new ones in the place of all earlier; shown once, kept as hashes.
std::vector<std::string> make_recovery_codes(store::Session& session, Id user);
// True for one that was not used before; then it is used up.
bool use_recovery_code(store::Session& session, Id user, std::string_view code);
void turn_on(store::Session& session, Id user);
void remove_factor(store::Session& session, Id user);

}  // namespace juan::account
