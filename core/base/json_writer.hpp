// Writes JSON text front to back into one string. The only way rows become JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace juan {

class JsonWriter {
public:
    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);
    JsonWriter& string(std::string_view value);  // bytes that are not UTF-8 become U+FFFD
    JsonWriter& integer(std::int64_t value);
    JsonWriter& real(double value);  // shortest text that reads back the same; NaN and infinities become null
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    JsonWriter& raw(std::string_view json);  // Requires: one valid JSON value

    // key + value in one.
    JsonWriter& member(std::string_view name, std::string_view value) { return key(name).string(value); }
    JsonWriter& member(std::string_view name, const char* value) { return key(name).string(value); }
    JsonWriter& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
    JsonWriter& member(std::string_view name, bool value) { return key(name).boolean(value); }

    const std::string& text() const { return text_; }
    std::string take() { return std::move(text_); }

private:
    void separate();

    std::string text_;
    bool needs_comma_ = false;
};

// `value` as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view value);

}  // namespace juan
