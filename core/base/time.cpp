// RFC 3339 in and out.
#include "core/base/time.hpp"

#include <fmt/format.h>

#include <charconv>

namespace juan {
namespace {

// Takes exactly `digits` digits from the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits)
{
    int value = 0;
    if (text.size() < digits) {
        return {};
    }
    const char* end = text.data() + digits;
    const auto result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc{} || result.ptr != end || text.front() == '-') {
        return {};
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char expected)
{
    if (text.empty() || text.front() != expected) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<Date> take_date(std::string_view& text)
{
    using namespace std::chrono;
    const auto year_number = take_number(text, 4);
    if (!year_number || !take(text, '-')) {
        return {};
    }
    const auto month_number = take_number(text, 2);
    if (!month_number || !take(text, '-')) {
        return {};
    }
    const auto day_number = take_number(text, 2);
    if (!day_number) {
        return {};
    }
    const year_month_day date{year{*year_number}, month{static_cast<unsigned>(*month_number)},
                              day{static_cast<unsigned>(*day_number)}};
    if (!date.ok()) {
        return {};
    }
    return sys_days{date};
}

// "", "Z", "+08:00" or "-0330": minutes east of UTC.
std::optional<int> take_offset_minutes(std::string_view& text)
{
    if (text.empty() || take(text, 'Z')) {
        return 0;
    }
    const int sign = text.front() == '-' ? -1 : 1;
    if (!take(text, '+') && !take(text, '-')) {
        return {};
    }
    const auto hours = take_number(text, 2);
    take(text, ':');
    const auto minutes = take_number(text, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) {
        return {};
    }
    return sign * (*hours * 60 + *minutes);
}

std::chrono::milliseconds take_fraction(std::string_view& text)
{
    int milliseconds = 0;
    if (take(text, '.')) {
        int scale = 100;
        while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
            milliseconds += (text.front() - '0') * scale;
            scale /= 10;
            text.remove_prefix(1);
        }
    }
    return std::chrono::milliseconds{milliseconds};
}

}  // namespace

Instant SystemClock::now() const
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string format_date(Date date)
{
    const std::chrono::year_month_day parts{date};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()),
                       static_cast<unsigned>(parts.day()));
}

std::string format_instant(Instant instant)
{
    const Date date = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::hh_mm_ss time{instant - date};
    return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", format_date(date), time.hours().count(), time.minutes().count(),
                       time.seconds().count(), time.subseconds().count());
}

std::optional<Date> parse_date(std::string_view text)
{
    const auto date = take_date(text);
    return text.empty() ? date : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view text)
{
    const auto date = take_date(text);
    if (!date || (!take(text, 'T') && !take(text, ' '))) {
        return {};
    }
    const auto hour = take_number(text, 2);
    if (!hour || *hour > 23 || !take(text, ':')) {
        return {};
    }
    const auto minute = take_number(text, 2);
    if (!minute || *minute > 59) {
        return {};
    }
    int second = 0;
    if (take(text, ':')) {
        const auto seconds = take_number(text, 2);
        if (!seconds || *seconds > 59) {
            return {};
        }
        second = *seconds;
    }
    const auto fraction = take_fraction(text);
    const auto offset_minutes = take_offset_minutes(text);
    if (!offset_minutes || !text.empty()) {
        return {};
    }
    return Instant{*date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute - *offset_minutes} +
           std::chrono::seconds{second} + fraction;
}

}  // namespace juan
