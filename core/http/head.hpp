// The bytes of a request's head as they come in: where it ends, and its lines. Strict where HTTP allows leniency,
// because what two programs read differently can smuggle a second request past one of them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace juan::http {

// Why a request is not even looked at.
enum class Refusal {
    line_end,      // CR or LF alone
    byte,          // control characters, bytes from 0x7F on
    request_line,  // not METHOD SP target SP HTTP/1.1
    method,
    target,
    target_length,
    field_line,   // no name, a space before the colon, a folded line, ...
    field_value,  // not what this field can hold
    field_count,
    field_bytes,
    field_repeated,
    host,      // none, two, or not a name of this server
    length,    // Content-Length that is not one plain number
    transfer,  // any Transfer-Encoding
    trailer,
    expectation,
    body,  // a body where there cannot be one
};
constexpr std::size_t refusal_count = static_cast<std::size_t>(Refusal::body) + 1;
std::string_view name_of(Refusal refusal);

// How far a head has been looked through, so that bytes coming one by one are each looked at once.
struct HeadScan {
    std::size_t size = 0;               // of the whole head with its empty line; 0 until that has come
    std::size_t request_line_size = 0;  // with its line end
    std::size_t looked = 0;
    std::size_t line_start = 0;
    std::size_t field_count = 0;
};

// Looks at what has come behind scan.looked. Requires: `bytes` begins with what the earlier calls were given.
std::optional<Refusal> look(HeadScan& scan, std::string_view bytes);

// A token as in RFC 9110 5.6.2, less the underscore: programs behind us may take it for a hyphen.
bool is_token(std::string_view text);
std::string_view without_blanks(std::string_view text);  // around it

struct RequestLine {
    std::string_view method;
    std::string_view target;
};
std::optional<RequestLine> split_request_line(std::string_view line);

struct FieldLine {
    std::string_view name;
    std::string_view value;  // without the white space around it
};
std::optional<FieldLine> split_field_line(std::string_view line);

}  // namespace juan::http
