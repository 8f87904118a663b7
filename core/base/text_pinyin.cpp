// Readings of Chinese characters, from tables made at build time.
#include <algorithm>

#include "core/base/han.hpp"
#include "core/base/text.hpp"

namespace juan {
namespace {

std::size_t surname_syllable(char32_t point)
{
    const auto found = std::lower_bound(han::surnames.begin(), han::surnames.end(), point,
                                        [](const han::Surname& a, char32_t b) { return a.character < b; });
    return found != han::surnames.end() && found->character == point ? found->syllable : 0;
}

}  // namespace

bool is_han(char32_t point)
{
    return (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0x3400 && point <= 0x4DBF) || point == 0x3007 ||
           point == 0x3005 || (point >= 0xF900 && point <= 0xFAFF) || (point >= 0x20000 && point <= 0x323AF);
}

std::vector<std::string> pinyin(std::string_view text)
{
    std::vector<std::string> out;
    bool is_head = true;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t point = han::take_point(text, at);
        if (point < han::first || !is_han(point)) {
            continue;
        }
        std::size_t after = at;
        const char32_t next = at < text.size() ? han::take_point(text, after) : U' ';
        const char32_t simple = han::simplify(point);
        const han::Word* word = han::find_word(simple, han::simplify(next));
        if (word != nullptr && (is_head || !word->is_surname)) {
            out.emplace_back(han::syllables[word->first_syllable]);
            out.emplace_back(han::syllables[word->second_syllable]);
            at = after;
        } else {
            const std::size_t surname = is_head ? surname_syllable(simple) : 0;
            const std::size_t syllable = surname != 0 ? surname : han::syllable_of(point);
            if (syllable != 0) {
                out.emplace_back(han::syllables[syllable]);
            }
        }
        is_head = false;
    }
    return out;
}

std::string_view compound_surname(std::string_view text)
{
    std::size_t at = 0;
    char32_t points[2] = {};
    for (char32_t& point : points) {
        if (at == text.size()) {
            return {};
        }
        point = han::simplify(han::take_point(text, at));
    }
    const han::Word* word = han::find_word(points[0], points[1]);
    return word != nullptr && word->is_surname ? text.substr(0, at) : std::string_view{};
}

}  // namespace juan
