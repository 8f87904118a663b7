// Headers are compared without case, blanks, punctuation and remarks in brackets.
#include "flow/input/mapping/header_words.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include "core/base/text.hpp"

namespace juan::input {
namespace {

constexpr double part_likeness = 0.85;    // a header that ends with the word: "客户手机" for "手机"
constexpr double inside_likeness = 0.7;   // the word stands elsewhere in it
constexpr double shared_likeness = 0.75;  // times the share of common words

std::string without_blanks(std::string_view text)
{
    std::string out(text);
    std::erase(out, ' ');
    return out;
}

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
}

std::vector<std::string_view> split(std::string_view text)
{
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::string split_camel_case(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_upper = text[i] >= 'A' && text[i] <= 'Z';
        if (is_upper && i > 0 && text[i - 1] >= 'a' && text[i - 1] <= 'z') {
            out += ' ';
        }
        out += text[i];
    }
    return out;
}

}  // namespace

std::string header_key(std::string_view header)
{
    const std::string folded = fold_text(split_camel_case(header));
    std::string out;
    int depth = 0;
    for (const char c : folded) {
        depth += c == '(' || c == '[' ? 1 : 0;
        const bool is_kept = c < 0 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (depth == 0 && is_kept) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
        depth -= (c == ')' || c == ']') && depth > 0 ? 1 : 0;
    }
    while (out.ends_with(' ')) {
        out.pop_back();
    }
    return out.empty() ? folded : out;
}

double header_likeness(std::string_view header, std::string_view word)
{
    if (header.empty() || word.empty()) {
        return 0;
    }
    const std::string whole = without_blanks(header);
    const std::string sought = without_blanks(word);
    if (whole == sought) {
        return 1;
    }
    if (!is_ascii(word)) {
        // One character says too little inside a longer header; the longer the word's share of it, the surer.
        const std::size_t characters = count_characters(sought);
        if (characters < 2 || whole.find(sought) == whole.npos) {
            return 0;
        }
        const double share = static_cast<double>(characters) / static_cast<double>(count_characters(whole));
        return (whole.ends_with(sought) ? part_likeness : inside_likeness) * (0.7 + 0.3 * share);
    }
    const std::vector<std::string_view> words = split(header);
    const std::vector<std::string_view> wanted = split(word);
    std::size_t common = 0;
    for (const std::string_view one : wanted) {
        common += std::find(words.begin(), words.end(), one) != words.end() ? 1 : 0;
    }
    if (common < wanted.size()) {
        return 0;
    }
    const double share = static_cast<double>(common) / static_cast<double>(words.size());
    return words.back() == wanted.back() ? part_likeness * (0.7 + 0.3 * share) : shared_likeness * share;
}

const std::vector<std::string>& type_words(model::FieldType type)
{
    using model::FieldType;
    static const std::map<FieldType, std::vector<std::string>> words{
        {FieldType::phone,
         {"手机", "手机号", "手机号码", "电话", "联系电话", "联系方式", "mobile", "phone", "telephone", "tel", "cell"}},
        {FieldType::email,
         {"邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址", "email", "e mail", "mail", "email address"}},
        {FieldType::url, {"网址", "网站", "主页", "website", "url", "web site", "homepage"}},
        {FieldType::address, {"地址", "详细地址", "住址", "address", "street"}},
        {FieldType::person_name, {"姓名", "名字", "联系人", "name", "full name"}},
    };
    static const std::vector<std::string> none;
    const auto found = words.find(type);
    return found == words.end() ? none : found->second;
}

}  // namespace juan::input
