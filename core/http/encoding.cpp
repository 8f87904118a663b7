// zlib and the Brotli decoder behind plain functions.
#include "core/http/encoding.hpp"

#include <brotli/decode.h>
#include <zlib.h>

#include <algorithm>

#include "core/base/error.hpp"

namespace juan::http {
namespace {

constexpr int level = 1;  // a list of 50 records, 17 KB: 0.05 ms; level 3 makes it 2 % smaller
constexpr int gzip_window_bits = 15 + 16;
constexpr std::size_t chunk_bytes = 64 * 1024;

Bytef* zlib_bytes(std::string_view bytes)
{
    return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));  // zlib only reads them
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_zero_quality(std::string_view parameters)
{
    const auto q = parameters.find("q=");
    return q != parameters.npos && parameters.substr(q + 2).find_first_of("123456789") == std::string_view::npos;
}

}  // namespace

bool accepts(std::string_view accept_encoding, std::string_view coding)
{
    bool any = false;
    while (!accept_encoding.empty()) {
        const std::string_view item = accept_encoding.substr(0, accept_encoding.find(','));
        accept_encoding.remove_prefix(std::min(item.size() + 1, accept_encoding.size()));
        const std::string_view name = trimmed(item.substr(0, item.find(';')));
        if (name == coding) {
            return !is_zero_quality(item.substr(name.size()));
        }
        any = any || (name == "*" && !is_zero_quality(item));
    }
    return any;
}

struct Gzip::Workspace {
    Workspace() { CHECK(deflateInit2(&stream, level, Z_DEFLATED, gzip_window_bits, 8, Z_DEFAULT_STRATEGY) == Z_OK); }
    ~Workspace() { deflateEnd(&stream); }
    Workspace(const Workspace&) = delete;
    Workspace& operator=(const Workspace&) = delete;
    z_stream stream{};
};

Gzip::Gzip() = default;
Gzip::~Gzip() = default;

std::unique_ptr<Gzip::Workspace> Gzip::take()
{
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) {
        return std::make_unique<Workspace>();
    }
    auto workspace = std::move(idle_.back());
    idle_.pop_back();
    return workspace;
}

std::string Gzip::pack(std::string_view bytes)
{
    auto workspace = take();
    z_stream& stream = workspace->stream;
    CHECK(deflateReset(&stream) == Z_OK);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = zlib_bytes(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = zlib_bytes(out);
    stream.avail_out = static_cast<uInt>(out.size());
    CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(workspace));
    return out;
}

std::string gunzip(std::string_view bytes)
{
    z_stream stream{};
    CHECK(inflateInit2(&stream, gzip_window_bits) == Z_OK);
    const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, inflateEnd);
    stream.next_in = zlib_bytes(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    for (int state = Z_OK; state != Z_STREAM_END;) {
        out.resize(stream.total_out + chunk_bytes);
        stream.next_out = zlib_bytes(out) + stream.total_out;
        stream.avail_out = static_cast<uInt>(chunk_bytes);
        state = inflate(&stream, Z_NO_FLUSH);
        CHECK(state == Z_OK || state == Z_STREAM_END);
    }
    out.resize(stream.total_out);
    return out;
}

std::string unbrotli(std::string_view bytes)
{
    const std::unique_ptr<BrotliDecoderState, void (*)(BrotliDecoderState*)> decoder(
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance);
    const auto* next = reinterpret_cast<const std::uint8_t*>(bytes.data());
    std::size_t left = bytes.size();
    std::size_t room = 0;
    std::string out;
    for (;;) {
        const auto state = BrotliDecoderDecompressStream(decoder.get(), &left, &next, &room, nullptr, nullptr);
        std::size_t size = 0;
        const std::uint8_t* ready = BrotliDecoderTakeOutput(decoder.get(), &size);
        out.append(reinterpret_cast<const char*>(ready), size);
        if (state == BROTLI_DECODER_RESULT_SUCCESS) {
            return out;
        }
        CHECK(state == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT);
    }
}

}  // namespace juan::http
