// Whatever bytes come, what is read as an address has one host that is a name or an address in its usual form.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/net/url.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto url = juan::net::parse_url(text);
    if (!url) {
        return 0;
    }
    const bool is_named = text.starts_with("https://") || text.starts_with("http://");
    const bool is_clean = url->host.find_first_of("@%/\\?# []") == url->host.npos && !url->host.empty();
    const auto again = juan::net::parse_url((url->is_tls ? "https://" : "http://") + url->authority() + "/");
    if (!is_named || !is_clean || url->port == 0 || !again || again->host != url->host || again->port != url->port) {
        std::abort();
    }
    return 0;
}
