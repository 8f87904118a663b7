// Plain mainland mobiles and landlines are told by their first digits; everything else is asked of libphonenumber.
#include "flow/quality/phone/phone.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "core/base/text.hpp"

namespace juan::quality {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t text_bytes_max = 64;
constexpr std::size_t extension_digits_max = 6;

Unexpected<Finding> wrong(ErrorCode code, std::string_view text)
{
    return Unexpected{Finding{code, {{"value", std::string(text.substr(0, text_bytes_max))}}}};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

// Prefixes of three digits under which every number is a mobile for libphonenumber; the others are asked one by one.
bool is_mobile_prefix(std::string_view digits)
{
    static constexpr std::string_view third_digits[] = {"0123456789", "57",         "012356789", "2567",
                                                        "01235678",   "0123456789", "01235689"};
    return digits[0] == '1' && digits[1] >= '3' &&
           third_digits[digits[1] - '3'].find(digits[2]) != std::string_view::npos;
}

// "13812345678", "138 1234 5678", "138-1234-5678", "+86 13812345678", "86-138...", "0086...".
std::optional<Phone> read_mobile(std::string_view text)
{
    char digits[15];
    std::size_t count = 0;
    for (const char c : text) {
        if (is_digit(c)) {
            if (count == sizeof digits) {
                return {};
            }
            digits[count++] = c;
        } else if (c != ' ' && c != '-' && !(c == '+' && count == 0)) {
            return {};
        }
    }
    std::string_view number(digits, count);
    if (text.starts_with('+') || count > 11) {
        number.remove_prefix(number.starts_with("0086") && !text.starts_with('+') ? 2 : 0);
        if (!number.starts_with("86")) {
            return {};
        }
        number.remove_prefix(2);
    }
    if (number.size() != 11 || !is_mobile_prefix(number)) {
        return {};
    }
    std::string e164 = "+86";
    e164 += number;
    return Phone{std::move(e164), PhoneKind::mobile, {}};
}

// Area codes under which every number of eight digits from 2 to 7 on is a landline for libphonenumber.
bool is_area_code(std::string_view digits)
{
    static constexpr std::string_view codes =
        "10 20 21 22 23 24 25 27 28 29 311 371 377 379 411 431 432 451 510 511 512 513 514 515 "
        "516 517 518 519 523 527 531 532 551 571 573 574 575 576 577 579 591 595 731 755 757 "
        "760 769 791 871 898 ";
    const auto found = codes.find(std::string(digits) + " ");
    return found != codes.npos && (found == 0 || codes[found - 1] == ' ');
}

// "021-62345678", "(0755) 2345 6789", "+86 21 6234 5678".
std::optional<Phone> read_landline(std::string_view text)
{
    std::string digits;
    for (const char c : text) {
        if (is_digit(c)) {
            digits += c;
        } else if (std::string_view(" -()").find(c) == std::string_view::npos && !(c == '+' && digits.empty())) {
            return {};
        }
    }
    const bool is_national = digits.starts_with('0') && !digits.starts_with("00") && !text.starts_with('+');
    if (!is_national && !(text.starts_with('+') && digits.starts_with("86") && !digits.starts_with("860"))) {
        return {};
    }
    const std::string_view number = std::string_view(digits).substr(is_national ? 1 : 2);
    if (number.size() < 10 || number.size() > 11) {
        return {};
    }
    const char first = number[number.size() - 8];
    if (first < '2' || first > '7' || !is_area_code(number.substr(0, number.size() - 8))) {
        return {};
    }
    std::string e164 = "+86";
    e164 += number;
    return Phone{std::move(e164), PhoneKind::landline, {}};
}

// "1.38123E+10": the digits behind are lost.
bool is_excel_number(std::string_view text)
{
    const auto e = text.find_first_of("Ee");
    if (e == text.npos || e == 0 || e + 1 >= text.size()) {
        return false;
    }
    const std::string_view exponent = text.substr(text[e + 1] == '+' ? e + 2 : e + 1);
    std::string mantissa(text.substr(0, e));
    std::erase(mantissa, '.');
    return is_digits(mantissa) && is_digits(exponent);
}

PhoneKind kind_of(PhoneNumberUtil::PhoneNumberType type)
{
    switch (type) {
        case PhoneNumberUtil::MOBILE: return PhoneKind::mobile;
        case PhoneNumberUtil::FIXED_LINE: return PhoneKind::landline;
        case PhoneNumberUtil::FIXED_LINE_OR_MOBILE: return PhoneKind::mobile_or_landline;
        case PhoneNumberUtil::TOLL_FREE: return PhoneKind::toll_free;
        case PhoneNumberUtil::SHARED_COST: return PhoneKind::shared_cost;
        default: return PhoneKind::other;
    }
}

std::optional<Phone> ask_library(const std::string& text, std::string_view region)
{
    const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (library.Parse(text, std::string(region), &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
        !library.IsValidNumber(number)) {
        return {};
    }
    Phone phone{{}, kind_of(library.GetNumberType(number)), number.extension()};
    library.Format(number, PhoneNumberUtil::E164, &phone.e164);
    return phone;
}

// Chinese words for an extension become the one the library knows.
std::string with_extension_word(std::string text)
{
    for (const std::string_view word : {"转", "轉", "分机", "分機"}) {
        if (const auto at = text.find(word); at != text.npos && at > 0) {
            return text.substr(0, at) + " ext. " + text.substr(at + word.size());
        }
    }
    return text;
}

// "021-62345678-801": a last group after a hyphen is an extension when the whole is no number.
std::optional<Phone> read_hyphen_extension(const std::string& text, std::string_view region)
{
    const auto hyphen = text.rfind('-');
    if (hyphen == text.npos || !is_digits(std::string_view(text).substr(hyphen + 1)) ||
        text.size() - hyphen - 1 > extension_digits_max) {
        return {};
    }
    auto phone = ask_library(text.substr(0, hyphen), region);
    if (phone) {
        phone->extension = text.substr(hyphen + 1);
    }
    return phone;
}

// The parts of "13812345678/13912345678" or "…、…"; one part when there is nothing to split.
std::vector<std::string> split_several(std::string_view text)
{
    std::vector<std::string> parts(1);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at).starts_with("、")) {
            parts.emplace_back();
            at += 2;
        } else if (std::string_view("/,;|").find(text[at]) != std::string_view::npos) {
            parts.emplace_back();
        } else {
            parts.back() += text[at];
        }
    }
    std::erase_if(parts, [](const std::string& part) { return part.find_first_not_of(' ') == part.npos; });
    return parts;
}

