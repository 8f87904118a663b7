// Arithmetic on the calendar of the person asking. Local time is UTC plus a fixed offset, so every day has 24 hours.
#include "core/model/condition/moment.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <utility>

namespace juan::model::condition {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::month;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year_month;
using std::chrono::year_month_day;

struct UnitForm {
    Unit unit;
    std::string_view suffix;
    std::string_view word;
    std::int64_t seconds;  // of months and longer: about
};

constexpr std::array<UnitForm, 8> units = {{{Unit::second, "s", "second", 1},
                                            {Unit::minute, "m", "minute", 60},
                                            {Unit::hour, "h", "hour", 3600},
                                            {Unit::day, "d", "day", 86400},
                                            {Unit::week, "w", "week", 7 * 86400},
                                            {Unit::month, "mo", "month", 30 * 86400},
                                            {Unit::quarter, "", "quarter", 91 * 86400},
                                            {Unit::year, "y", "year", 365 * 86400}}};
constexpr std::int64_t duration_seconds_max = std::int64_t{1000} * 365 * 86400;
constexpr std::array<std::pair<std::string_view, int>, 3> steps = {{{"last_", -1}, {"this_", 0}, {"next_", 1}}};

const UnitForm& form_of(Unit unit) { return units.at(static_cast<std::size_t>(unit)); }

// What is before the offset is taken off: an instant of the local clock.
Instant local(Instant instant, const Setting& setting) { return instant + minutes{setting.offset_minutes}; }

Instant add_months(Instant at, std::int64_t count)
{
    const sys_days day = floor<days>(at);
    const year_month_day date{day};
    const year_month month = year_month{date.year(), date.month()} + months{count};
    const year_month_day last{month / std::chrono::last};
    const year_month_day moved = date.day() > last.day() ? last : month / date.day();
    return Instant{sys_days{moved}} + (at - day);
}

Instant add(Instant at, std::int64_t count, Unit unit)
{
    switch (unit) {
        case Unit::month: return add_months(at, count);
        case Unit::quarter: return add_months(at, count * 3);
        case Unit::year: return add_months(at, count * 12);
        default: return at + seconds{count * form_of(unit).seconds};
    }
}

Instant start_of(Unit period, Instant at)
{
    const sys_days day = floor<days>(at);
    const year_month_day date{day};
    switch (period) {
        case Unit::week: return day - (weekday{day} - std::chrono::Monday);
        case Unit::month: return sys_days{date.year() / date.month() / 1};
        case Unit::quarter: {
            const unsigned first = (static_cast<unsigned>(date.month()) - 1) / 3 * 3 + 1;
            return sys_days{date.year() / month{first} / 1};
        }
        case Unit::year: return sys_days{date.year() / 1 / 1};
        default: return day;
    }
}

// Local instants; `end` is not within. A point has no length.
struct Stretch {
    Instant start;
    Instant end;
};

Instant last_of(const Stretch& stretch)
{
    return stretch.start == stretch.end ? stretch.end : stretch.end - milliseconds{1};
}

Stretch stretch_of_period(const Moment& moment, Instant now)
{
    const Instant start = add(start_of(moment.period, now), moment.step, moment.period);
    const Duration shift = moment.shift;
    if (shift.count == 0) {
        return {start, add(start, 1, moment.period)};
    }
    const Instant moved = add(start, shift.count, shift.unit);
    if (shift.unit < Unit::day) {
        return {moved, moved};
    }
    // Days and weeks keep their length, the others their ends: this_month-1mo is the whole month before.
    const bool is_fixed = moment.period == Unit::day || moment.period == Unit::week;
    const Instant end =
        is_fixed ? add(moved, 1, moment.period) : add(add(start, 1, moment.period), shift.count, shift.unit);
    return {moved, end};
}

Stretch stretch_of(const Moment& moment, const Setting& setting)
{
    switch (moment.kind) {
        case Moment::Kind::instant: {
            const Instant at = local(instant_from(moment.fixed), setting);
            return {at, at};
        }
        case Moment::Kind::day: {
            const Instant start{date_from(moment.fixed)};
            return {start, start + days{1}};
        }
        case Moment::Kind::now: {
            const Instant at = add(local(setting.now, setting), moment.shift.count, moment.shift.unit);
            return {at, at};
        }
        case Moment::Kind::period: break;
    }
    return stretch_of_period(moment, local(setting.now, setting));
}

std::int64_t local_day(Instant at) { return to_integer(floor<days>(at)); }

std::int64_t from_local(Instant at, const Setting& setting) { return to_integer(at - minutes{setting.offset_minutes}); }

std::optional<Moment> parse_anchor(std::string_view name)
{
    Moment moment;
    if (name == "now") {
        return moment;
    }
    moment.kind = Moment::Kind::period;
    if (name == "today" || name == "yesterday" || name == "tomorrow") {
        moment.step = name == "today" ? 0 : name == "yesterday" ? -1 : 1;
        return moment;
    }
    for (const auto& [prefix, step] : steps) {
        for (const UnitForm& form : units) {
            if (form.unit > Unit::day && name.starts_with(prefix) && name.substr(prefix.size()) == form.word) {
                moment.step = step;
                moment.period = form.unit;
                return moment;
            }
        }
    }
    return {};
}

std::optional<Moment> parse_fixed(std::string_view text)
{
    Moment moment;
    if (const auto date = parse_date(text)) {
        moment.kind = Moment::Kind::day;
        moment.fixed = to_integer(*date);
        return moment;
    }
    // RFC 3339 has an offset; an hour without one could be anybody's.
    const auto sign = text.find_last_of("+-");
    const bool has_offset = text.ends_with('Z') || (sign != text.npos && sign > text.find_first_of("T "));
    const auto instant = has_offset ? parse_instant(text) : std::nullopt;
    if (!instant) {
        return {};
    }
    moment.kind = Moment::Kind::instant;
    moment.fixed = to_integer(*instant);
    return moment;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text)
{
    Duration duration;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, duration.count);
    if (read.ec != std::errc{} || duration.count < 0 || text.front() == '-') {
        return {};
    }
    const std::string_view suffix(read.ptr, static_cast<std::size_t>(end - read.ptr));
    for (const UnitForm& form : units) {
        if (!suffix.empty() && suffix == form.suffix && duration.count <= duration_seconds_max / form.seconds) {
            duration.unit = form.unit;
            return duration;
        }
    }
    return {};
}

