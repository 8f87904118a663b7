// Bytes in any encoding become valid UTF-8 on the fly, and it stays known at which byte of the source each line begins.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "flow/input/csv/bytes.hpp"

struct UConverter;

namespace juan::input {

class Decoder {
public:
    // `encoding`: a name ICU knows. `line_end`: '\n', or '\r' for files that have no other.
    // `offset`: where in the file `source` starts; must be the start of a line.
    Decoder(ByteSource& source, std::string_view encoding, char line_end, std::uint64_t offset);
    ~Decoder();

    // Appends a further piece of text to `out`. False at the end of the source.
    bool fill(std::string& out);

    // The byte of the source at which the text position (bytes of UTF-8 since the start) stands.
    // Exact at the starts of lines. Requires: positions asked for in ascending order.
    std::uint64_t offset_of(std::uint64_t text_position);

    // Text position after the last U+FFFD put in the place of unreadable bytes; 0 when there was none.
    std::uint64_t replaced_until() const { return replaced_until_; }

private:
    struct Mark {
        std::uint64_t text_position;
        std::uint64_t offset;
    };
    struct Close {
        void operator()(UConverter* converter) const;
    };

    void pass_utf8(std::string& out);
    void convert_lines(std::string& out);
    void convert(std::string_view bytes, bool is_line, std::string& out);
    std::size_t find_line_end(std::size_t from) const;
    void append(std::string_view text, std::string& out);
    void mark();

    ByteSource& source_;
    std::unique_ptr<UConverter, Close> converter_;  // null for UTF-8
    std::size_t unit_ = 1;                          // bytes of a code unit
    bool is_big_endian_ = false;
    char line_end_;
    bool is_ended_ = false;
    std::string raw_;  // read but not yet decoded
    std::u16string units_;
    std::deque<Mark> marks_;  // between two marks text and source advance alike
    std::uint64_t offset_;    // of the front of raw_
    std::uint64_t text_position_ = 0;
    std::uint64_t replaced_until_ = 0;
};

}  // namespace juan::input
