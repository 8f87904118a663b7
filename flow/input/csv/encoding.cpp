// Marks first, then what the bytes allow; uchardet is asked only about encodings whose bytes allow anything.
#include "flow/input/csv/encoding.hpp"

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <vector>

#include "core/base/error.hpp"
#include "flow/input/csv/line_encodings.hpp"

namespace juan::input {
namespace {

constexpr double common_share_min = 0.9;  // of the characters of Chinese text that stand in the 6,763 of GB 2312
constexpr double utf8_share_min = 0.7;    // of the sequences, for UTF-8 with damage in it; chance gives a few per cent
constexpr double unreadable_share_max = 0.002;
constexpr std::ptrdiff_t high_bytes_min = 100;  // before a guess among one-byte encodings means anything
constexpr std::size_t uchardet_bytes_max = 64 * 1024;

unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

struct Utf8Count {
    std::size_t good = 0;  // sequences of two bytes and more
    std::size_t bad = 0;   // bytes that belong to none
};

Utf8Count count_utf8(std::string_view text)
{
    Utf8Count count;
    for (std::size_t at = 0; at < text.size();) {
        const unsigned char lead = byte_at(text, at);
        const std::size_t size = lead < 0x80                   ? 1
                                 : lead >= 0xC2 && lead < 0xE0 ? 2
                                 : lead >= 0xE0 && lead < 0xF0 ? 3
                                 : lead >= 0xF0 && lead < 0xF5 ? 4
                                                               : 0;
        if (size > 1 && at + size > text.size()) {
            break;  // cut by the end of the sample
        }
        bool is_whole = size > 0;
        for (std::size_t i = 1; i < size; ++i) {
            is_whole = is_whole && (byte_at(text, at + i) & 0xC0) == 0x80;
        }
        count.good += is_whole && size > 1 ? 1 : 0;
        count.bad += is_whole ? 0 : 1;
        at += is_whole ? size : 1;
    }
    return count;
}

struct GbCount {
    std::size_t common = 0;  // in rows 16 to 87 of GB 2312, or its symbols
    std::size_t other = 0;   // elsewhere in GB 18030
    std::size_t bad = 0;
};

GbCount count_gb18030(std::string_view text)
{
    GbCount count;
    for (std::size_t at = 0; at < text.size();) {
        const unsigned char lead = byte_at(text, at);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        if (at + 1 >= text.size()) {
            break;
        }
        const unsigned char trail = byte_at(text, at + 1);
        if (lead == 0x80 || lead == 0xFF) {
            ++count.bad;
            ++at;
        } else if (trail >= 0xA1 && trail <= 0xFE && ((lead >= 0xB0 && lead <= 0xF7) || lead == 0xA1 || lead == 0xA3)) {
            ++count.common;
            at += 2;
        } else if (trail >= 0x40 && trail != 0x7F && trail != 0xFF) {
            ++count.other;
            at += 2;
        } else if (trail >= 0x30 && trail <= 0x39) {
            ++count.other;
            at += 4;
        } else {
            ++count.bad;
            ++at;
        }
    }
    return count;
}

// Line breaks, delimiters and digits are ASCII in every table: in UTF-16 each of them carries a zero byte.
std::string detect_utf16(std::string_view text)
{
    std::size_t little = 0;
    std::size_t big = 0;
    std::size_t zero = 0;
    for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
        const unsigned char first = byte_at(text, at);
        const unsigned char second = byte_at(text, at + 1);
        little += second == 0 && first != 0 && first < 0x80 ? 1 : 0;
        big += first == 0 && second != 0 && second < 0x80 ? 1 : 0;
        zero += first == 0 && second == 0 ? 1 : 0;
    }
    const std::size_t most = std::max(little, big);
    const bool is_ascii = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0; });
    if (is_ascii && most * 3 < text.size()) {
        return {};  // Text in ASCII would have a zero for every letter; these came in by a fault.
    }
    if (zero > 0 || most * 50 < text.size() / 2 || std::min(little, big) * 10 > most) {
        return {};
    }
    return little > big ? "UTF-16LE" : "UTF-16BE";
}

