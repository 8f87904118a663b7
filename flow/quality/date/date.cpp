// Decides which part of a date is the year, the month and the day.
#include "flow/quality/date/date.hpp"

#include <charconv>
#include <chrono>

#include "core/base/text.hpp"
#include "flow/quality/date/parts.hpp"

namespace juan::quality {
namespace {

constexpr int year_min = 1800;
constexpr int year_max = 2200;
constexpr std::size_t text_bytes_max = 64;
constexpr double serial_max = 73050;  // of 2099-12-31
constexpr std::int64_t milliseconds_of_day = 86'400'000;

struct Moment {
    Date date;
    std::int64_t milliseconds = 0;
    std::optional<int> offset_minutes;
};

Unexpected<Finding> wrong(ErrorCode code, std::string_view text)
{
    return Unexpected{Finding{code, {{"value", std::string(text.substr(0, text_bytes_max))}}}};
}

std::int64_t full_year(const DatePart& part)
{
    return part.digits > 2 ? part.value : part.value + (part.value < 69 ? 2000 : 1900);
}

struct Assigned {
    DatePart year;
    DatePart month;
    DatePart day;
};

bool can_be_month(const DatePart& part) { return part.value >= 1 && part.value <= 12; }

// Day and month of two numbers before the year; empty when both ways are possible and no order is given.
std::optional<Assigned> assign_year_last(const DateParts& parts, DateOrder order)
{
    const auto& [first, second, year] = parts.parts;
    const Assigned day_first{year, second, first};
    const Assigned month_first{year, first, second};
    if (first.is_month_name) {
        return month_first;
    }
    if (second.is_month_name || parts.separator == '.') {  // dots are written where the day comes first
        return day_first;
    }
    switch (order) {
        case DateOrder::day_month_year: return day_first;
        case DateOrder::month_day_year: return month_first;
        case DateOrder::year_month_day: break;
    }
    if (first.value == second.value || !can_be_month(first)) {
        return day_first;
    }
    return can_be_month(second) ? std::nullopt : std::optional(month_first);
}

std::optional<Assigned> assign(const DateParts& parts, DateOrder order)
{
    const auto& [first, second, third] = parts.parts;
    const bool is_year_first =
        first.digits >= 3 || parts.separator == 'c' ||
        (third.digits <= 2 && order == DateOrder::year_month_day && !second.is_month_name && !first.is_month_name);
    if (is_year_first) {
        return Assigned{first, second, third};
    }
    return assign_year_last(parts, order);
}

// Days of Excel's 1900 calendar, in which 1900-02-29 is day 60 though there was no such day.
std::optional<Moment> read_serial(std::string_view text)
{
    double days = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), days);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || days < 1 || days >= serial_max ||
        (days >= 60 && days < 61)) {
        return {};
    }
    const auto whole = static_cast<int>(days);
    const Date zero = std::chrono::sys_days{std::chrono::year{1899} / 12 / (whole < 60 ? 31 : 30)};
    const double part = (days - whole) * static_cast<double>(milliseconds_of_day);
    const auto seconds = static_cast<std::int64_t>(part / 1000 + 0.5);
    return Moment{zero + std::chrono::days{whole}, seconds * 1000, {}};
}

Expected<Moment, Finding> read_moment(std::string_view raw, const DateReading& reading)
{
    const std::string text = tidy_text(raw);
    if (text.empty() || text.size() > text_bytes_max) {
        return wrong(ErrorCode::date_invalid, text);
    }
    if (reading.allows_serials) {
        if (const auto serial = read_serial(text)) {
            return *serial;
        }
    }
    const DateParts parts = split_date(text);
    if (parts.is_broken || parts.count == 0 || (parts.count == 1 && parts.separator != 'c')) {
        return wrong(ErrorCode::date_invalid, text);
    }
    if (parts.count < 3) {
        return wrong(parts.time.empty() ? ErrorCode::date_incomplete : ErrorCode::date_invalid, text);
    }
    const auto assigned = assign(parts, reading.order);
    if (!assigned) {
        return wrong(ErrorCode::date_ambiguous, text);
    }
    const std::int64_t year = full_year(assigned->year);
    if (year < year_min || year > year_max || assigned->month.digits > 2 || assigned->day.digits > 2) {
        return wrong(ErrorCode::date_invalid, text);
    }
    using namespace std::chrono;
    const year_month_day date{std::chrono::year{static_cast<int>(year)},
                              month{static_cast<unsigned>(assigned->month.value)},
                              day{static_cast<unsigned>(assigned->day.value)}};
    if (!date.ok()) {
        return wrong(ErrorCode::date_not_in_calendar, text);
    }
    const auto time = read_time(parts.time);
    if (!time) {
        return wrong(ErrorCode::time_invalid, text);
    }
    return Moment{sys_days{date}, time->milliseconds, time->offset_minutes};
}

}  // namespace

std::optional<DateOrder> order_from(std::string_view name)
{
    if (name == "ymd") return DateOrder::year_month_day;
    if (name == "dmy") return DateOrder::day_month_year;
    if (name == "mdy") return DateOrder::month_day_year;
    return {};
}

Expected<Date, Finding> standardise_date(std::string_view text, const DateReading& reading)
{
    if (text.size() == 10) {
        if (const auto date = parse_date(text); date && text >= "1800" && text < "2200") {
            return *date;
        }
    }
    const auto moment = read_moment(text, reading);
    if (!moment) {
        return Unexpected{moment.error()};
    }
    return moment->date;
}

Expected<Instant, Finding> standardise_instant(std::string_view text, const DateReading& reading)
{
    const auto moment = read_moment(text, reading);
    if (!moment) {
        return Unexpected{moment.error()};
    }
    return Instant{moment->date} + std::chrono::milliseconds{moment->milliseconds} -
           std::chrono::minutes{moment->offset_minutes.value_or(reading.offset_minutes)};
}

std::optional<DateOrder> infer_date_order(std::span<const std::string> samples)
{
    bool is_day_first = false;
    bool is_month_first = false;
    bool is_year_first = false;
    for (const std::string& sample : samples) {
        const std::string text = tidy_text(sample);
        const DateParts parts = split_date(text);
        if (parts.is_broken || parts.count < 3) {
            continue;
        }
        const auto& [first, second, third] = parts.parts;
        if (first.digits >= 3 || parts.separator == 'c') {
            is_year_first = true;
        } else if (!first.is_month_name && !second.is_month_name && third.digits >= 3) {
            is_day_first = is_day_first || parts.separator == '.' || !can_be_month(first);
            is_month_first = is_month_first || (parts.separator != '.' && !can_be_month(second));
        }
    }
    if (is_day_first && is_month_first) {
        return {};
    }
    if (is_day_first || is_month_first) {
        return is_day_first ? DateOrder::day_month_year : DateOrder::month_day_year;
    }
    return is_year_first ? std::optional(DateOrder::year_month_day) : std::nullopt;
}

}  // namespace juan::quality
