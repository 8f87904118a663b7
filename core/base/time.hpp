// Instants, dates and clocks. Stored as integers: an instant in milliseconds UTC, a date in days, both since
// 1970-01-01.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace juan {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Date = std::chrono::sys_days;

// Where "now" comes from. Passed in, so that tests stand still.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

class FixedClock final : public Clock {
public:
    explicit FixedClock(Instant instant) : instant_(instant) {}
    Instant now() const override { return instant_; }

private:
    Instant instant_;
};

constexpr std::int64_t to_integer(Instant instant) { return instant.time_since_epoch().count(); }
constexpr std::int64_t to_integer(Date date) { return date.time_since_epoch().count(); }
constexpr Instant instant_from(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }
constexpr Date date_from(std::int64_t days) { return Date{std::chrono::days{days}}; }

// RFC 3339: "2026-02-28T08:05:09.123Z" and "2026-02-28".
std::string format_instant(Instant instant);
std::string format_date(Date date);
// Also takes offsets (+08:00), a space for the T, and no fraction. Empty when it is not an instant that exists.
std::optional<Instant> parse_instant(std::string_view text);
// Empty for dates that do not exist (2026-02-30).
std::optional<Date> parse_date(std::string_view text);

}  // namespace juan
