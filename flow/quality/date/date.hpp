// Dates and times as people and spreadsheets write them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"
#include "core/base/time.hpp"

namespace juan::quality {

// Which part comes first in dates such as 12/1/2010.
enum class DateOrder { year_month_day, day_month_year, month_day_year };

// "ymd", "dmy", "mdy".
std::optional<DateOrder> order_from(std::string_view name);

struct DateReading {
    // Of dates whose year comes last. year_month_day: unknown, so that a date that could be two days is reported.
    DateOrder order = DateOrder::year_month_day;
    int offset_minutes = 480;     // east of UTC, of times that name no zone
    bool allows_serials = false;  // plain numbers are days of Excel's 1900 calendar
};

// A time that stands with the date is left out. Years of two digits: 69 to 99 are 1969 to 1999, 00 to 68 are 2000 to
// 2068 (POSIX). Findings: date_invalid, date_not_in_calendar, date_ambiguous, date_incomplete, time_invalid, with the
// parameter "value".
Expected<Date, Finding> standardise_date(std::string_view text, const DateReading& reading = {});

// A date without a time is its midnight.
Expected<Instant, Finding> standardise_instant(std::string_view text, const DateReading& reading = {});

// The order that all samples of a column agree with and some sample proves; empty when none proves it or they differ.
std::optional<DateOrder> infer_date_order(std::span<const std::string> samples);

}  // namespace juan::quality