std::optional<Phone> read_one(const std::string& text, std::string_view region)
{
    const std::string prepared = with_extension_word(text);
    if (auto phone = ask_library(prepared, region)) {
        return phone;
    }
    return read_hyphen_extension(prepared, region);
}

Unexpected<Finding> explain(std::string_view text, std::string_view region)
{
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
    if (region == "CN" && digits.size() >= 3 && digits.size() <= 6 && digits.size() == text.size()) {
        return wrong(ErrorCode::phone_short, text);
    }
    if (region == "CN" && (digits.size() == 7 || digits.size() == 8) && digits[0] >= '2' && !text.starts_with('+')) {
        return wrong(ErrorCode::phone_area_code, text);
    }
    return wrong(ErrorCode::phone_invalid, text);
}

}  // namespace

std::string_view kind_name(PhoneKind kind)
{
    switch (kind) {
        case PhoneKind::mobile: return "mobile";
        case PhoneKind::landline: return "landline";
        case PhoneKind::mobile_or_landline: return "mobile_or_landline";
        case PhoneKind::toll_free: return "toll_free";
        case PhoneKind::shared_cost: return "shared_cost";
        default: return "other";
    }
}

Expected<Phone, Finding> standardise_phone(std::string_view text, std::string_view region)
{
    const bool needs_country = region != "CN";
    if (!needs_country || text.starts_with("+86")) {
        if (auto mobile = read_mobile(text)) {
            return *std::move(mobile);
        }
    }
    std::string tidy = tidy_text(text);
    if (tidy.size() > text_bytes_max) {
        return wrong(ErrorCode::phone_invalid, tidy);
    }
    if (is_excel_number(tidy)) {
        return wrong(ErrorCode::phone_excel, tidy);
    }
    if (tidy.ends_with(".0") && is_digits(std::string_view(tidy).substr(0, tidy.size() - 2))) {
        tidy.resize(tidy.size() - 2);  // a number that passed through a spreadsheet of decimals
    }
    if (!needs_country) {
        if (auto mobile = read_mobile(tidy)) {
            return *std::move(mobile);
        }
        if (auto landline = read_landline(tidy)) {
            return *std::move(landline);
        }
    }
    const std::vector<std::string> parts = split_several(tidy);
    if (parts.size() > 1) {
        const auto valid = std::count_if(parts.begin(), parts.end(),
                                         [&](const auto& part) { return read_one(part, region).has_value(); });
        if (valid > 1) {
            return wrong(ErrorCode::phone_several, tidy);
        }
    }
    if (auto phone = read_one(tidy, region)) {
        return *std::move(phone);
    }
    return explain(tidy, region);
}

}  // namespace juan::quality
