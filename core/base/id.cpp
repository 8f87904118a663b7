// Making, writing and reading identifiers.
#include "core/base/id.hpp"

#include <algorithm>

namespace juan {
namespace {

constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t digit_count = 13;
constexpr std::uint32_t sequence_max = 4095;
constexpr Instant epoch = std::chrono::sys_days{std::chrono::year{2024} / 1 / 1};

}  // namespace

void append_id(std::string& out, std::string_view prefix, Id id)
{
    char text[digit_count];
    auto rest = static_cast<std::uint64_t>(to_integer(id));
    for (std::size_t place = digit_count; place-- > 0; rest >>= 5) {
        text[place] = digits[rest & 31];
    }
    out += prefix;
    out += '_';
    out.append(text, digit_count);
}

std::string format_id(std::string_view prefix, Id id)
{
    std::string out;
    append_id(out, prefix, id);
    return out;
}

std::optional<Id> parse_id(std::string_view prefix, std::string_view text)
{
    if (text.size() != prefix.size() + 1 + digit_count || !text.starts_with(prefix) || text[prefix.size()] != '_') {
        return {};
    }
    std::uint64_t value = 0;
    for (const char digit : text.substr(prefix.size() + 1)) {
        const auto place = digits.find(digit);
        if (place == digits.npos || value >> 58 != 0) {
            return {};
        }
        value = value << 5 | place;
    }
    return id_from(static_cast<std::int64_t>(value));
}

Id IdMaker::next()
{
    const std::int64_t now = (clock_.now() - epoch).count();
    const std::lock_guard lock(mutex_);
    if (now > milliseconds_) {
        milliseconds_ = now;
        sequence_ = 0;
    } else if (sequence_ == sequence_max) {
        ++milliseconds_;
        sequence_ = 0;
    } else {
        ++sequence_;
    }
    return id_from(milliseconds_ << 22 | static_cast<std::int64_t>(node_) << 12 | sequence_);
}

}  // namespace juan
