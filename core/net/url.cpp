// Read by libcurl, which connects later, and then compared with what was given: what libcurl would put right is
// refused.
#include "core/net/url.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

namespace juan::net {
namespace {

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeText {
    void operator()(char* text) const { curl_free(text); }
};

constexpr std::size_t host_bytes_max = 253;
constexpr std::size_t label_bytes_max = 63;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string lower(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

bool is_label(std::string_view label)
{
    const auto fits = [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '_'; };
    return !label.empty() && label.size() <= label_bytes_max && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), fits);
}

// A last label that begins with a digit makes others see a number where a name was meant (WHATWG URL, "ends in a
// number").
bool is_name(std::string_view host)
{
    if (host.empty() || host.size() > host_bytes_max || host.back() == '.') {
        return false;
    }
    const auto last = host.rfind('.');
    if (is_digit(host[last == host.npos ? 0 : last + 1])) {
        return false;
    }
    while (true) {
        const auto dot = host.find('.');
        if (!is_label(host.substr(0, dot))) {
            return false;
        }
        if (dot == host.npos) {
            return true;
        }
        host.remove_prefix(dot + 1);
    }
}

// In the form that the system writes itself, so that each address has one.
bool is_usual_address(int family, const std::string& host)
{
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    std::array<char, INET6_ADDRSTRLEN> usual{};
    return inet_pton(family, host.c_str(), bytes.data()) == 1 &&
           inet_ntop(family, bytes.data(), usual.data(), usual.size()) != nullptr && host == usual.data();
}

bool is_host(const std::string& host, bool is_bracketed)
{
    const bool is_embedded = is_bracketed && host.find('.') != host.npos;
    return is_bracketed ? !is_embedded && is_usual_address(AF_INET6, host)
                        : is_name(host) || is_usual_address(AF_INET, host);
}

bool is_plain(std::string_view text)
{
    return !text.empty() && text.size() <= url_bytes_max && std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < 0x7F && std::string_view("\\\"<>^`{|}#").find(c) == std::string_view::npos;
    });
}

// What libcurl finds where; empty when it finds nothing or the whole is no URL to it.
std::string part(CURLU* url, CURLUPart what)
{
    char* text = nullptr;
    if (curl_url_get(url, what, &text, 0) != CURLUE_OK) {
        return {};
    }
    const std::unique_ptr<char, FreeText> owner(text);
    return text;
}

struct Authority {
    std::string host;
    bool is_bracketed = false;
    std::string port;
};

// Without a user name: an at sign is no part of a host.
Authority split(std::string_view authority)
{
    Authority parts;
    parts.is_bracketed = authority.starts_with('[') && authority.find(']') != authority.npos;
    const auto end = parts.is_bracketed ? authority.find(']') + 1 : std::min(authority.find(':'), authority.size());
    const std::string_view host = authority.substr(0, end);
    parts.host = lower(parts.is_bracketed ? host.substr(1, host.size() - 2) : host);
    parts.port = authority.substr(end);
    return parts;
}

// ":8080", 1 to 65535 without zeros in front; nothing stands for the port of the scheme.
bool read_port(std::string_view text, std::uint16_t& port)
{
    if (text.empty()) {
        return true;
    }
    if (text.size() < 2 || text.front() != ':' || text[1] == '0') {
        return false;
    }
    const auto result = std::from_chars(text.data() + 1, text.data() + text.size(), port);
    return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

bool agrees(const Url& url, bool is_bracketed)
{
    const std::unique_ptr<CURLU, FreeUrl> other(curl_url());
    if (!other || curl_url_set(other.get(), CURLUPART_URL, url.text.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK) {
        return false;
    }
    const std::string port = part(other.get(), CURLUPART_PORT);
    return part(other.get(), CURLUPART_SCHEME) == (url.is_tls ? "https" : "http") &&
           lower(part(other.get(), CURLUPART_HOST)) == (is_bracketed ? "[" + url.host + "]" : url.host) &&
           (port.empty() || port == std::to_string(url.port)) && part(other.get(), CURLUPART_USER).empty();
}

}  // namespace

std::string Url::authority() const
{
    return host.find(':') == host.npos ? fmt::format("{}:{}", host, port) : fmt::format("[{}]:{}", host, port);
}

Expected<Url, Finding> parse_url(std::string_view text)
{
    constexpr std::size_t shown_bytes_max = 200;
    const auto refused = [&] {
        return Unexpected{
            Finding{ErrorCode::address_malformed, {{"url", std::string(text.substr(0, shown_bytes_max))}}}};
    };
    if (!is_plain(text)) {
        return refused();
    }
    Url url;
    url.text = text;
    std::string_view rest = text;
    if (rest.starts_with("https://")) {
        rest.remove_prefix(8);
    } else if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
        url.is_tls = false;
        url.port = 80;
    } else {
        return refused();
    }
    const Authority parts = split(rest.substr(0, rest.find_first_of("/?")));
    url.host = parts.host;
    if (!read_port(parts.port, url.port) || !is_host(parts.host, parts.is_bracketed) ||
        !agrees(url, parts.is_bracketed)) {
        return refused();
    }
    return url;
}

Expected<Url, Finding> parse_allowed_host(std::string_view text)
{
    const bool has_scheme = text.find("://") != text.npos;
    auto url = parse_url(has_scheme ? std::string(text) : "https://" + std::string(text));
    const std::string_view bare = has_scheme ? text.substr(text.find("://") + 3) : text;
    if (!url || bare.find_first_of("/?") != bare.npos) {
        return Unexpected{Finding{ErrorCode::address_malformed, {{"url", std::string(text.substr(0, 200))}}}};
    }
    return url;
}

}  // namespace juan::net
