// Percent-decoding, once.
#include "core/http/target.hpp"

#include <algorithm>

namespace juan::http {
namespace {

int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

enum class Part { path, query };

bool is_hidden(int byte, Part part)
{
    if (part == Part::query) {
        return byte == 0;
    }
    return byte < 0x20 || byte == 0x7F || byte == '.' || byte == '/' || byte == '\\';
}

std::optional<std::string> decoded(std::string_view text, Part part)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            const int byte = high * 16 + low;
            if (high < 0 || low < 0 || is_hidden(byte, part)) {
                return {};
            }
            out += static_cast<char>(byte);
            i += 2;
        } else {
            out += text[i] == '+' && part == Part::query ? ' ' : text[i];
        }
    }
    return out;
}

// Well-formed by table 3-7 of the Unicode standard.
bool is_utf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length == 0 || first > 0xF4 || i + length > text.size()) {
            return false;
        }
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            const unsigned low = k > 1 ? 0x80 : first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
            const unsigned high = k > 1 ? 0xBF : first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            if (next < low || next > high) {
                return false;
            }
        }
        i += length;
    }
    return true;
}

bool has_dot_segment(std::string_view path)
{
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        const std::string_view segment = path.substr(0, path.find('/'));
        if (segment == "." || segment == "..") {
            return true;
        }
        path.remove_prefix(segment.size());
    }
    return false;
}

std::optional<Fields> read_query(std::string_view text)
{
    Fields query;
    while (!text.empty()) {
        const std::string_view pair = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(pair.size() + 1, text.size()));
        if (pair.empty()) {
            continue;
        }
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decoded(pair.substr(0, equals), Part::query);
        auto value = decoded(pair.substr(std::min(equals + 1, pair.size())), Part::query);
        if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) {
            return {};
        }
        query.emplace_back(*std::move(name), *std::move(value));
    }
    return query;
}

}  // namespace

std::optional<Target> read_target(std::string_view target)
{
    const bool is_visible = std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (!target.starts_with('/') || !is_visible || target.find('#') != target.npos) {
        return {};
    }
    const auto question = std::min(target.find('?'), target.size());
    auto path = decoded(target.substr(0, question), Part::path);
    if (!path || path->find('\\') != path->npos || has_dot_segment(*path) || !is_utf8(*path)) {
        return {};
    }
    auto query = read_query(target.substr(std::min(question + 1, target.size())));
    if (!query) {
        return {};
    }
    return Target{*std::move(path), *std::move(query)};
}

}  // namespace juan::http
