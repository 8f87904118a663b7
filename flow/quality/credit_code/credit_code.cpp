// GB 32100-2015, 5.3: C18 = 31 - (sum of Ci * 3^(i-1) mod 31) mod 31 over the first 17 characters.
#include "flow/quality/credit_code/credit_code.hpp"

#include "core/base/text.hpp"

namespace juan::quality {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::size_t length = 18;
constexpr std::size_t shown_bytes_max = 80;

}  // namespace

Expected<std::string, Finding> standardise_credit_code(std::string_view text)
{
    std::string code = tidy_text(text);
    std::erase_if(code, [](char c) { return c == ' ' || c == '-'; });
    if (code.size() != length) {
        return Unexpected{
            Finding{ErrorCode::credit_code_length,
                    {{"value", code.substr(0, shown_bytes_max)}, {"length", std::to_string(count_characters(code))}}}};
    }
    std::size_t sum = 0;
    std::size_t weight = 1;
    for (std::size_t i = 0; i < length; ++i) {
        code[i] = code[i] >= 'a' && code[i] <= 'z' ? static_cast<char>(code[i] - 32) : code[i];
        const auto value = alphabet.find(code[i]);
        if (value == alphabet.npos) {
            return Unexpected{
                Finding{ErrorCode::credit_code_character, {{"value", code}, {"character", std::string(1, code[i])}}}};
        }
        if (i + 1 < length) {
            sum += value * weight;
            weight = weight * 3 % 31;
        }
    }
    if (alphabet[(31 - sum % 31) % 31] != code.back()) {
        return Unexpected{Finding{ErrorCode::credit_code_check, {{"value", code}}}};
    }
    return code;
}

}  // namespace juan::quality
