// Tidying and folding. Plain ASCII and Chinese text never reaches ICU: almost every cell of an import is one of them.
#include "core/base/text.hpp"

#include <simdjson.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/han.hpp"

namespace juan {
namespace {

using han::append_point;
using han::take_point;

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// What the short path makes of a character: itself or its half-width form; nothing when only ICU can say.
constexpr char32_t unsure = 0xFFFFFFFF;

char32_t tidy_simple(char32_t point)
{
    if (point >= 0x4E00 && point <= 0x9FFF) {
        return point;
    }
    if (point < 0x80) {
        return point;
    }
    if (point >= 0xFF01 && point <= 0xFF5E) {
        return point - 0xFEE0;
    }
    if (point == 0x3000) {
        return ' ';
    }
    // 、。〃〈〉《》「」『』【】, dashes and quotation marks, middle dot, 㐀 to 䶵: all are their own NFKC form.
    const bool is_same = (point >= 0x3001 && point <= 0x3011) || (point >= 0x2018 && point <= 0x201E) ||
                         point == 0x2013 || point == 0x2014 || point == 0xB7 || (point >= 0x3400 && point <= 0x4DBF);
    return is_same ? point : unsure;
}

bool is_blank(char32_t point)
{
    if (point < 0x80) {
        return point == ' ' || (point >= '\t' && point <= '\r') || (point >= 0x1C && point <= 0x1F);
    }
    return u_isUWhiteSpace(static_cast<UChar32>(point)) != 0;
}

// Control characters and the invisible marks that only spoil comparing. The joiners stay: scripts and emoji need them.
bool is_dropped(char32_t point)
{
    if (point < 0x80) {
        return point < 0x20 || point == 0x7F;
    }
    return point <= 0x9F || point == 0xAD || point == 0x200B || point == 0x200E || point == 0x200F ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x2069) || point == 0xFEFF;
}

// Adds characters, making runs of blanks one and leaving out those at the ends.
class Tidier {
public:
    explicit Tidier(std::size_t size) { out_.reserve(size); }

    void add(char32_t point)
    {
        if (is_blank(point)) {
            needs_blank_ = !out_.empty();
        } else if (!is_dropped(point)) {
            if (needs_blank_) {
                out_ += ' ';
                needs_blank_ = false;
            }
            append_point(out_, point);
        }
    }
    std::string take() { return std::move(out_); }

private:
    std::string out_;
    bool needs_blank_ = false;
};

bool is_tidy_ascii(std::string_view text)
{
    char before = ' ';
    for (const char c : text) {
        if (c < 0x20 || c == 0x7F || (c == ' ' && before == ' ')) {  // char is signed: bytes from 0x80 are below 0x20
            return false;
        }
        before = c;
    }
    return text.empty() || before != ' ';
}

enum class Form { composed, folded };

std::string normalize(std::string_view text, Form form)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = form == Form::composed ? icu::Normalizer2::getNFKCInstance(status)
                                                                : icu::Normalizer2::getNFKCCasefoldInstance(status);
    CHECK(U_SUCCESS(status));
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
    const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
    normalizer->normalizeUTF8(0, piece, sink, nullptr, status);
    CHECK(U_SUCCESS(status));
    return out;
}

std::string retidy(std::string_view text)
{
    Tidier tidier(text.size());
    for (std::size_t at = 0; at < text.size();) {
        tidier.add(take_point(text, at));
    }
    return tidier.take();
}

std::string tidy_by_icu(std::string_view text)
{
    // Twice: what is dropped may stand between two characters that compose, and composing may bring blanks.
    return retidy(normalize(retidy(valid_utf8(text)), Form::composed));
}

}  // namespace

std::string valid_utf8(std::string_view text)
{
    if (simdjson::validate_utf8(text.data(), text.size())) {
        return std::string(text);
    }
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        const char32_t point = take_point(text, at);
        out += point == U'\uFFFD' ? replacement : text.substr(start, at - start);
    }
    return out;
}

std::string tidy_text(std::string_view text)
{
    if (is_tidy_ascii(text)) {
        return std::string(text);
    }
    Tidier tidier(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t simple = tidy_simple(take_point(text, at));
        if (simple == unsure) {
            return tidy_by_icu(text);
        }
        tidier.add(simple);
    }
    return tidier.take();
}

std::string fold_text(std::string_view text)
{
    std::string tidy = tidy_text(text);
    bool is_simple = true;
    for (std::size_t at = 0; at < tidy.size() && is_simple;) {
        is_simple = tidy_simple(take_point(tidy, at)) != unsure;
    }
    if (!is_simple) {
        tidy = normalize(tidy, Form::folded);
    }
    Tidier out(tidy.size());  // once more: folding drops the joiners
    for (std::size_t at = 0; at < tidy.size();) {
        const char32_t point = take_point(tidy, at);
        out.add(point >= 'A' && point <= 'Z' ? point + 0x20 : han::simplify(point));
    }
    return out.take();
}

std::size_t count_characters(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace juan
