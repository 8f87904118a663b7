// GB 11643-1999 with ISO 7064 MOD 11-2: weights 2^(18-i) mod 11; the remainder chooses the check character.
#include "flow/quality/id_card/id_card.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace juan::quality {
namespace {

constexpr std::size_t length = 18;
constexpr std::string_view check_characters = "10X98765432";
constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

// A finding is shown and logged: it must not carry the number.
std::string masked(std::string_view number)
{
    return number.size() <= 8
               ? std::string(number)
               : std::string(number.substr(0, 4)) + "****" + std::string(number.substr(number.size() - 2));
}

}  // namespace

Expected<IdCard, Finding> standardise_id_card(std::string_view text)
{
    std::string number = tidy_text(text);
    std::erase(number, ' ');
    const auto invalid = [&](ErrorCode code) { return Unexpected{Finding{code, {{"value", masked(number)}}}}; };
    if (number.size() != length ||
        !std::all_of(number.begin(), number.end() - 1, [](char c) { return c >= '0' && c <= '9'; })) {
        return invalid(ErrorCode::id_card_invalid);
    }
    number.back() = number.back() == 'x' ? 'X' : number.back();
    const auto birth_date = parse_date(number.substr(6, 4) + "-" + number.substr(10, 2) + "-" + number.substr(12, 2));
    if (!birth_date || number.substr(6, 2) < "18" || number.substr(6, 2) > "20") {
        return invalid(ErrorCode::id_card_invalid);
    }
    int sum = 0;
    for (std::size_t i = 0; i + 1 < length; ++i) {
        sum += (number[i] - '0') * weights[i];
    }
    if (check_characters[static_cast<std::size_t>(sum % 11)] != number.back()) {
        return invalid(ErrorCode::id_card_check);
    }
    return IdCard{number, number.substr(0, 6), *birth_date, (number[16] - '0') % 2 == 0};
}

}  // namespace juan::quality
