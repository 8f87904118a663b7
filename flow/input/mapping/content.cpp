// What the cells of a column look like. Rough on purpose: exact rules stand in flow/quality and run on every row.
#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "flow/input/mapping/mapping.hpp"

namespace juan::input {
namespace {

using model::FieldType;

struct Look {
    std::size_t digits = 0;
    std::size_t letters = 0;  // ASCII
    std::size_t others = 0;   // neither digit, letter, blank nor one of + - ( ) . , / : ¥ $
};

Look look_at(std::string_view text)
{
    Look look;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            ++look.digits;
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            ++look.letters;
        } else if (std::string_view(" +-().,/:").find(c) == std::string_view::npos) {
            ++look.others;
        }
    }
    return look;
}

bool is_phone(std::string_view text)
{
    const Look look = look_at(text);
    const bool is_mobile = look.digits == 11 && text.size() == 11 && text[0] == '1' && text[1] >= '3';
    const bool is_grouped =
        text.starts_with('+') || text.starts_with('0') || text.find('-') != text.npos || text.starts_with('(');
    const bool is_date = std::count(text.begin(), text.end(), '/') > 0 ||
                         std::count(text.begin(), text.end(), ':') > 0 || (text.size() == 10 && text[4] == '-');
    return look.letters == 0 && look.others == 0 && look.digits >= 7 && look.digits <= 15 && !is_date &&
           (is_mobile || is_grouped);
}

bool is_email(std::string_view text)
{
    const auto at = text.find('@');
    return at != text.npos && at > 0 && text.find('.', at) != text.npos && text.find(' ') == text.npos;
}

bool is_url(std::string_view text)
{
    return text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.");
}

bool is_number(std::string_view text)
{
    const Look look = look_at(text);
    return look.digits > 0 && look.letters == 0 && look.others == 0 && text.find_first_of("/: ") == text.npos;
}

bool is_date(std::string_view text)
{
    const Look look = look_at(text);
    if (look.digits < 4 || look.letters > 5) {
        return false;
    }
    const auto parts = std::count_if(text.begin(), text.end(), [](char c) { return c == '-' || c == '/' || c == '.'; });
    const bool is_chinese = text.find("年") != text.npos && text.find("月") != text.npos;
    const bool is_plain = text.size() == 8 && look.digits == 8 && (text.starts_with("19") || text.starts_with("20"));
    return is_chinese || is_plain ||
           (parts >= 2 && look.others == 0 && look.digits >= 6 && text.size() >= 8 && text.front() != '+' &&
            text.find('(') == text.npos && text.size() <= 32 && !is_phone(text));
}

bool is_address(std::string_view text)
{
    static constexpr std::array<std::string_view, 34> provinces{
        "北京", "天津", "河北", "山西", "内蒙", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽",
        "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西",   "海南", "重庆", "四川", "贵州",
        "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆", "台湾",   "香港", "澳门",
    };
    const bool begins =
        std::any_of(provinces.begin(), provinces.end(), [&](auto name) { return text.starts_with(name); });
    const bool is_company = text.find("公司") != text.npos;
    return (begins && !is_company) || (text.find("市") != text.npos && text.find("区") != text.npos && !is_company);
}

// Two to four Chinese characters, or two and more capitalised words.
bool is_person(std::string_view text)
{
    const std::size_t characters = count_characters(text);
    if (text.size() == characters * 3) {
        return characters >= 2 && characters <= 4;
    }
    const Look look = look_at(text);
    return look.digits == 0 && look.others == 0 && text.find(' ') != text.npos && text[0] >= 'A' && text[0] <= 'Z';
}

bool (*test_of(FieldType type))(std::string_view)
{
    switch (type) {
        case FieldType::phone: return is_phone;
        case FieldType::email: return is_email;
        case FieldType::url: return is_url;
        case FieldType::date:
        case FieldType::instant: return is_date;
        case FieldType::address: return is_address;
        case FieldType::person_name: return is_person;
        case FieldType::number:
        case FieldType::integer: return is_number;
        default: return nullptr;
    }
}

bool is_amount(std::string_view text)
{
    const Look look = look_at(text);
    return look.digits > 0 && look.letters <= 3 && look.others <= 3 && !is_date(text) && !is_phone(text);
}

}  // namespace

std::optional<double> share_of_type(const std::vector<std::string>& samples, FieldType type)
{
    const bool is_money = type == FieldType::money || type == FieldType::percent;
    bool (*test)(std::string_view) = is_money ? is_amount : test_of(type);
    if (test == nullptr) {
        return {};
    }
    std::size_t filled = 0;
    std::size_t alike = 0;
    for (const std::string& sample : samples) {
        const std::string text = tidy_text(sample);
        if (!text.empty()) {
            ++filled;
            alike += test(text) ? 1 : 0;
        }
    }
    return filled == 0 ? std::nullopt : std::optional(static_cast<double>(alike) / static_cast<double>(filled));
}

}  // namespace juan::input
