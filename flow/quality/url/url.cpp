// Only as much of RFC 3986 as a customer's web site needs.
#include "flow/quality/url/url.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace juan::quality {
namespace {

constexpr std::size_t url_bytes_max = 2048;
constexpr std::size_t shown_bytes_max = 80;

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

// Labels of letters, digits, hyphens and other scripts, at least two of them; a port may follow.
bool is_host(std::string_view text)
{
    const auto colon = text.find(':');
    const std::string_view port = colon == text.npos ? std::string_view("1") : text.substr(colon + 1);
    const std::string_view host = text.substr(0, colon);
    const bool is_port = !port.empty() && port.size() <= 5 &&
                         std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool are_letters = std::all_of(host.begin(), host.end(), [](char c) {
        return c < 0 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
    return is_port && are_letters && host.find('.') != host.npos && host.find("..") == host.npos &&
           !host.starts_with('.') && !host.starts_with('-') && !host.ends_with('.') && host.size() <= 253;
}

}  // namespace

Expected<std::string, Finding> standardise_url(std::string_view text)
{
    const std::string tidy = tidy_text(text);
    std::string_view rest = tidy;
    std::string scheme = "https://";
    const auto mark = tidy.find("://");
    if (mark != tidy.npos && mark < 8) {
        scheme = lower(tidy.substr(0, mark + 3));
        rest.remove_prefix(mark + 3);
    }
    const auto end = std::min(rest.find_first_of("/?#"), rest.size());
    const std::string host = lower(rest.substr(0, end));
    if ((scheme != "http://" && scheme != "https://") || !is_host(host) || tidy.size() > url_bytes_max ||
        rest.find_first_of(" <>\"\\^`{|}") != rest.npos) {
        return Unexpected{Finding{ErrorCode::url_invalid, {{"value", tidy.substr(0, shown_bytes_max)}}}};
    }
    return scheme + host + std::string(rest.substr(end));
}

}  // namespace juan::quality