std::string format_duration(Duration duration)
{
    return std::to_string(duration.count) + std::string(form_of(duration.unit).suffix);
}

std::optional<std::int64_t> seconds_of(Duration duration)
{
    if (duration.unit >= Unit::month) {
        return {};
    }
    return duration.count * form_of(duration.unit).seconds;
}

std::optional<Moment> parse_moment(std::string_view text)
{
    if (auto fixed = parse_fixed(text)) {
        return fixed;
    }
    const auto sign = text.find_first_of("+-");
    auto moment = parse_anchor(text.substr(0, sign));
    if (!moment || sign == text.npos) {
        return moment;
    }
    const auto shift = parse_duration(text.substr(sign + 1));
    if (!shift) {
        return {};
    }
    if (shift->count != 0) {
        moment->shift = {text[sign] == '-' ? -shift->count : shift->count, shift->unit};
    }
    return moment;
}

std::string format_moment(const Moment& moment)
{
    if (moment.kind == Moment::Kind::instant) {
        return format_instant(instant_from(moment.fixed));
    }
    if (moment.kind == Moment::Kind::day) {
        return format_date(date_from(moment.fixed));
    }
    std::string text = "now";
    if (moment.kind == Moment::Kind::period) {
        static constexpr std::array<std::string_view, 3> day_names = {"yesterday", "today", "tomorrow"};
        const auto step = static_cast<std::size_t>(std::int64_t{moment.step} + 1);
        text = moment.period == Unit::day ? day_names.at(step) : steps.at(step).first;
        text += moment.period == Unit::day ? std::string_view{} : form_of(moment.period).word;
    }
    if (moment.shift.count != 0) {
        const bool is_back = moment.shift.count < 0;
        text += is_back ? '-' : '+';
        text += format_duration({is_back ? -moment.shift.count : moment.shift.count, moment.shift.unit});
    }
    return text;
}

Interval days_of(const Moment& moment, const Setting& setting)
{
    const Stretch stretch = stretch_of(moment, setting);
    return {local_day(stretch.start), local_day(last_of(stretch))};
}

Interval milliseconds_of(const Moment& moment, const Setting& setting)
{
    const Stretch stretch = stretch_of(moment, setting);
    return {from_local(stretch.start, setting), from_local(last_of(stretch), setting)};
}

Interval days_within(Duration window, const Setting& setting)
{
    const Instant now = local(setting.now, setting);
    return {local_day(add(now, -window.count, window.unit)), local_day(now)};
}

Interval milliseconds_within(Duration window, const Setting& setting)
{
    const Instant now = local(setting.now, setting);
    return {from_local(add(now, -window.count, window.unit), setting), to_integer(setting.now)};
}

}  // namespace juan::model::condition
