// Days and instants as a condition names them: fixed, or relative to now ("today-30d", "last_month").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.hpp"
#include "core/base/time.hpp"

namespace juan::model::condition {

// What a condition is relative to when it is evaluated.
struct Setting {
    Instant now;
    int offset_minutes = 480;  // east of UTC, of the person asking
    Id me = Id::none;          // user id of the person asking
};

enum class Unit { second, minute, hour, day, week, month, quarter, year };

// "30d", "6mo". Months and longer go by the calendar: a month after 31 January is the last day of February.
struct Duration {
    std::int64_t count = 0;
    Unit unit = Unit::day;
    bool operator==(const Duration&) const = default;
};

// Empty unless it is digits and one of s m h d w mo y, and at most about a thousand years.
std::optional<Duration> parse_duration(std::string_view text);
std::string format_duration(Duration duration);
// Empty for months and longer, which have no fixed length.
std::optional<std::int64_t> seconds_of(Duration duration);

struct Moment {
    enum class Kind { instant, day, now, period };
    Kind kind = Kind::now;
    std::int64_t fixed = 0;   // instant: milliseconds, day: days; both since 1970-01-01
    Unit period = Unit::day;  // period: the day, week (from Monday), month, quarter or year ...
    int step = 0;             // ... that is now (0), before it (-1) or after it (1)
    Duration shift;           // of now and period; below zero when taken away
    bool operator==(const Moment&) const = default;
};

// Dates, instants with their offset from UTC, now, today, yesterday, tomorrow, this_/last_/next_ week, month, quarter
// or year; all but the fixed ones may be followed by + or - and a duration.
std::optional<Moment> parse_moment(std::string_view text);
std::string format_moment(const Moment& moment);

// First and last, both within.
struct Interval {
    std::int64_t first;
    std::int64_t last;
};

// The days, or milliseconds, that a moment covers: all of 2026-02-28, one millisecond of now.
Interval days_of(const Moment& moment, const Setting& setting);
Interval milliseconds_of(const Moment& moment, const Setting& setting);

// From `window` ago up to now.
Interval days_within(Duration window, const Setting& setting);
Interval milliseconds_within(Duration window, const Setting& setting);

}  // namespace juan::model::condition
