// Telephone numbers in E.164 form.
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"

namespace juan::quality {

enum class PhoneKind { mobile, landline, mobile_or_landline, toll_free, shared_cost, other };
std::string_view kind_name(PhoneKind kind);

struct Phone {
    std::string e164;  // "+8613812345678"
    PhoneKind kind;
    std::string extension;  // digits; empty when none
};

// `region`: ISO 3166 code of the country whose numbers need no country code.
// Findings: phone_excel, phone_several, phone_short, phone_area_code, phone_invalid, each with the parameter "value".
Expected<Phone, Finding> standardise_phone(std::string_view text, std::string_view region = "CN");

}  // namespace juan::quality
