// The address of another machine as a person or a provider gave it: one plain form, so that nobody reads it two ways.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"

namespace juan::net {

inline constexpr std::size_t url_bytes_max = 2048;

struct Url {
    bool is_tls = true;
    std::string host;  // lower case; an IPv6 address without its brackets
    std::uint16_t port = 443;
    std::string text;  // the whole, as it is sent

    // "idp.example.com:443", "[::1]:8080": what an allowed host and an error call it.
    std::string authority() const;
};

// https or http, a host, perhaps a port, path and query. Refused (address_malformed): user names, fragments, names that
// are not ASCII or end in a dot or a number, addresses in any but their usual form (127.1, 0x7f000001, 017700000001,
// IPv4 inside IPv6 as ::ffff:…), zones, percent signs in the host, blanks, control characters, backslashes.
Expected<Url, Finding> parse_url(std::string_view text);

// "idp.example.com:8443" or "http://127.0.0.1:8080", as an administrator writes them; without a port 443, or 80.
// The same refusals, and a path is refused, too.
Expected<Url, Finding> parse_allowed_host(std::string_view text);

}  // namespace juan::net
