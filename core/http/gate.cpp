// The rules, one after the other.
#include "core/http/gate.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <charconv>
#include <optional>

#include "core/http/limits.hpp"

namespace juan::http {
namespace {

// Fields that decide who asks, for what, and how much of it there is; of two, somebody would believe the wrong one.
constexpr std::array<std::string_view, 29> singles{"accept-encoding",
                                                   "accept-language",
                                                   "authorization",
                                                   "connection",
                                                   "content-encoding",
                                                   "content-length",
                                                   "content-type",
                                                   "cookie",
                                                   "date",
                                                   "expect",
                                                   "forwarded",
                                                   "host",
                                                   "idempotency-key",
                                                   "if-match",
                                                   "if-modified-since",
                                                   "if-none-match",
                                                   "if-unmodified-since",
                                                   "last-event-id",
                                                   "origin",
                                                   "range",
                                                   "referer",
                                                   "sec-fetch-mode",
                                                   "sec-fetch-site",
                                                   "transfer-encoding",
                                                   "user-agent",
                                                   "x-forwarded-for",
                                                   "x-forwarded-host",
                                                   "x-forwarded-proto",
                                                   "x-request-id"};
static_assert(std::is_sorted(singles.begin(), singles.end()));

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

std::string lower_text(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::optional<Method> method_from(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, Method>, 6> methods{{{"GET", Method::get},
                                                                          {"HEAD", Method::head},
                                                                          {"POST", Method::post},
                                                                          {"PUT", Method::put},
                                                                          {"PATCH", Method::patch},
                                                                          {"DELETE", Method::del}}};
    for (const auto& [text, method] : methods) {
        if (text == name) {
            return method;
        }
    }
    return {};
}

// Digits only, no leading zero, below 2^63.
std::optional<std::uint64_t> length_from(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_plain = error == std::errc() && end == text.data() + text.size() && value >> 63 == 0;
    return is_plain && (text.size() == 1 || text.front() != '0') ? std::optional(value) : std::nullopt;
}

// The members of a list of tokens, lower case. Empty when there is something else in it.
std::optional<std::vector<std::string>> tokens_from(std::string_view list)
{
    std::vector<std::string> tokens;
    while (!list.empty()) {
        const std::string_view member = list.substr(0, list.find(','));
        list.remove_prefix(std::min(member.size() + 1, list.size()));
        const std::string_view token = without_blanks(member);
        if (!token.empty() && !is_token(token)) {
            return {};
        }
        tokens.push_back(lower_text(token));
    }
    return tokens;
}

// What single fields mean for the way the request is read.
class Framing {
public:
    Framing(Head& head, const Gate& gate) : head_(head), gate_(gate) {}

    std::optional<Refusal> take(std::string_view name, std::string_view value)
    {
        const auto single = std::lower_bound(singles.begin(), singles.end(), name);
        if (single != singles.end() && *single == name) {
            const auto place = static_cast<std::size_t>(single - singles.begin());
            if (seen_[place]) {
                return name == "host"             ? Refusal::host
                       : name == "content-length" ? Refusal::length
                                                  : Refusal::field_repeated;
            }
            seen_.set(place);
        }
        if (name == "transfer-encoding") {
            return Refusal::transfer;
        }
        if (name == "trailer") {
            return Refusal::trailer;
        }
        if (name == "host") {
            has_host_ = true;
            return gate_.is_known(value) ? std::nullopt : std::optional(Refusal::host);
        }
        return take_rest(name, value);
    }

    std::optional<Refusal> finish() const
    {
        if (!has_host_) {
            return Refusal::host;
        }
        const bool can_have_body = head_.method != Method::get && head_.method != Method::head;
        return head_.content_length > 0 && !can_have_body ? std::optional(Refusal::body) : std::nullopt;
    }

private:
    std::optional<Refusal> take_rest(std::string_view name, std::string_view value)
    {
        if (name == "content-length") {
            const auto length = length_from(value);
            head_.content_length = length.value_or(0);
            return length ? std::nullopt : std::optional(Refusal::length);
        }
        if (name == "expect") {
            head_.expects_continue = lower_text(value) == "100-continue";
            return head_.expects_continue ? std::nullopt : std::optional(Refusal::expectation);
        }
        if (name == "connection" || name == "proxy-connection") {
            const auto tokens = tokens_from(value);
            if (!tokens) {
                return Refusal::field_value;
            }
            head_.keeps_alive =
                head_.keeps_alive && std::find(tokens->begin(), tokens->end(), "close") == tokens->end();
        }
        return {};
    }

    Head& head_;
    const Gate& gate_;
    std::bitset<singles.size()> seen_;
    bool has_host_ = false;
};

std::string_view next_line(std::string_view& text)
{
    const std::string_view line = text.substr(0, text.find("\r\n"));
    text.remove_prefix(std::min(line.size() + 2, text.size()));
    return line;
}

}  // namespace

Gate::Gate(const std::vector<std::string>& hosts)
{
    for (const std::string& host : hosts) {
        hosts_.push_back(lower_text(host));
    }
    hosts_.insert(hosts_.end(), {"localhost", "127.0.0.1", "[::1]"});
}

bool Gate::is_known(std::string_view host) const
{
    const std::string text = lower_text(host);
    const auto bracket = text.rfind(']');
    const auto colon = text.find(':', bracket == text.npos ? 0 : bracket);
    const std::string_view port = colon == text.npos ? "0" : std::string_view(text).substr(colon + 1);
    const bool is_port = !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == port.npos;
    const std::string_view name = std::string_view(text).substr(0, colon);
    return is_port && std::any_of(hosts_.begin(), hosts_.end(),
                                  [&](const std::string& known) { return known == name || known == text; });
}

Expected<Head, Refusal> Gate::pass(std::string_view text, const HeadScan& scan) const
{
    const auto line = split_request_line(next_line(text));
    if (!line) {
        return Unexpected{Refusal::request_line};
    }
    if (line->target.size() > target_bytes_max) {
        return Unexpected{Refusal::target_length};
    }
    const auto method = method_from(line->method);
    if (!method) {
        return Unexpected{Refusal::method};
    }
    Head head;
    head.method = *method;
    head.fields.reserve(scan.field_count);
    Framing framing(head, *this);
    for (std::string_view next = next_line(text); !next.empty(); next = next_line(text)) {
        const auto field = split_field_line(next);
        if (!field) {
            return Unexpected{Refusal::field_line};
        }
        auto& [name, value] = head.fields.emplace_back(lower_text(field->name), field->value);
        if (const auto refusal = framing.take(name, value)) {
            return Unexpected{*refusal};
        }
    }
    if (const auto refusal = framing.finish()) {
        return Unexpected{*refusal};
    }
    auto target = read_target(line->target);
    if (!target) {
        return Unexpected{Refusal::target};
    }
    head.target = *std::move(target);
    return head;
}

Error error_of(Refusal refusal)
{
    switch (refusal) {
        case Refusal::target_length:
            return Error(ErrorCode::target_too_long, {{"max", std::to_string(target_bytes_max)}});
        case Refusal::field_count:
        case Refusal::field_bytes:
            return Error(ErrorCode::header_too_large,
                         {{"count", std::to_string(fields_max)}, {"max", std::to_string(fields_bytes_max)}});
        case Refusal::transfer: return Error(ErrorCode::length_required);
        case Refusal::expectation: return Error(ErrorCode::expectation_refused);
        case Refusal::host: return Error(ErrorCode::host_unknown);
        default: return Error(ErrorCode::request_malformed, {{"what", std::string(name_of(refusal))}});
    }
}

}  // namespace juan::http
