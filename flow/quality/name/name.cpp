// People: blanks inside Chinese names go, forms of address are taken off, what cannot be a name is reported.
#include "flow/quality/name/name.hpp"

#include <algorithm>
#include <array>

#include "core/base/text.hpp"

namespace juan::quality {
namespace {

constexpr std::size_t han_bytes = 3;
constexpr std::size_t shown_bytes_max = 80;

Unexpected<Finding> wrong(ErrorCode code, std::string_view text)
{
    return Unexpected{Finding{code, {{"value", std::string(text.substr(0, shown_bytes_max))}}}};
}

// Longer ones before those they end with.
constexpr std::array<std::string_view, 46> chinese_titles{
    "总经理", "董事长", "副总裁", "副总", "总监", "总裁", "经理", "主任", "主管", "主席", "先生",   "女士",
    "小姐",   "太太",   "夫人",   "老师", "教授", "博士", "医生", "医师", "大夫", "律师", "工程师", "会计师",
    "会计",   "秘书",   "助理",   "局长", "处长", "科长", "部长", "厂长", "院长", "校长", "行长",   "所长",
    "店长",   "书记",   "老板",   "师傅", "同学", "同志", "阿姨", "总",   "工",   "董",
};

constexpr std::array<std::string_view, 12> western_titles{
    "Mr.", "Mrs.", "Ms.", "Miss ", "Dr.", "Prof.", "Mr ", "Mrs ", "Ms ", "Dr ", "Prof ", "Sir ",
};

constexpr std::array<std::string_view, 22> placeholders{
    "-",   "--",      "/",   "?",    ".",  "n/a",  "na",   "nil",  "none", "null", "test",
    "tbd", "unknown", "xxx", "匿名", "无", "无名", "暂无", "未知", "未填", "测试", "不详",
};

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
}

// Only Han of three bytes each, and the dot between parts of foreign names.
bool is_chinese(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::string_view rest = text.substr(at);
        const auto lead = static_cast<unsigned char>(rest[0]);
        if (rest.starts_with("·")) {
            at += 2;
        } else if (lead >= 0xE3 && lead <= 0xE9 && rest.size() >= han_bytes) {
            at += han_bytes;
        } else if (lead == 0xF0 && rest.size() >= 4) {
            at += 4;
        } else {
            return false;
        }
    }
    return !text.empty();
}

std::string without_blanks(std::string_view text)
{
    std::string out(text);
    std::erase(out, ' ');
    return out;
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

// A phone or identity number in the wrong column. Shops make names such as "用户6583920174" and "tb883746652" for those
// who gave none: these have two letters or more.
bool is_number(std::string_view text)
{
    const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    const auto letters = std::count_if(text.begin(), text.end(), [](char c) {
        const bool begins_character = static_cast<unsigned char>(c) >= 0xC0;
        return begins_character || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
    return static_cast<std::size_t>(digits) * 2 > text.size() && letters < 2;
}

// "Van der Berg, JAN" is left alone: what is a surname elsewhere is not for us to guess.
PersonName read_western(std::string_view text)
{
    PersonName name;
    for (const std::string_view title : western_titles) {
        if (text.size() > title.size() && lower(text.substr(0, title.size())) == lower(title)) {
            name.title = title.ends_with(' ') ? title.substr(0, title.size() - 1) : title;
            text.remove_prefix(title.size());
            text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
            break;
        }
    }
    name.text = text;
    return name;
}

PersonName read_chinese(std::string_view text)
{
    PersonName name;
    name.text = text;
    std::string_view rest = text;
    for (const std::string_view title : chinese_titles) {
        // One character before a title is a surname; "工" and "董" also end given names, so only after a lone surname.
        const bool is_short = title.size() == han_bytes;
        const std::string_view before =
            text.size() > title.size() ? text.substr(0, text.size() - title.size()) : std::string_view{};
        const bool is_alone = before.size() == han_bytes || (!before.empty() && compound_surname(before) == before);
        if (!before.empty() && text.ends_with(title) && (!is_short || is_alone)) {
            name.title = title;
            rest = before;
            break;
        }
    }
    if (rest.find("·") != rest.npos) {
        name.text = rest;
        return name;
    }
    const std::string_view compound = compound_surname(rest);
    name.surname = compound.empty() ? rest.substr(0, std::min(han_bytes, rest.size())) : compound;
    name.given = rest.substr(name.surname.size());
    if (!name.given.empty()) {
        name.text = rest;
    }
    return name;
}

}  // namespace

Expected<PersonName, Finding> standardise_person_name(std::string_view text)
{
    std::string tidy = tidy_text(text);
    if (is_chinese(tidy)) {
        if (std::find(placeholders.begin(), placeholders.end(), tidy) != placeholders.end()) {
            return wrong(ErrorCode::name_placeholder, tidy);
        }
        return read_chinese(tidy);
    }
    if (tidy.empty() || tidy.find('@') != tidy.npos || is_number(tidy)) {
        return wrong(ErrorCode::name_invalid, tidy);
    }
    const std::string folded = lower(tidy);
    if (std::find(placeholders.begin(), placeholders.end(), folded) != placeholders.end()) {
        return wrong(ErrorCode::name_placeholder, tidy);
    }
    if (const std::string joined = without_blanks(tidy); !is_ascii(tidy) && is_chinese(joined)) {
        return read_chinese(joined);
    }
    return read_western(tidy);
}

Expected<std::string, Finding> standardise_name(std::string_view text)
{
    if (is_organisation_name(text)) {
        return standardise_organisation_name(text);
    }
    auto person = standardise_person_name(text);
    if (!person) {
        return Unexpected{person.error()};
    }
    return std::move(person).value().text;
}

}  // namespace juan::quality
