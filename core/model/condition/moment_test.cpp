// What relative dates cover. Expected days were taken from a calendar: 15 March 2026 is a Sunday.
#include "core/model/condition/moment.hpp"

#include <gtest/gtest.h>

#include "core/model/condition/sample.hpp"

namespace juan::model::condition {
namespace {

std::string days(std::string_view text, const Setting& setting = sample::setting())
{
    const auto moment = parse_moment(text);
    if (!moment) {
        return "none";
    }
    const Interval interval = days_of(*moment, setting);
    const std::string first = format_date(date_from(interval.first));
    return interval.first == interval.last ? first : first + ".." + format_date(date_from(interval.last));
}

std::string instants(std::string_view text, const Setting& setting = sample::setting())
{
    const Interval interval = milliseconds_of(parse_moment(text).value(), setting);
    const std::string first = format_instant(instant_from(interval.first));
    return interval.first == interval.last ? first : first + ".." + format_instant(instant_from(interval.last));
}

TEST(Moment, NamesTheDaysOfTheCalendar)
{
    EXPECT_EQ(days("today"), "2026-03-15");
    EXPECT_EQ(days("yesterday"), "2026-03-14");
    EXPECT_EQ(days("tomorrow"), "2026-03-16");
    EXPECT_EQ(days("now"), "2026-03-15");
    EXPECT_EQ(days("this_week"), "2026-03-09..2026-03-15");
    EXPECT_EQ(days("last_week"), "2026-03-02..2026-03-08");
    EXPECT_EQ(days("next_week"), "2026-03-16..2026-03-22");
    EXPECT_EQ(days("this_month"), "2026-03-01..2026-03-31");
    EXPECT_EQ(days("last_month"), "2026-02-01..2026-02-28");
    EXPECT_EQ(days("next_month"), "2026-04-01..2026-04-30");
    EXPECT_EQ(days("this_quarter"), "2026-01-01..2026-03-31");
    EXPECT_EQ(days("last_quarter"), "2025-10-01..2025-12-31");
    EXPECT_EQ(days("this_year"), "2026-01-01..2026-12-31");
    EXPECT_EQ(days("last_year"), "2025-01-01..2025-12-31");
}

TEST(Moment, GoesBackAndForthByDurations)
{
    EXPECT_EQ(days("today-30d"), "2026-02-13");
    EXPECT_EQ(days("today+2w"), "2026-03-29");
    EXPECT_EQ(days("today-1y"), "2025-03-15");
    EXPECT_EQ(days("this_month-1mo"), "2026-02-01..2026-02-28");
    EXPECT_EQ(days("this_year+1y"), "2027-01-01..2027-12-31");
    EXPECT_EQ(days("this_week-1w"), "2026-03-02..2026-03-08");
    EXPECT_EQ(days("now-11h"), "2026-03-14");
    EXPECT_EQ(days("today+9h"), "2026-03-15");
    EXPECT_EQ(days("today-1h"), "2026-03-14");
}

TEST(Moment, AMonthLaterIsTheLastDayWhereTheMonthIsShorter)
{
    Setting setting = sample::setting();
    setting.now = *parse_instant("2026-01-31T04:00:00Z");
    EXPECT_EQ(days("today+1mo", setting), "2026-02-28");
    EXPECT_EQ(days("today-2mo", setting), "2025-11-30");
    setting.now = *parse_instant("2024-02-29T04:00:00Z");
    EXPECT_EQ(days("today+1y", setting), "2025-02-28");
    EXPECT_EQ(days("today-4y", setting), "2020-02-29");
}

TEST(Moment, ADayIsThatOfThePersonAsking)
{
    Setting setting = sample::setting();
    setting.now = *parse_instant("2026-03-15T17:00:00Z");
    EXPECT_EQ(days("today", setting), "2026-03-16");
    EXPECT_EQ(instants("today", setting), "2026-03-15T16:00:00.000Z..2026-03-16T15:59:59.999Z");
    setting.offset_minutes = -300;
    EXPECT_EQ(days("today", setting), "2026-03-15");
    EXPECT_EQ(instants("today", setting), "2026-03-15T05:00:00.000Z..2026-03-16T04:59:59.999Z");
}

TEST(Moment, InstantsArePointsAndDaysAreStretches)
{
    EXPECT_EQ(instants("now-2h"), "2026-03-15T00:30:00.000Z");
    EXPECT_EQ(instants("now-1mo"), "2026-02-15T02:30:00.000Z");
    EXPECT_EQ(instants("today+9h"), "2026-03-15T01:00:00.000Z");
    EXPECT_EQ(instants("2026-02-28T08:00:00+08:00"), "2026-02-28T00:00:00.000Z");
    EXPECT_EQ(instants("2026-02-28"), "2026-02-27T16:00:00.000Z..2026-02-28T15:59:59.999Z");
    EXPECT_EQ(days("2026-02-28T17:00:00Z"), "2026-03-01");
}

TEST(Moment, WindowsReachBackFromNow)
{
    const Setting setting = sample::setting();
    EXPECT_EQ(format_date(date_from(days_within({30, Unit::day}, setting).first)), "2026-02-13");
    EXPECT_EQ(format_date(date_from(days_within({30, Unit::day}, setting).last)), "2026-03-15");
    EXPECT_EQ(format_instant(instant_from(milliseconds_within({12, Unit::hour}, setting).first)),
              "2026-03-14T14:30:00.000Z");
    EXPECT_EQ(milliseconds_within({1, Unit::year}, setting).last, to_integer(setting.now));
}

TEST(Moment, RefusesWhatIsNone)
{
    for (const std::string_view text :
         {"", "now-", "now+d", "now-1", "now--1d", "today-1q", "someday", "this_second", "this_", "2026-13-01",
          "2026-02-28-30d", "2026-02-28T08:00:00", "now-1000000000000d", "today-30 d", "-30d", "now-30D"}) {
        EXPECT_FALSE(parse_moment(text)) << text;
    }
    for (const std::string_view text : {"", "d", "-1d", "+1d", "1", "1.5h", "1D", "1 d", "400000d", "1001y"}) {
        EXPECT_FALSE(parse_duration(text)) << text;
    }
}

TEST(Moment, WritesWhatItReads)
{
    for (const std::string_view text :
         {"now", "now-2h", "today", "yesterday", "tomorrow+1d", "this_week", "last_quarter-1y", "next_month+15m",
          "2026-02-28", "0001-01-01", "2026-02-28T00:00:00.000Z"}) {
        EXPECT_EQ(format_moment(parse_moment(text).value()), text);
    }
}

}  // namespace
}  // namespace juan::model::condition
