// The numbers and words of a date, before it is decided what each of them means.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace juan::quality {

struct DatePart {
    std::int64_t value;
    int digits;
    bool is_month_name;
};

struct DateParts {
    std::array<DatePart, 3> parts{};
    int count = 0;
    char separator = ' ';    // between the first two; 'c' for 年 and 月
    std::string_view time;   // what follows the date
    bool is_broken = false;  // something stands there that is no date
};

// Requires: tidy text. Takes up to three parts from the front; weekdays are passed over.
DateParts split_date(std::string_view text);

struct TimeOfDay {
    std::int64_t milliseconds = 0;      // since midnight; a day and more is never given
    std::optional<int> offset_minutes;  // east of UTC, when a zone is named
};

// "8:26", "08:26:30.5", "8:26 PM", "下午3点05分", "20:05:00+08:00", "T08:00:00Z"; empty text is midnight.
// Empty when it is no time.
std::optional<TimeOfDay> read_time(std::string_view text);

}  // namespace juan::quality
