// Which of two encodings each line is written in: a file pasted together from two programs holds both.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace juan::input {

// Lines that can only be the one or the other; those in ASCII are neither.
struct LineEncodings {
    std::size_t utf8 = 0;
    std::size_t gb = 0;
    std::uint64_t first_utf8 = 0;  // number of the first such line, from 1; 0: there is none
    std::uint64_t first_gb = 0;
    bool is_mixed() const { return utf8 > 0 && gb > 0; }
};

// `sample`: the beginning of a file, of an encoding that writes line breaks as ASCII does.
LineEncodings count_line_encodings(std::string_view sample);

}  // namespace juan::input
