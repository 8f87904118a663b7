// The one door to other machines: every connection that the product opens by itself passes here. What may be reached is
// decided when the socket is opened, on the very address it will be connected to.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/net/url.hpp"

namespace juan::net {

using Headers = std::vector<std::pair<std::string, std::string>>;  // names lower case

struct Ask {
    std::string url;
    Headers headers;
    std::string body;       // empty: GET, else POST
    int redirects_max = 0;  // followed for GET only, each checked as if it were the first
};

struct Answer {
    int status = 0;
    Headers headers;
    std::string body;  // whoever asked reads it; it is never shown to a person
    std::string peer;  // the address that answered
};

struct DialerSettings {
    // Asked anew for each connection: hosts that may be reached although their addresses are not public, and whether
    // by http. Empty: none.
    std::function<std::vector<Url>()> allowed_hosts;
    std::string ca_file;                         // PEM, trusted besides the system's store; may be empty
    std::chrono::milliseconds deadline{10'000};  // for the whole of an ask, resolving and redirects included
    std::size_t body_bytes_max = 1024 * 1024;
    std::size_t header_bytes_max = 64 * 1024;  // of all header lines together, interim answers and trailers included
    int at_once_max = 3;                       // fewer than the server has workers
};

// Thread-safe; a call blocks until the answer is there or the deadline over.
class Dialer {
public:
    // Throws Error file_unreadable for a ca_file that cannot be read.
    explicit Dialer(DialerSettings settings = {});

    // Whatever status the answer has, it is an answer. Otherwise one of address_malformed, address_plain,
    // address_private, peer_unreachable, peer_too_slow, peer_too_large, peer_untrusted, peer_redirects, peer_broken;
    // server_busy when too many are asking.
    Expected<Answer, Finding> ask(const Ask& ask) const;

    // For an address that is given to a browser: https, or http to a host that is allowed to have it.
    Expected<Url, Finding> check(const std::string& url) const;

private:
    Expected<Answer, Finding> ask_once(const Ask& ask, const Url& url,
                                       std::chrono::steady_clock::time_point until) const;

    DialerSettings settings_;
    std::string ca_certificates_;
    mutable std::atomic<int> running_{0};
};

}  // namespace juan::net
