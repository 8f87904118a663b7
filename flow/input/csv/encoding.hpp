// Which encoding a file is written in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace juan::input {

struct Encoding {
    std::string name;            // known to ICU
    std::size_t mark_bytes = 0;  // of the byte order mark
};

// From the beginning of a file. Throws Error file_not_text when it is none of text.
Encoding detect_encoding(std::string_view sample);

}  // namespace juan::input