// Guesses worth following. Among the tables for western Europe uchardet errs as often as not; windows-1252 covers them.
bool is_credible(std::string_view guess, std::string_view sample)
{
    static constexpr std::string_view many_bytes[] = {"BIG5", "SHIFT_JIS", "EUC-JP", "EUC-KR",
                                                      "UHC",  "EUC-TW",    "GB18030"};
    static constexpr std::string_view one_byte[] = {
        "WINDOWS-1250", "WINDOWS-1251", "WINDOWS-1253", "WINDOWS-1255", "WINDOWS-1256", "WINDOWS-1258", "ISO-8859-2",
        "ISO-8859-5",   "ISO-8859-7",   "ISO-8859-8",   "KOI8-R",       "TIS-620",      "VISCII",
    };
    if (std::find(std::begin(many_bytes), std::end(many_bytes), guess) != std::end(many_bytes)) {
        return true;
    }
    return std::find(std::begin(one_byte), std::end(one_byte), guess) != std::end(one_byte) &&
           std::count_if(sample.begin(), sample.end(), [](char c) { return c < 0; }) >= high_bytes_min;
}

// Share of the sample that an ICU converter cannot read; 1 when ICU does not know the name.
double unreadable_share(std::string_view text, const std::string& name)
{
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, void (*)(UConverter*)> converter(ucnv_open(name.c_str(), &status), ucnv_close);
    if (U_FAILURE(status)) {
        return 1;
    }
    std::vector<char16_t> units(text.size() + 16);
    const std::int32_t count = ucnv_toUChars(converter.get(), units.data(), static_cast<std::int32_t>(units.size()),
                                             text.data(), static_cast<std::int32_t>(text.size()), &status);
    const auto bad = std::count_if(units.begin(), units.begin() + count, [](char16_t unit) {
        return unit == 0xFFFD || unit == 0x1A || (unit >= 0x80 && unit < 0xA0);
    });
    return count == 0 ? 1 : static_cast<double>(bad) / static_cast<double>(count);
}

std::string ask_uchardet(std::string_view text)
{
    const std::unique_ptr<uchardet, void (*)(uchardet_t)> detector(uchardet_new(), uchardet_delete);
    uchardet_handle_data(detector.get(), text.data(), std::min(text.size(), uchardet_bytes_max));
    uchardet_data_end(detector.get());
    return uchardet_get_charset(detector.get());
}

[[noreturn]] void refuse_binary()
{
    throw Error(ErrorCode::file_not_text,
                {{"what", "NUL"}, {"what.zh", "含有二进制数据"}, {"what.en", "it holds binary data"}});
}

}  // namespace

Encoding detect_encoding(std::string_view sample)
{
    if (sample.starts_with("\xEF\xBB\xBF")) {
        return {"UTF-8", 3};
    }
    if (sample.starts_with("\xFF\xFE")) {
        return {"UTF-16LE", 2};
    }
    if (sample.starts_with("\xFE\xFF")) {
        return {"UTF-16BE", 2};
    }
    if (sample.find('\0') != sample.npos) {
        const std::string name = detect_utf16(sample);
        if (name.empty()) {
            refuse_binary();
        }
        return {name};
    }
    const auto controls = std::count_if(sample.begin(), sample.end(), [](char c) {
        return c >= 0 && c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1A;
    });
    if (static_cast<std::size_t>(controls) * 20 > sample.size()) {
        refuse_binary();
    }
    const Utf8Count utf8 = count_utf8(sample);
    const LineEncodings lines = count_line_encodings(sample);
    if (lines.is_mixed()) {
        return {lines.utf8 >= lines.gb ? "UTF-8" : "GB18030"};
    }
    if (static_cast<double>(utf8.good) >= utf8_share_min * static_cast<double>(utf8.good + utf8.bad)) {
        return {"UTF-8"};
    }
    const GbCount gb = count_gb18030(sample);
    const auto gb_all = static_cast<double>(gb.common + gb.other + gb.bad);
    if (static_cast<double>(gb.common) >= common_share_min * gb_all) {
        return {"GB18030"};
    }
    const std::string guess = ask_uchardet(sample);
    if (is_credible(guess, sample) && unreadable_share(sample, guess) <= unreadable_share_max) {
        return {guess};
    }
    const bool is_chinese =
        gb.common * 2 > gb.other + gb.bad && static_cast<double>(gb.bad) <= unreadable_share_max * gb_all;
    return {is_chinese ? "GB18030" : "windows-1252"};
}

}  // namespace juan::input
