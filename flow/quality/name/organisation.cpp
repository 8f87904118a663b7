// Organisations: their legal forms, and what is left of a name without them.
#include <algorithm>
#include <array>

#include "core/base/text.hpp"
#include "flow/quality/name/name.hpp"

namespace juan::quality {
namespace {

constexpr std::size_t han_bytes = 3;
constexpr std::size_t shown_bytes_max = 80;
constexpr std::size_t core_bytes_min = 2 * han_bytes;  // two Chinese characters

// A Chinese name that ends with one of these, or holds one of the first eight, is an organisation's.
constexpr std::array<std::string_view, 8> inner_words{"公司",   "集团",   "股份",   "事务所",
                                                      "合作社", "委员会", "研究院", "研究所"};
constexpr std::array<std::string_view, 40> last_words{
    "医院",   "学校",   "大学",   "学院",   "中学",   "小学",   "幼儿园", "银行",   "支行",   "分行",
    "中心",   "协会",   "学会",   "商会",   "基金会", "联合会", "工厂",   "制造厂", "加工厂", "商店",
    "商行",   "超市",   "酒店",   "饭店",   "宾馆",   "餐厅",   "药店",   "药房",   "门店",   "经营部",
    "服务部", "营业部", "办事处", "工作室", "俱乐部", "政府",   "出版社", "电视台", "商贸",   "物流",
};
// Whole words, folded, without stops.
constexpr std::array<std::string_view, 24> western_forms{
    "ab",           "ag", "as",      "bv",  "co",  "company", "corp", "corporation", "gmbh", "group", "holdings", "inc",
    "incorporated", "kg", "limited", "llc", "llp", "ltd",     "nv",   "oy",          "plc",  "pty",   "sa",       "srl",
};
static_assert(std::is_sorted(western_forms.begin(), western_forms.end()));

constexpr std::array<std::string_view, 9> legal_forms{
    "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "分公司", "总公司", "集团公司", "公司", "集团",
};

constexpr std::array<std::string_view, 34> provinces{
    "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽",
    "福建", "江西", "山东", "河南", "湖北",   "湖南", "广东", "广西",   "海南", "重庆", "四川", "贵州",
    "云南", "西藏", "陕西", "甘肃", "青海",   "宁夏", "新疆", "台湾",   "香港", "澳门",
};
constexpr std::array<std::string_view, 16> cities{
    "深圳", "广州", "杭州", "南京", "苏州", "成都", "武汉", "西安",
    "青岛", "大连", "宁波", "厦门", "长沙", "郑州", "东莞", "无锡",
};

std::string word_key(std::string_view word)
{
    std::string out;
    for (const char c : word) {
        if (c != '.' && c != ',') {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        }
    }
    return out;
}

bool is_western_form(std::string_view word)
{
    return std::binary_search(western_forms.begin(), western_forms.end(), word_key(word));
}

std::string_view last_word(std::string_view text)
{
    const auto blank = text.find_last_of(' ');
    return blank == text.npos ? std::string_view{} : text.substr(blank + 1);
}

bool has_han(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) >= 0xE4 && static_cast<unsigned char>(c) <= 0xE9;
    });
}

std::string replace_all(std::string text, std::string_view from, std::string_view to)
{
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

std::string without_brackets(std::string_view text)
{
    std::string out;
    int depth = 0;
    for (const char c : text) {
        depth += c == '(' ? 1 : 0;
        if (depth == 0) {
            out += c;
        }
        depth -= c == ')' && depth > 0 ? 1 : 0;
    }
    return out;
}

void drop_place(std::string& text)
{
    const auto drop = [&](std::string_view place) {
        if (!text.starts_with(place)) {
            return false;
        }
        std::size_t size = place.size();
        for (const std::string_view suffix : {"省", "市"}) {
            size += std::string_view(text).substr(size).starts_with(suffix) ? suffix.size() : 0;
        }
        if (text.size() < size + core_bytes_min) {
            return false;
        }
        text.erase(0, size);
        return true;
    };
    std::any_of(provinces.begin(), provinces.end(), drop);
    std::any_of(cities.begin(), cities.end(), drop);
}

}  // namespace

bool is_organisation_name(std::string_view text)
{
    const auto holds = [&](std::string_view word) { return text.find(word) != text.npos; };
    const auto ends = [&](std::string_view word) { return text.size() > word.size() && text.ends_with(word); };
    if (has_han(text)) {
        return std::any_of(inner_words.begin(), inner_words.end(), holds) ||
               (text.size() > 4 * han_bytes && std::any_of(last_words.begin(), last_words.end(), ends));
    }
    return is_western_form(last_word(text));
}

Expected<std::string, Finding> standardise_organisation_name(std::string_view text)
{
    std::string tidy = tidy_text(text);
    if (tidy.empty() || tidy.find_first_not_of("0123456789 -+().") == tidy.npos) {
        return Unexpected{Finding{ErrorCode::name_invalid, {{"value", tidy.substr(0, shown_bytes_max)}}}};
    }
    if (!has_han(tidy)) {
        return tidy;
    }
    tidy = replace_all(replace_all(std::move(tidy), "(", "（"), ")", "）");
    return replace_all(replace_all(std::move(tidy), " （", "（"), "） ", "）");
}

std::string organisation_core(std::string_view text)
{
    const std::string folded = fold_text(text);
    std::string core = without_brackets(folded);
    if (has_han(core)) {
        std::erase(core, ' ');
        for (const std::string_view form : legal_forms) {
            if (core.size() >= form.size() + core_bytes_min && core.ends_with(form)) {
                core.resize(core.size() - form.size());
                break;
            }
        }
        drop_place(core);
    }
    while (is_western_form(last_word(core))) {
        core.resize(core.size() - last_word(core).size() - 1);
    }
    const auto last = core.find_last_not_of(" ,.");
    core.resize(last == core.npos ? 0 : last + 1);
    return core.empty() ? folded : core;
}

}  // namespace juan::quality
