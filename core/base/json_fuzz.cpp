// Bodies of requests: whatever comes, it is JSON within bounds or refused with a sentence.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/json_writer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    juan::JsonWriter writer;
    writer.begin_object().member("text", text).end_object();
    juan::parse_json(writer.text());  // What we write, we can read, whatever the bytes were.
    try {
        const juan::Json json = juan::parse_json(text);
        static_cast<void>(json.dump(-1, ' ', false, juan::Json::error_handler_t::replace));
    } catch (const juan::Error&) {
        return 0;
    }
    return 0;
}
