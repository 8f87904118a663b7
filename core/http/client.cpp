// fetch(): one request, one answer, one connection. Boost.Beast reads the answer, so that tests of this server have a
// second opinion on what it says.
#include <utility>  // Asio 1.74 uses std::exchange without asking for it.

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <fstream>
#include <limits>
#include <memory>

#include "core/http/http.hpp"
#include "core/http/limits.hpp"
#include "core/http/names.hpp"

namespace juan::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;

constexpr std::chrono::seconds patience{30};
constexpr std::uint64_t polite_bytes_min = 1024 * 1024;  // bodies from here on ask first whether they are wanted

using Parser = beast::http::response_parser<beast::http::string_body>;

// Each step starts one operation and waits until it has ended or `patience` is over.
class Exchange {
public:
    template <class Start>
    error_code step(Start&& start)
    {
        error_code result;
        stream_.expires_after(patience);
        start(stream_, [&result](const error_code& error, auto&&...) { result = error; });
        context_.restart();
        context_.run();
        return result;
    }

    error_code connect(const std::string& host, std::uint16_t port)
    {
        asio::ip::tcp::resolver resolver(context_);
        error_code error;
        const auto endpoints = resolver.resolve(host, std::to_string(port), error);
        return error ? error : step([&](auto& stream, auto done) { stream.async_connect(endpoints, done); });
    }

    error_code send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const std::string_view part = bytes.substr(0, file_chunk_bytes);
            const auto error =
                step([&](auto& stream, auto done) { asio::async_write(stream, asio::buffer(part), done); });
            if (error) {
                return error;
            }
            bytes.remove_prefix(part.size());
        }
        return {};
    }

    error_code send_file(const std::string& path)
    {
        std::ifstream file(path, std::ios::binary);
        std::string part(file_chunk_bytes, '\0');
        while (file) {
            file.read(part.data(), static_cast<std::streamsize>(part.size()));
            if (const auto error = send(std::string_view(part).substr(0, static_cast<std::size_t>(file.gcount())))) {
                return error;
            }
        }
        return {};
    }

    error_code receive(Parser& parser)
    {
        parser.body_limit(std::numeric_limits<std::uint64_t>::max());  // boost::none means 0 in 1.74
        while (!parser.is_done()) {
            const auto error =
                step([&](auto& stream, auto done) { beast::http::async_read_some(stream, buffer_, parser, done); });
            if (error) {
                return error;
            }
        }
        return {};
    }

private:
    asio::io_context context_;
    beast::tcp_stream stream_{context_};
    beast::flat_buffer buffer_;
};

bool has(const Fields& headers, std::string_view name)
{
    return std::any_of(headers.begin(), headers.end(), [&](const auto& header) {
        return beast::iequals({header.first.data(), header.first.size()}, {name.data(), name.size()});
    });
}

std::string request_head(std::string_view host, std::uint16_t port, Method method, std::string_view target,
                         const Fields& headers, std::uint64_t body_bytes, std::string_view body_type)
{
    std::string head = std::string(name_of(method)) + " " + std::string(target) + " HTTP/1.1\r\n";
    if (!has(headers, "host")) {
        const bool is_v6 = host.find(':') != host.npos;
        head += "Host: " + (is_v6 ? "[" + std::string(host) + "]" : std::string(host)) + ":" + std::to_string(port) +
                "\r\n";
    }
    if (is_write(method)) {
        head += "Content-Length: " + std::to_string(body_bytes) + "\r\n";
    }
    if (body_bytes > 0 && !has(headers, "content-type")) {
        head += "Content-Type: " + std::string(body_type) + "\r\n";
    }
    for (const auto& [name, value] : headers) {
        head += name + ": " + value + "\r\n";
    }
    head += body_bytes >= polite_bytes_min ? "Expect: 100-continue\r\n" : "";
    return head + "Connection: close\r\n\r\n";
}

std::uint64_t file_bytes(const std::string& path)
{
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) {
        throw Error(ErrorCode::not_found, {{"what", path}});
    }
    return static_cast<std::uint64_t>(file.tellg());
}

}  // namespace

ClientResponse fetch(std::string_view host, std::uint16_t port, Method method, std::string_view target,
                     const Fields& headers, std::string_view body, const std::string& body_file)
{
    const bool is_file = !body_file.empty();
    const std::uint64_t body_bytes = is_file ? file_bytes(body_file) : body.size();
    const std::string_view body_type = is_file ? "application/octet-stream" : "application/json";
    Exchange exchange;
    auto parser = std::make_unique<Parser>();
    parser->skip(method == Method::head);
    error_code error = exchange.connect(std::string(host), port);
    if (!error) {
        error = exchange.send(request_head(host, port, method, target, headers, body_bytes, body_type));
    }
    if (!error && body_bytes >= polite_bytes_min) {
        error = exchange.receive(*parser);
    }
    const bool is_wanted = body_bytes < polite_bytes_min || parser->get().result_int() == 100;
    if (!error && is_wanted) {
        // A server that refuses a body may stop reading it; its answer is there all the same.
        const error_code unsent = is_file ? exchange.send_file(body_file) : exchange.send(body);
        parser = std::make_unique<Parser>();
        parser->skip(method == Method::head);
        error = unsent == beast::error::timeout ? unsent : exchange.receive(*parser);
    }
    if (error) {
        throw Error(ErrorCode::server_unreachable,
                    {{"host", std::string(host)}, {"port", std::to_string(port)}, {"what", error.message()}});
    }
    ClientResponse response{static_cast<int>(parser->get().result_int()), {}, std::move(parser->get().body())};
    for (const auto& field : parser->get()) {
        std::string name(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
        response.headers.emplace_back(std::move(name), std::string(field.value()));
    }
    return response;
}

}  // namespace juan::http
