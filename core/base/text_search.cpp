// Tokens of the full-text index and what a typed query asks of them. Both sides split text by the same function.
#include <unicode/uchar.h>

#include <algorithm>
#include <iterator>

#include "core/base/han.hpp"
#include "core/base/text.hpp"

namespace juan {
namespace {

constexpr std::size_t pinyin_syllables_max = 24;  // of one text: longer ones are addresses and remarks
constexpr std::size_t phone_digits_min = 7;

enum class Script { none, chinese, word };

// Kana run on without blanks, as Han does.
Script script_of(char32_t point)
{
    if (point < 0x80) {
        const bool is_letter = (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
        return is_letter || (point >= '0' && point <= '9') ? Script::word : Script::none;
    }
    if (is_han(point) || (point >= 0x3041 && point <= 0x30FF && point != 0x30FB)) {
        return Script::chinese;
    }
    const auto type = u_charType(static_cast<UChar32>(point));
    const bool is_mark = type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
    return is_mark || u_isalnum(static_cast<UChar32>(point)) != 0 ? Script::word : Script::none;
}

struct Run {
    Script script;
    std::string_view text;
};

// Calls take(Run) for each run of one script.
template <class Take>
void each_run(std::string_view text, Take take)
{
    std::size_t start = 0;
    Script script = Script::none;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t here = at;
        const Script next = script_of(han::take_point(text, at));
        if (next != script) {
            if (script != Script::none) {
                take(Run{script, text.substr(start, here - start)});
            }
            script = next;
            start = here;
        }
    }
    if (script != Script::none) {
        take(Run{script, text.substr(start)});
    }
}

// Calls take(gram, is_last) for each two characters that follow one another, then for the last one alone.
template <class Take>
void each_gram(std::string_view run, Take take)
{
    std::size_t start = 0;
    std::size_t middle = 0;
    han::take_point(run, middle);
    while (middle < run.size()) {
        std::size_t end = middle;
        han::take_point(run, end);
        take(run.substr(start, end - start), false);
        start = middle;
        middle = end;
    }
    take(run.substr(start), true);
}

void append_token(std::string& out, std::string_view token)
{
    if (!out.empty()) {
        out += ' ';
    }
    out += token;
}

void append_pinyin(std::string& out, std::string_view text)
{
    std::vector<std::string> syllables = pinyin(text);
    if (syllables.empty()) {
        return;
    }
    syllables.resize(std::min(syllables.size(), pinyin_syllables_max));
    std::string joined;
    std::string initials;
    for (const std::string& syllable : syllables) {
        joined += syllable;
        initials += syllable.front();
    }
    append_token(out, joined);
    if (syllables.size() > 1) {
        // The given name by itself.
        const std::size_t surname_syllables = compound_surname(text).empty() ? 1 : 2;
        std::size_t surname_size = syllables.front().size();
        if (surname_syllables == 2 && syllables.size() > 2) {
            surname_size += syllables[1].size();
        }
        append_token(out, std::string_view(joined).substr(surname_size));
        append_token(out, initials);
    }
}

// Country codes of one and two digits; all others have three (ITU-T E.164, list of assigned country codes).
std::size_t country_code_digits(std::string_view digits)
{
    static constexpr std::string_view two =
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 "
        "60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";
    if (digits.starts_with('1') || digits.starts_with('7')) {
        return 1;
    }
    return two.find(digits.substr(0, 2)) != two.npos ? 2 : 3;
}

// All digits when the whole of what was typed reads as a telephone number; else empty.
std::string phone_digits(std::string_view typed)
{
    std::string digits;
    for (const char c : typed) {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (std::string_view(" +-().").find(c) == std::string_view::npos) {
            return {};
        }
    }
    if (digits.size() < phone_digits_min) {
        return {};
    }
    return digits.starts_with("00") && digits.size() > 10 ? digits.substr(2) : digits;
}

}  // namespace

std::string search_tokens(std::string_view text)
{
    const std::string folded = fold_text(text);
    std::string out;
    out.reserve(folded.size() * 4);
    bool has_chinese = false;
    each_run(folded, [&](const Run& run) {
        if (run.script == Script::word) {
            append_token(out, run.text);
            return;
        }
        has_chinese = true;
        each_gram(run.text, [&](std::string_view gram, bool) { append_token(out, gram); });
    });
    if (has_chinese) {
        append_pinyin(out, text);
    }
    return out;
}

std::string search_tokens_phone(std::string_view e164)
{
    std::string digits;
    const std::string_view number = e164.substr(0, e164.find(';'));  // RFC 3966: ";ext=801" is not part of it
    std::copy_if(number.begin(), number.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    std::string out = digits;
    if (e164.starts_with('+') && digits.size() > 4) {
        const std::string_view national = std::string_view(digits).substr(country_code_digits(digits));
        append_token(out, national);
        if (digits.starts_with("86") && !national.starts_with('1')) {
            append_token(out, "0" + std::string(national));  // a landline is written with its trunk prefix
        }
    }
    if (digits.size() > 4) {
        append_token(out, std::string_view(digits).substr(digits.size() - 4));
    }
    return out;
}

std::vector<SearchToken> search_query(std::string_view typed)
{
    const std::string folded = fold_text(typed);
    std::vector<SearchToken> out;
    if (std::string digits = phone_digits(folded); !digits.empty()) {
        out.push_back({std::move(digits), true});
        return out;
    }
    each_run(folded, [&](const Run& run) {
        if (run.script == Script::word) {
            out.push_back({std::string(run.text), true});
            return;
        }
        each_gram(run.text, [&](std::string_view gram, bool is_last) {
            if (!is_last || gram.size() == run.text.size()) {
                out.push_back({std::string(gram), is_last});
            }
        });
    });
    return out;
}

}  // namespace juan
