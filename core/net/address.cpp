// The registries as tables.
#include "core/net/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace juan::net {
namespace {

struct Range4 {
    std::uint32_t base;
    int bits;
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d)
{
    return a << 24 | b << 16 | c << 8 | d;
}

// IANA IPv4 Special-Purpose Address Registry, with multicast and the reserved class E.
constexpr std::array<Range4, 17> closed4 = {{
    {ip(0, 0, 0, 0), 8},         // this network
    {ip(10, 0, 0, 0), 8},        // private
    {ip(100, 64, 0, 0), 10},     // shared by a provider's customers; 100.100.100.200 is Alibaba Cloud's metadata
    {ip(127, 0, 0, 0), 8},       // loopback
    {ip(168, 63, 129, 16), 32},  // Azure's wire server
    {ip(169, 254, 0, 0), 16},    // link-local; 169.254.169.254 is most clouds' metadata
    {ip(172, 16, 0, 0), 12},     // private
    {ip(192, 0, 0, 0), 24},      // protocol assignments; 192.0.0.192 is Oracle Cloud's metadata
    {ip(192, 0, 2, 0), 24},      // documentation
    {ip(192, 31, 196, 0), 24},   // AS112
    {ip(192, 88, 99, 0), 24},    // 6to4 relays
    {ip(192, 168, 0, 0), 16},    // private
    {ip(192, 175, 48, 0), 24},   // AS112
    {ip(198, 18, 0, 0), 15},     // benchmarking
    {ip(198, 51, 100, 0), 24},   // documentation
    {ip(203, 0, 113, 0), 24},    // documentation
    {ip(224, 0, 0, 0), 3},       // multicast and reserved
}};

struct Range6 {
    std::array<std::uint8_t, 8> base;  // the first 64 bits
    int bits;
};

// Inside 2000::/3, the one block of which global addresses are given out.
constexpr std::array<Range6, 5> closed6 = {{
    {{0x20, 0x01, 0, 0}, 23},           // protocol assignments: Teredo, ORCHID, benchmarking
    {{0x20, 0x01, 0x0d, 0xb8}, 32},     // documentation
    {{0x20, 0x02}, 16},                 // 6to4
    {{0x26, 0x20, 0, 0x4f, 0x80}, 48},  // AS112
    {{0x3f, 0xff}, 20},                 // documentation
}};

bool is_within(const std::uint8_t* address, const std::uint8_t* base, int bits)
{
    const auto whole = static_cast<std::size_t>(bits / 8);
    if (std::memcmp(address, base, whole) != 0) {
        return false;
    }
    const auto mask = static_cast<std::uint8_t>(0xFF00 >> (bits % 8));
    return bits % 8 == 0 || (address[whole] & mask) == (base[whole] & mask);
}

bool is_public4(std::uint32_t address)
{
    return std::none_of(closed4.begin(), closed4.end(),
                        [&](const Range4& range) { return (address ^ range.base) >> (32 - range.bits) == 0; });
}

bool is_public6(const std::uint8_t* address)
{
    const bool is_unicast = (address[0] & 0xE0) == 0x20;
    return is_unicast && std::none_of(closed6.begin(), closed6.end(), [&](const Range6& range) {
               return is_within(address, range.base.data(), range.bits);
           });
}

}  // namespace

bool is_public(const sockaddr& address)
{
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return is_public4(ntohl(v4.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        return is_public6(v6.sin6_addr.s6_addr);
    }
    return false;
}

std::string address_text(const sockaddr& address)
{
    std::array<char, INET6_ADDRSTRLEN> text{'?'};
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    } else if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof v6);
        inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    }
    return text.data();
}

}  // namespace juan::net
