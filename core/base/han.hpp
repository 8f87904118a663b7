// Reading UTF-8 one character at a time, and what the generated tables know of a Han character.
#pragma once

#include <unicode/utf8.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "han_tables.hpp"  // generated

namespace juan::han {

// Takes the next code point; U+FFFD for bytes that are none. Requires: at < text.size().
inline char32_t take_point(std::string_view text, std::size_t& at)
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    if (bytes[at] < 0x80) {
        return bytes[at++];
    }
    UChar32 point = 0;
    U8_NEXT(bytes, at, text.size(), point);
    return point < 0 ? U'\uFFFD' : static_cast<char32_t>(point);
}

inline void append_point(std::string& out, char32_t point)
{
    if (point < 0x80) {
        out += static_cast<char>(point);
        return;
    }
    char bytes[4];
    std::size_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, point);
    out.append(bytes, size);
}

inline bool is_common(char32_t point) { return point >= first && point <= last; }

inline char32_t simplify(char32_t point)
{
    const char16_t other = is_common(point) ? simplified[point - first] : u'\0';
    return other == 0 ? point : other;
}

// Index into `syllables`; 0 when no reading is known.
inline std::size_t syllable_of(char32_t point)
{
    if (is_common(point)) {
        return entries[point - first] & ~word_flag;
    }
    const auto found = std::lower_bound(rare_characters.begin(), rare_characters.end(), point,
                                        [](const RareCharacter& a, char32_t b) { return a.character < b; });
    return found != rare_characters.end() && found->character == point ? found->syllable : 0;
}

// The word that begins with these two simplified characters; null when none is listed.
inline const Word* find_word(char32_t a, char32_t b)
{
    if (!is_common(a) || (entries[a - first] & word_flag) == 0) {
        return nullptr;
    }
    const auto found = std::lower_bound(words.begin(), words.end(), std::pair(a, b), [](const Word& word, auto key) {
        return std::pair(word.first, word.second) < key;
    });
    return found != words.end() && found->first == a && found->second == b ? &*found : nullptr;
}

}  // namespace juan::han
