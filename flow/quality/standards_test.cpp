// The rules as the model calls them.
#include "flow/quality/standards.hpp"

#include <gtest/gtest.h>

namespace juan::quality {
namespace {

using model::Cells;
using model::Field;
using model::FieldType;
using model::Kind;

Field field_of(FieldType type, std::vector<model::Column> columns = {{"x", "", Kind::text}})
{
    Field field;
    field.name = "x";
    field.type = type;
    field.columns = std::move(columns);
    return field;
}

Expected<Cells, Finding> apply(std::string_view rule, std::string_view text,
                               const Field& field = field_of(FieldType::text), const model::Reading& reading = {})
{
    return standards().at(std::string(rule))(text, field, reading);
}

TEST(Standards, each_rule_gives_its_columns)
{
    EXPECT_EQ(*apply("phone", "138 1234 5678"), Cells{"+8613812345678"});
    EXPECT_EQ(*apply("phone", "021-62345678转801"), Cells{"+862162345678;ext=801"});
    EXPECT_EQ(*apply("email", "Zhang@Example.com"), Cells{"zhang@example.com"});
    EXPECT_EQ(*apply("name", "张三先生"), Cells{"张三"});
    EXPECT_EQ(*apply("url", "example.com"), Cells{"https://example.com"});
    EXPECT_EQ(*apply("date", "1970-01-02"), Cells{std::int64_t{1}});
    EXPECT_EQ(*apply("instant", "1970-01-01 08:00"), Cells{std::int64_t{0}});
    EXPECT_EQ(*apply("money", "$12.5"), (Cells{std::int64_t{1250}, "USD"}));
    EXPECT_EQ(*apply("number", "1,234.5"), Cells{1234.5});
    EXPECT_EQ(*apply("percent", "12.5%"), Cells{12.5});
    EXPECT_EQ(*apply("integer", "1,234.0"), Cells{std::int64_t{1234}});
    EXPECT_EQ(*apply("credit_code", "9144030071526726xg"), Cells{"9144030071526726XG"});
}

TEST(Standards, an_address_is_split_over_its_columns)
{
    const Field field = field_of(FieldType::address, {{"x_detail", "detail", Kind::text},
                                                      {"x_region", "region", Kind::integer},
                                                      {"x_province", "province", Kind::text},
                                                      {"x_city", "city", Kind::text},
                                                      {"x_district", "district", Kind::text}});
    EXPECT_EQ(*apply("address", "上海徐汇", field), (Cells{{}, std::int64_t{310104}, "上海市", "上海市", "徐汇区"}));
}

TEST(Standards, readings_and_limits_are_kept)
{
    model::Reading reading;
    reading.date_order = "mdy";
    EXPECT_EQ(*apply("date", "01/02/1970", field_of(FieldType::date), reading), Cells{std::int64_t{1}});
    Field field = field_of(FieldType::integer);
    field.max = 10;
    EXPECT_EQ(apply("integer", "11", field).error().code, ErrorCode::value_range);
    EXPECT_EQ(apply("integer", "1.5", field).error().code, ErrorCode::amount_invalid);
    EXPECT_EQ(apply("number", "12元", field).error().code, ErrorCode::amount_invalid);
    field.length_max = 2;
    EXPECT_EQ(apply("name", "欧阳修", field).error().code, ErrorCode::value_length);
    EXPECT_EQ(apply("date", "2026-02-30").error().code, ErrorCode::date_not_in_calendar);
}

}  // namespace
}  // namespace juan::quality
