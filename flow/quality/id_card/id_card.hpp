// 公民身份号码: the number of a resident of the People's Republic of China (GB 11643-1999).
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"
#include "core/base/time.hpp"

namespace juan::quality {

struct IdCard {
    std::string number;  // 18 characters, X in upper case
    std::string region;  // code of six digits of the place of first registration
    Date birth_date;
    bool is_female;
};

// Findings: id_card_invalid, id_card_check, with the parameter "value" masked but for its ends.
Expected<IdCard, Finding> standardise_id_card(std::string_view text);

}  // namespace juan::quality
