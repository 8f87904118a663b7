// UTF-8 is checked by blocks and passed on; other encodings go through an ICU converter line by line.
#include "flow/input/csv/decoder.hpp"

#include <simdjson.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace juan::input {
namespace {

constexpr std::size_t block_bytes = 256 * 1024;
constexpr std::size_t line_bytes_max = 64 * 1024;  // a longer line is converted in pieces
constexpr std::string_view replacement = "\xEF\xBF\xBD";

// Bytes at the end that begin a character whose rest has not arrived.
std::size_t cut_character_bytes(std::string_view text)
{
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const auto byte = static_cast<unsigned char>(text[text.size() - back]);
        if (byte < 0x80) {
            return 0;
        }
        if (byte >= 0xC0) {
            const std::size_t needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
            return back < needed ? back : 0;
        }
    }
    return 0;
}

}  // namespace

void Decoder::Close::operator()(UConverter* converter) const { ucnv_close(converter); }

Decoder::Decoder(ByteSource& source, std::string_view encoding, char line_end, std::uint64_t offset)
    : source_(source), line_end_(line_end), offset_(offset)
{
    if (encoding != "UTF-8") {
        UErrorCode status = U_ZERO_ERROR;
        converter_.reset(ucnv_open(std::string(encoding).c_str(), &status));
        if (U_FAILURE(status)) {
            throw Error(ErrorCode::encoding_unknown, {{"encoding", std::string(encoding)}});
        }
        unit_ = encoding.starts_with("UTF-16") ? 2 : 1;
        is_big_endian_ = encoding == "UTF-16BE";
    }
    mark();
}

Decoder::~Decoder() = default;

bool Decoder::fill(std::string& out)
{
    if (is_ended_) {
        return false;
    }
    const std::size_t kept = raw_.size();
    raw_.resize(kept + block_bytes);
    const std::size_t taken = source_.read(std::span(raw_).subspan(kept));
    raw_.resize(kept + taken);
    is_ended_ = taken < block_bytes;
    if (converter_) {
        convert_lines(out);
    } else {
        pass_utf8(out);
    }
    return true;
}

std::uint64_t Decoder::offset_of(std::uint64_t text_position)
{
    while (marks_.size() > 1 && marks_[1].text_position <= text_position) {
        marks_.pop_front();
    }
    return marks_.front().offset + (text_position - marks_.front().text_position);
}

void Decoder::pass_utf8(std::string& out)
{
    const std::size_t held = is_ended_ ? 0 : cut_character_bytes(raw_);
    std::string_view ready(raw_.data(), raw_.size() - held);
    if (simdjson::validate_utf8(ready.data(), ready.size())) {
        offset_ += ready.size();
        append(ready, out);
        raw_.erase(0, raw_.size() - held);
        return;
    }
    while (!ready.empty()) {
        const std::string_view line =
            ready.substr(0, ready.find(line_end_) == ready.npos ? ready.size() : ready.find(line_end_) + 1);
        offset_ += line.size();
        if (simdjson::validate_utf8(line.data(), line.size())) {
            append(line, out);
        } else {
            append(valid_utf8(line), out);
            replaced_until_ = text_position_;
            mark();
        }
        ready.remove_prefix(line.size());
    }
    raw_.erase(0, raw_.size() - held);
}

std::size_t Decoder::find_line_end(std::size_t from) const
{
    if (unit_ == 1) {
        const auto found = raw_.find(line_end_, from);
        return found == raw_.npos ? raw_.npos : found + 1;
    }
    for (std::size_t at = from; at + 1 < raw_.size(); at += 2) {
        const char high = raw_[is_big_endian_ ? at : at + 1];
        const char low = raw_[is_big_endian_ ? at + 1 : at];
        if (low == line_end_ && high == 0) {
            return at + 2;
        }
    }
    return raw_.npos;
}

void Decoder::convert_lines(std::string& out)
{
    std::size_t from = 0;
    for (;;) {
        const std::size_t to = find_line_end(from);
        if (to == raw_.npos) {
            break;
        }
        convert(std::string_view(raw_).substr(from, to - from), true, out);
        from = to;
    }
    const std::size_t rest = raw_.size() - from;
    if (is_ended_ || rest > line_bytes_max) {
        const std::size_t whole_units = is_ended_ ? rest : rest - rest % unit_;
        convert(std::string_view(raw_).substr(from, whole_units), is_ended_, out);
        from += whole_units;
    }
    raw_.erase(0, from);
}

// Requires: `bytes` ends with its line when `is_line`.
void Decoder::convert(std::string_view bytes, bool is_line, std::string& out)
{
    units_.resize(bytes.size() + 16);
    UErrorCode status = U_ZERO_ERROR;
    auto* target = units_.data();
    const char* from = bytes.data();
    ucnv_toUnicode(converter_.get(), &target, units_.data() + units_.size(), &from, bytes.data() + bytes.size(),
                   nullptr, is_line, &status);
    CHECK(U_SUCCESS(status));
    const auto count = target - units_.data();
    std::string text(static_cast<std::size_t>(count) * 3, '\0');
    std::int32_t size = 0;
    u_strToUTF8WithSub(text.data(), static_cast<std::int32_t>(text.size()), &size, units_.data(),
                       static_cast<std::int32_t>(count), 0xFFFD, nullptr, &status);
    CHECK(U_SUCCESS(status));
    text.resize(static_cast<std::size_t>(size));
    offset_ += bytes.size();
    append(text, out);
    if (text.find(replacement) != text.npos) {
        replaced_until_ = text_position_;
    }
    if (is_line) {
        mark();
    }
}

void Decoder::append(std::string_view text, std::string& out)
{
    out += text;
    text_position_ += text.size();
}

void Decoder::mark() { marks_.push_back({text_position_, offset_}); }

}  // namespace juan::input
