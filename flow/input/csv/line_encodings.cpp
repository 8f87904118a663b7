// Chinese in UTF-8 is three bytes a character. In GB 18030 the same bytes would be pairs of rare characters, so that
// three of them in a row hardly come about by chance; two-byte sequences of UTF-8 do, and prove nothing.
#include "flow/input/csv/line_encodings.hpp"

#include <algorithm>

namespace juan::input {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

bool is_utf8(std::string_view line)
{
    bool is_any = false;
    for (std::size_t at = 0; at < line.size();) {
        const unsigned char lead = byte_at(line, at);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        const std::size_t size = lead >= 0xE1 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (size == 0 || at + size > line.size()) {
            return false;
        }
        for (std::size_t i = 1; i < size; ++i) {
            if ((byte_at(line, at + i) & 0xC0) != 0x80) return false;
        }
        is_any = true;
        at += size;
    }
    return is_any;
}

// In the 6,763 characters of GB 2312, its symbols and its full-width letters.
bool is_gb2312(std::string_view line)
{
    bool is_any = false;
    for (std::size_t at = 0; at < line.size();) {
        const unsigned char lead = byte_at(line, at);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        const unsigned char trail = at + 1 < line.size() ? byte_at(line, at + 1) : 0;
        const bool is_row = (lead >= 0xB0 && lead <= 0xF7) || lead == 0xA1 || lead == 0xA3;
        if (!is_row || trail < 0xA1 || trail == 0xFF) {
            return false;
        }
        is_any = true;
        at += 2;
    }
    return is_any;
}

void note(std::size_t& count, std::uint64_t& first, std::uint64_t line)
{
    first = count == 0 ? line : first;
    ++count;
}

}  // namespace

LineEncodings count_line_encodings(std::string_view sample)
{
    LineEncodings counts;
    std::uint64_t number = 1;
    for (std::size_t at = 0; at < sample.size(); ++number) {
        const std::size_t end = std::min(sample.find('\n', at), sample.size());
        const std::string_view line = sample.substr(at, end - at);
        if (is_utf8(line)) {
            note(counts.utf8, counts.first_utf8, number);
        } else if (is_gb2312(line)) {
            note(counts.gb, counts.first_gb, number);
        }
        at = end + 1;
    }
    return counts;
}

}  // namespace juan::input
