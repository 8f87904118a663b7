// E-mail addresses: syntax of RFC 5321 and RFC 6531, and what experience says about them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"

namespace juan::quality {

struct Email {
    std::string address;  // the local part as written, the domain in lower case, foreign scripts in it as punycode
    std::string key;      // all in lower case: for comparing
    bool is_role;         // of an office, not of a person: info@, sales@
    std::optional<Finding> advice;  // email_typo, with "value" and "proposal"; the address is left as it is
};

// Findings: email_several, email_invalid, each with the parameter "value".
Expected<Email, Finding> standardise_email(std::string_view text);

}  // namespace juan::quality
