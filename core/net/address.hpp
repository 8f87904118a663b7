// Which addresses are the public internet: what the dialer connects to without being told.
#pragma once

#include <sys/socket.h>

#include <string>

namespace juan::net {

// False for everything that the registries of special-purpose addresses (IANA; RFC 6890) do not give out as globally
// reachable: private, loopback, link-local, shared (CGNAT), the metadata services of clouds, multicast, reserved,
// documentation; and for IPv6 all outside 2000::/3, and in it what stands for an IPv4 address (6to4, Teredo).
bool is_public(const sockaddr& address);

// "192.0.2.1", "2001:db8::1"; "?" for another family.
std::string address_text(const sockaddr& address);

}  // namespace juan::net
