// Whatever bytes come: no crash; the same verdict however they are cut; and what the gate takes, another parser takes
// too and reads the same way.
#include <utility>  // Asio 1.74 uses std::exchange without asking for it.

#include <boost/asio/buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

#include "core/http/gate.hpp"
#include "core/http/limits.hpp"
#include "core/http/names.hpp"

namespace {

namespace beast = boost::beast;

void require(bool claim)
{
    if (!claim) {
        std::abort();
    }
}

void compare(const juan::http::Head& head, std::string_view bytes)
{
    beast::http::request_parser<beast::http::empty_body> parser;
    parser.header_limit(juan::http::head_bytes_max);
    parser.body_limit(std::numeric_limits<std::uint64_t>::max());
    boost::system::error_code error;
    const auto used = parser.put(boost::asio::buffer(bytes), error);
    require(!error && parser.is_header_done() && used == bytes.size());
    const auto& request = parser.get();
    require(std::string(request.method_string()) == juan::http::name_of(head.method) && request.version() == 11);
    require(static_cast<std::size_t>(std::distance(request.begin(), request.end())) == head.fields.size());
    require(!parser.chunked() && parser.content_length().value_or(0) == head.content_length);
    for (const auto& [name, value] : head.fields) {
        bool is_there = false;
        for (const auto& field : request) {
            is_there = is_there || (beast::iequals(field.name_string(), name) && std::string(field.value()) == value);
        }
        require(is_there);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace juan::http;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    HeadScan whole;
    const auto refusal = look(whole, bytes);
    HeadScan parts;
    std::optional<Refusal> part_refusal;
    for (std::size_t end = 1; end <= size && !part_refusal && parts.size == 0; ++end) {
        part_refusal = look(parts, bytes.substr(0, end));
    }
    require(refusal.has_value() == part_refusal.has_value() && whole.size == parts.size);
    if (refusal || whole.size == 0) {
        return 0;
    }
    const Gate gate({});
    const auto head = gate.pass(bytes.substr(0, whole.size), whole);
    if (head) {
        compare(*head, bytes.substr(0, whole.size));
    }
    return 0;
}
