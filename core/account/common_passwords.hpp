// The list of common passwords, made at build time from the npm package @zxcvbn-ts/language-common
// and data/passwords.csv.
#pragma once

#include <string_view>

namespace juan::account {

// Lower case, each between two line breaks, of eight characters or more.
std::string_view common_passwords();

}  // namespace juan::account
