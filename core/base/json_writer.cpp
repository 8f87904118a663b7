// Commas and escapes.
#include "core/base/json_writer.hpp"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace juan {
namespace {

void append_escaped(std::string& out, char c)
{
    switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default: fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
    }
}

bool is_plain(char c)
{
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 && c != '"' && c != '\\';
}

}  // namespace

void append_json_string(std::string& out, std::string_view value)
{
    out += '"';
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(value.data());
    const auto size = static_cast<std::int32_t>(value.size());
    for (std::int32_t i = 0; i < size;) {
        const char c = value[static_cast<std::size_t>(i)];
        if (is_plain(c)) {
            const auto* begin = value.data() + i;
            const auto* end = std::find_if_not(begin, value.data() + size, is_plain);
            out.append(begin, end);
            i += static_cast<std::int32_t>(end - begin);
        } else if (static_cast<unsigned char>(c) < 0x80) {
            append_escaped(out, c);
            ++i;
        } else {
            const std::int32_t start = i;
            UChar32 point = 0;
            U8_NEXT(bytes, i, size, point);
            out += point < 0 ? std::string_view("\xEF\xBF\xBD")
                             : value.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start));
        }
    }
    out += '"';
}

void JsonWriter::separate()
{
    if (needs_comma_) {
        text_ += ',';
    }
    needs_comma_ = true;
}

JsonWriter& JsonWriter::begin_object()
{
    separate();
    text_ += '{';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_object()
{
    text_ += '}';
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_array()
{
    separate();
    text_ += '[';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_array()
{
    text_ += ']';
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    separate();
    append_json_string(text_, name);
    text_ += ':';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view value)
{
    separate();
    append_json_string(text_, value);
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value)
{
    separate();
    fmt::format_to(std::back_inserter(text_), "{}", value);
    return *this;
}

JsonWriter& JsonWriter::real(double value)
{
    if (!std::isfinite(value)) {
        return null();
    }
    separate();
    fmt::format_to(std::back_inserter(text_), "{}", value);
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value)
{
    separate();
    text_ += value ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::null()
{
    separate();
    text_ += "null";
    return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json)
{
    separate();
    text_ += json;
    return *this;
}

}  // namespace juan
