// Decimal text to minor units and back.
#include "core/base/money.hpp"

#include <fmt/format.h>
#include <unicode/ucurr.h>

#include <limits>
#include <map>
#include <mutex>

namespace juan {
namespace {

constexpr std::int64_t magnitude_max = std::numeric_limits<std::int64_t>::max() / 100;

std::optional<int> digits_from_icu(std::string_view currency)
{
    if (currency.size() != 3) {
        return {};
    }
    UChar code[4] = {};
    for (std::size_t i = 0; i < 3; ++i) {
        if (currency[i] < 'A' || currency[i] > 'Z') {
            return {};
        }
        code[i] = static_cast<UChar>(currency[i]);
    }
    UErrorCode status = U_ZERO_ERROR;
    if (ucurr_getNumericCode(code) == 0) {
        return {};
    }
    const int digits = ucurr_getDefaultFractionDigits(code, &status);
    return U_SUCCESS(status) ? std::optional(digits) : std::nullopt;
}

}  // namespace

std::optional<int> currency_digits(std::string_view currency)
{
    if (currency == "CNY" || currency == "USD" || currency == "EUR") {
        return 2;
    }
    return digits_from_icu(currency);
}

std::string format_amount(std::int64_t minor, int digits)
{
    std::int64_t scale = 1;
    for (int i = 0; i < digits; ++i) {
        scale *= 10;
    }
    const std::uint64_t magnitude =
        minor < 0 ? 0 - static_cast<std::uint64_t>(minor) : static_cast<std::uint64_t>(minor);
    const auto whole = magnitude / static_cast<std::uint64_t>(scale);
    const auto rest = magnitude % static_cast<std::uint64_t>(scale);
    const std::string_view sign = minor < 0 ? "-" : "";
    return digits == 0 ? fmt::format("{}{}", sign, whole) : fmt::format("{}{}.{:0{}}", sign, whole, rest, digits);
}

std::optional<std::int64_t> parse_amount(std::string_view text, int digits)
{
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    std::int64_t minor = 0;
    int places = -1;  // -1 before the decimal point
    bool round_up = false;
    bool any = false;
    for (const char c : text) {
        if (c == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (c < '0' || c > '9') {
            return {};
        }
        any = true;
        if (places == digits) {
            round_up = c >= '5';
        }
        if (places >= 0 && ++places > digits) {
            continue;
        }
        if (minor > magnitude_max) {
            return {};
        }
        minor = minor * 10 + (c - '0');
    }
    for (int place = places < 0 ? 0 : places; place < digits; ++place) {
        if (minor > magnitude_max) {
            return {};
        }
        minor *= 10;
    }
    if (!any) {
        return {};
    }
    minor += round_up ? 1 : 0;
    return negative ? -minor : minor;
}

}  // namespace juan
