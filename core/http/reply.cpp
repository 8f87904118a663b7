// RFC 9110, RFC 9112 section 4; the security headers of OWASP ASVS 5.0 chapter 3.4.
#include "core/http/reply.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "core/http/names.hpp"

namespace juan::http {
namespace {

constexpr std::string_view always =
    "Strict-Transport-Security: max-age=31536000\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

constexpr std::string_view policy_before_styles = "default-src 'self'; script-src 'self'; style-src 'self'";
constexpr std::string_view policy_after_styles =
    "; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'";

void append_clean(std::string& out, std::string_view text)
{
    std::copy_if(text.begin(), text.end(), std::back_inserter(out),
                 [](char c) { return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) || c == '\t'; });
}

bool has(const Fields& headers, std::string_view name)
{
    return std::any_of(headers.begin(), headers.end(), [&](const auto& header) { return header.first == name; });
}

}  // namespace

std::string content_security_policy(std::string_view style_nonce)
{
    std::string policy(policy_before_styles);
    if (!style_nonce.empty()) {
        policy += fmt::format(" 'nonce-{}'", style_nonce);
    }
    return policy.append(policy_after_styles);
}

std::string_view DateText::now()
{
    const std::time_t second = std::time(nullptr);
    if (second != second_) {
        constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm parts{};
        gmtime_r(&second, &parts);
        text_ = fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[static_cast<std::size_t>(parts.tm_wday)],
                            parts.tm_mday, months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                            parts.tm_hour, parts.tm_min, parts.tm_sec);
        second_ = second;
    }
    return text_;
}

std::string reply_head(const Response& response, const ReplyFacts& facts)
{
    std::string head;
    head.reserve(1024);
    fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                   reason_of(response.status), facts.date);
    const bool has_content = response.status != 204 && response.status != 304;
    if (response.open_events) {
        head += "Content-Type: text/event-stream\r\nX-Accel-Buffering: no\r\n";
    } else if (has_content) {
        head += "Content-Type: ";
        append_clean(head, response.content_type);
        fmt::format_to(std::back_inserter(head), "\r\nContent-Length: {}\r\n", facts.content_length);
    }
    for (const auto& [name, value] : response.headers) {
        append_clean(head, name);
        head += ": ";
        append_clean(head, value);
        head += "\r\n";
    }
    head += always;
    if (!has(response.headers, "Content-Security-Policy")) {
        head.append("Content-Security-Policy: ")
            .append(policy_before_styles)
            .append(policy_after_styles)
            .append("\r\n");
    }
    if (!has(response.headers, "Cache-Control")) {
        head += "Cache-Control: no-store\r\n";
    }
    head.append("X-Request-Id: ").append(facts.request_id);
    head += facts.keeps_alive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
    return head;
}

}  // namespace juan::http
