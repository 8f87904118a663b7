// Text of many scripts: tidying, folding for search, pinyin. All functions take and give UTF-8 and are pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace juan {

// Invalid bytes replaced by U+FFFD; otherwise the same text.
std::string valid_utf8(std::string_view text);

// NFKC (full-width digits and letters become half-width), control characters dropped, runs of white space made one
// blank, trimmed. What a person typed, without what they did not mean to type.
std::string tidy_text(std::string_view text);

// For comparing and searching: tidy_text, lower case, traditional characters made simplified.
std::string fold_text(std::string_view text);

// "张子涵" -> {"zhang", "zi", "han"}; what is not Chinese is left out. The commonest reading of each character,
// the reading as a surname for the first one ("单" -> "shan", "曾" -> "zeng").
// ü is written v, as on a keyboard. Words of two characters that data/readings.csv knows have their own readings
// ("银行" -> "yin", "hang").
std::vector<std::string> pinyin(std::string_view text);

// The surname of two characters ("欧阳", "尉遲") that `text` begins with, as it stands there; empty when there is none.
std::string_view compound_surname(std::string_view text);

// A character of the Chinese script.
bool is_han(char32_t point);

// Tokens by which `text` is found, separated by blanks, for the full-text index:
// two-character grams and the single last character of Chinese runs, whole words of other scripts,
// joined pinyin of the whole ("zhangzihan"), joined pinyin without the first syllable, and its initials ("zzh").
std::string search_tokens(std::string_view text);
// Tokens of a phone number: all its digits, the national number, its last four digits.
std::string search_tokens_phone(std::string_view e164);

// What a person typed in a search box, as the tokens (all must match) it stands for.
struct SearchToken {
    std::string text;
    bool is_prefix;  // match tokens that begin with it
};
std::vector<SearchToken> search_query(std::string_view typed);

// Code points.
std::size_t count_characters(std::string_view text);

}  // namespace juan
