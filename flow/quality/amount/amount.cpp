// Signs, currencies and units are taken off both ends; what stays must be one number with sensible grouping.
#include "flow/quality/amount/amount.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/text.hpp"

namespace juan::quality {
namespace {

constexpr std::size_t text_bytes_max = 64;

struct CurrencyWord {
    std::string_view word;
    std::string_view code;
};
// Longer ones before those they hold. Empty code: ¥.
constexpr std::array currency_words{
    CurrencyWord{"人民币", "CNY"}, CurrencyWord{"美元", "USD"}, CurrencyWord{"美金", "USD"},
    CurrencyWord{"港币", "HKD"},   CurrencyWord{"港元", "HKD"}, CurrencyWord{"欧元", "EUR"},
    CurrencyWord{"英镑", "GBP"},   CurrencyWord{"日元", "JPY"}, CurrencyWord{"韩元", "KRW"},
    CurrencyWord{"台币", "TWD"},   CurrencyWord{"元", "CNY"},   CurrencyWord{"圆", "CNY"},
    CurrencyWord{"块", "CNY"},     CurrencyWord{"円", "JPY"},   CurrencyWord{"RMB", "CNY"},
    CurrencyWord{"rmb", "CNY"},    CurrencyWord{"Rmb", "CNY"},  CurrencyWord{"CN¥", "CNY"},
    CurrencyWord{"JP¥", "JPY"},    CurrencyWord{"US$", "USD"},  CurrencyWord{"HK$", "HKD"},
    CurrencyWord{"NT$", "TWD"},    CurrencyWord{"A$", "AUD"},   CurrencyWord{"C$", "CAD"},
    CurrencyWord{"S$", "SGD"},     CurrencyWord{"¥", ""},       CurrencyWord{"$", "USD"},
    CurrencyWord{"€", "EUR"},      CurrencyWord{"£", "GBP"},    CurrencyWord{"₩", "KRW"},
    CurrencyWord{"₹", "INR"},      CurrencyWord{"₽", "RUB"},
};

struct Unit {
    std::string_view word;
    int zeros;
};
constexpr std::array units{
    Unit{"万亿", 12}, Unit{"千万", 7}, Unit{"百万", 6}, Unit{"十万", 5}, Unit{"万", 4}, Unit{"亿", 8},
    Unit{"千", 3},    Unit{"百", 2},   Unit{"w", 4},    Unit{"W", 4},    Unit{"k", 3},  Unit{"K", 3},
};

Unexpected<Finding> wrong(ErrorCode code, std::string_view text)
{
    return Unexpected{Finding{code, {{"value", std::string(text.substr(0, text_bytes_max))}}}};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void trim(std::string_view& text)
{
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    text.remove_suffix(text.size() - std::min(text.find_last_not_of(' ') + 1, text.size()));
}

bool take_front(std::string_view& text, std::string_view word)
{
    if (!text.starts_with(word)) {
        return false;
    }
    text.remove_prefix(word.size());
    trim(text);
    return true;
}

bool take_back(std::string_view& text, std::string_view word)
{
    if (!text.ends_with(word)) {
        return false;
    }
    text.remove_suffix(word.size());
    trim(text);
    return true;
}

// -1 or 1; takes "-", "+", "−" in front, "-" behind, and brackets around.
int take_sign(std::string_view& text)
{
    if (text.starts_with('(') && text.ends_with(')')) {
        text = text.substr(1, text.size() - 2);
        trim(text);
        return -1;
    }
    if (take_front(text, "-") || take_front(text, "−") || take_back(text, "-")) {
        return -1;
    }
    take_front(text, "+");
    return 1;
}

bool is_code(std::string_view text)
{
    return text.size() == 3 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
           currency_digits(text).has_value();
}

// Takes one currency from either end. False when the text names two different ones.
bool take_currency(std::string_view& text, std::string& currency, std::string_view default_currency)
{
    const auto set = [&](std::string_view code) {
        const std::string_view found = !code.empty() ? code : default_currency == "JPY" ? "JPY" : "CNY";
        const bool agrees = currency.empty() || currency == found;
        currency = found;
        return agrees;
    };
    for (const bool at_front : {true, false}) {
        const std::string_view code =
            at_front ? text.substr(0, 3) : text.substr(text.size() - std::min<std::size_t>(3, text.size()));
        if (is_code(code)) {
            const std::string_view named = code;
            at_front ? take_front(text, code) : take_back(text, code);
            if (!set(named)) {
                return false;
            }
            continue;
        }
        for (const CurrencyWord& word : currency_words) {
            if (at_front ? take_front(text, word.word) : take_back(text, word.word)) {
                if (!set(word.code)) {
                    return false;
                }
                break;
            }
        }
    }
    return true;
}

int take_unit(std::string_view& text)
{
    for (const Unit& unit : units) {
        if (take_back(text, unit.word)) {
            return unit.zeros;
        }
    }
    return 0;
}

// Whether `mark` stands between groups of three digits: "12,345,678".
bool is_grouped(std::string_view digits, char mark)
{
    const auto first = digits.find(mark);
    if (first == 0 || first > 3 || digits.starts_with('0')) {
        return false;
    }
    for (auto at = first; at < digits.size(); at += 4) {
        const std::string_view group = digits.substr(at + 1, 3);
        if (digits[at] != mark || group.size() != 3 || !std::all_of(group.begin(), group.end(), is_digit)) {
            return false;
        }
    }
    return true;
}

enum class Shape { plain, wrong, ambiguous };

// Leaves digits and at most one point. Both marks: the last one is the decimal mark.
Shape to_plain(std::string& number)
{
    const auto point = number.rfind('.');
    const auto comma = number.rfind(',');
    if (point == number.npos && comma == number.npos && number.find_first_of(" '") == number.npos) {
        return Shape::plain;
    }
    const auto count = [&](char c) { return std::count(number.begin(), number.end(), c); };
    char decimal = '\0';
    if (point != number.npos && comma != number.npos) {
        decimal = point > comma ? '.' : ',';
    } else if (point != number.npos) {
        decimal = count('.') == 1 ? '.' : '\0';
    } else if (comma != number.npos && count(',') == 1 && !is_grouped(number, ',')) {
        if (number.size() - comma - 1 == 3 && number.find(' ') == number.npos) {
            return Shape::ambiguous;
        }
        decimal = ',';
    }
    const auto split = decimal == '\0' ? number.size() : number.rfind(decimal);
    std::string whole = number.substr(0, split);
    const std::string fraction = split == number.size() ? "" : number.substr(split + 1);
    for (const char mark : {',', '.', ' ', '\''}) {
        if (whole.find(mark) != whole.npos) {
            if (!is_grouped(whole, mark)) {
                return Shape::wrong;
            }
            std::erase(whole, mark);
        }
    }
    number = whole + (split == number.size() ? "" : "." + fraction);
    return Shape::plain;
}

// Requires: digits with at most one point.
std::string shift(const std::string& number, int zeros)
{
    const auto point = std::min(number.find('.'), number.size());
    std::string digits = number;
    std::erase(digits, '.');
    const std::size_t at = point + static_cast<std::size_t>(zeros);
    if (digits.size() <= at) {
        digits.append(at - digits.size(), '0');
    } else {
        digits.insert(at, ".");
    }
    const auto first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
    return digits.substr(digits[first] == '.' ? first - 1 : first);
}

bool is_plain_number(std::string_view text)
{
    bool has_digit = false;
    bool has_point = false;
    for (const char c : text) {
        if (is_digit(c)) {
            has_digit = true;
        } else if (c == '.' && !has_point) {
            has_point = true;
        } else {
            return false;
        }
    }
    return has_digit;
}

}  // namespace

Expected<Amount, Finding> standardise_amount(std::string_view text, std::string_view default_currency)
{
    const std::string_view unsigned_text = text.starts_with('-') ? text.substr(1) : text;
    if (is_plain_number(unsigned_text) && text.size() <= text_bytes_max) {
        return Amount{std::string(text), {}};
    }
    const std::string tidy = tidy_text(text);
    std::string_view rest = tidy;
    if (tidy.size() > text_bytes_max) {
        return wrong(ErrorCode::amount_invalid, tidy);
    }
    Amount amount;
    int sign = take_sign(rest);
    if (!take_currency(rest, amount.currency, default_currency)) {
        return wrong(ErrorCode::amount_invalid, tidy);
    }
    sign *= take_sign(rest);  // "¥-12", "-¥12"
    const int zeros = take_unit(rest);
    std::string number(rest);
    const Shape shape = to_plain(number);
    if (shape == Shape::ambiguous) {
        return wrong(ErrorCode::amount_ambiguous, tidy);
    }
    if (shape == Shape::wrong || !is_plain_number(number)) {
        return wrong(ErrorCode::amount_invalid, tidy);
    }
    if (zeros > 0) {
        number = shift(number, zeros);
    }
    amount.decimal = sign < 0 ? "-" + number : number;
    return amount;
}

Expected<Money, Finding> standardise_money(std::string_view text, std::string_view default_currency)
{
    const auto amount = standardise_amount(text, default_currency);
    if (!amount) {
        return Unexpected{amount.error()};
    }
    const std::string currency(amount->currency.empty() ? default_currency : amount->currency);
    const auto minor = parse_amount(amount->decimal, currency_digits(currency).value_or(2));
    if (!minor) {
        return wrong(ErrorCode::amount_too_large, text);
    }
    return Money{*minor, currency};
}

}  // namespace juan::quality
