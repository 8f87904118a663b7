// Dates and times: a table of cases; instants without a zone are those of UTC+8.
#include "flow/quality/date/date.hpp"

#include <gtest/gtest.h>

#include "flow/quality/cases.hpp"

namespace juan::quality {
namespace {

DateReading reading_of(const Case& one)
{
    DateReading reading;
    reading.allows_serials = one.at("order") == "serial";
    reading.order = order_from(one.at("order")).value_or(DateOrder::year_month_day);
    return reading;
}

TEST(Date, cases)
{
    for (const Case& one : read_cases("flow/quality/date/date_cases.csv")) {
        SCOPED_TRACE(one.at("input") + " " + one.at("order"));
        const auto instant = standardise_instant(one.at("input"), reading_of(one));
        const auto date = standardise_date(one.at("input"), reading_of(one));
        if (!instant) {
            EXPECT_EQ(error_text(instant.error().code).name, one.at("finding"));
            EXPECT_FALSE(date.has_value());
            continue;
        }
        EXPECT_EQ("", one.at("finding"));
        const std::string expected = one.at("instant");
        const bool is_utc = expected.ends_with('Z');
        EXPECT_EQ(format_instant(*instant + std::chrono::minutes{is_utc ? 0 : 480}),
                  is_utc ? expected : expected + "Z");
        if (!is_utc) {
            ASSERT_TRUE(date.has_value());
            EXPECT_EQ(format_date(*date), expected.substr(0, 10));
        }
    }
}

TEST(Date, the_zone_of_a_time_without_one_is_a_parameter)
{
    DateReading reading;
    reading.offset_minutes = -300;
    EXPECT_EQ(format_instant(*standardise_instant("2026-02-28 22:00", reading)), "2026-03-01T03:00:00.000Z");
}

TEST(Date, the_order_of_a_column_is_proved_by_one_sample_and_refuted_by_another)
{
    using Samples = std::vector<std::string>;
    EXPECT_EQ(infer_date_order(Samples{"12/1/2010 8:26", "12/13/2010 9:00"}), DateOrder::month_day_year);
    EXPECT_EQ(infer_date_order(Samples{"01/02/2026", "", "31/12/2025"}), DateOrder::day_month_year);
    EXPECT_EQ(infer_date_order(Samples{"1.2.2026"}), DateOrder::day_month_year);
    EXPECT_EQ(infer_date_order(Samples{"2026-01-02", "2026年1月2日"}), DateOrder::year_month_day);
    EXPECT_EQ(infer_date_order(Samples{"1/2/2026", "3/4/2026"}), std::nullopt);
    EXPECT_EQ(infer_date_order(Samples{"31/12/2025", "12/31/2025"}), std::nullopt);
    EXPECT_EQ(infer_date_order(Samples{}), std::nullopt);
}

}  // namespace
}  // namespace juan::quality
