// RFC 9112 sections 2 to 5 without their leniencies.
#include "core/http/head.hpp"

#include <array>

#include "core/http/limits.hpp"

namespace juan::http {
namespace {

constexpr std::array<std::string_view, refusal_count> names{
    "line_end",    "byte",        "request_line", "method",         "target", "target_length", "field_line",
    "field_value", "field_count", "field_bytes",  "field_repeated", "host",   "length",        "transfer",
    "trailer",     "expectation", "body"};

constexpr std::array<bool, 256> token_bytes = [] {
    std::array<bool, 256> allowed{};
    for (const char c :
         std::string_view("!#$%&'*+-.^`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")) {
        allowed[static_cast<unsigned char>(c)] = true;
    }
    return allowed;
}();

// A line has ended before `end`; its first byte is at scan.line_start.
std::optional<Refusal> end_line(HeadScan& scan, std::size_t end)
{
    const std::size_t line_size = end - scan.line_start;
    if (scan.request_line_size == 0) {
        scan.request_line_size = end;
    } else if (line_size == 2) {
        scan.size = end;
    } else if (++scan.field_count > fields_max) {
        return Refusal::field_count;
    }
    scan.line_start = end;
    return {};
}

std::optional<Refusal> check_sizes(const HeadScan& scan)
{
    if (scan.request_line_size == 0) {
        return scan.looked > request_line_bytes_max ? std::optional(Refusal::target_length) : std::nullopt;
    }
    const std::size_t end = scan.size == 0 ? scan.looked : scan.size - 2;
    return end - scan.request_line_size > fields_bytes_max + (scan.size == 0 ? 2 : 0)
               ? std::optional(Refusal::field_bytes)
               : std::nullopt;
}

}  // namespace

std::string_view name_of(Refusal refusal) { return names[static_cast<std::size_t>(refusal)]; }

bool is_token(std::string_view text)
{
    for (const char c : text) {
        if (!token_bytes[static_cast<unsigned char>(c)]) {
            return false;
        }
    }
    return !text.empty();
}

std::string_view without_blanks(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<Refusal> look(HeadScan& scan, std::string_view bytes)
{
    for (; scan.looked < bytes.size() && scan.size == 0; ++scan.looked) {
        const auto c = static_cast<unsigned char>(bytes[scan.looked]);
        const bool follows_return = scan.looked > scan.line_start && bytes[scan.looked - 1] == '\r';
        if (c == '\n') {
            if (!follows_return) {
                return Refusal::line_end;
            }
            if (const auto refusal = end_line(scan, scan.looked + 1)) {
                return refusal;
            }
        } else if (follows_return) {
            return Refusal::line_end;
        } else if ((c < 0x20 && c != '\t' && c != '\r') || c >= 0x7F) {
            return Refusal::byte;
        }
    }
    return check_sizes(scan);
}

std::optional<RequestLine> split_request_line(std::string_view line)
{
    constexpr std::string_view version = " HTTP/1.1";
    const auto space = line.find(' ');
    if (space == line.npos || !line.ends_with(version) || line.size() < space + 2 + version.size()) {
        return {};
    }
    const std::string_view target = line.substr(space + 1, line.size() - version.size() - space - 1);
    if (!is_token(line.substr(0, space)) || target.find_first_of(" \t") != target.npos) {
        return {};
    }
    return RequestLine{line.substr(0, space), target};
}

std::optional<FieldLine> split_field_line(std::string_view line)
{
    const auto colon = line.find(':');
    if (colon == line.npos || !is_token(line.substr(0, colon))) {
        return {};
    }
    return FieldLine{line.substr(0, colon), without_blanks(line.substr(colon + 1))};
}

}  // namespace juan::http
