// Which passwords are good enough. Pure: what is stored and hashed stands elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

#include "core/base/error.hpp"

namespace juan::account {

// normal: NIST SP 800-63B and OWASP ASVS 5.0 section 6.2: long enough, not a common one, no rules of composition, no
// rotation. dengbao3: GB/T 22239-2019 section 8.1.4.1 asks for complexity and regular change.
enum class PasswordProfile { normal, dengbao3 };

// "default" and "dengbao3", as the setting has them.
std::string_view profile_name(PasswordProfile profile);
std::optional<PasswordProfile> find_profile(std::string_view name);

inline constexpr std::size_t password_characters_min = 8;
inline constexpr std::size_t password_bytes_max = 1024;
// Of dengbao3.
inline constexpr std::chrono::days password_age_max{90};
inline constexpr int passwords_remembered = 5;

// What is wrong with a password of the person with this name and e-mail; empty when nothing is.
std::optional<Finding> judge_password(PasswordProfile profile, std::string_view password, std::string_view name,
                                      std::string_view email);

}  // namespace juan::account
