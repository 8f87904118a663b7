// Ids, money, times, JSON and errors.
#include <gtest/gtest.h>

#include <set>

#include "core/base/error.hpp"
#include "core/base/id.hpp"
#include "core/base/json.hpp"
#include "core/base/json_writer.hpp"
#include "core/base/money.hpp"
#include "core/base/secret.hpp"
#include "core/base/time.hpp"

namespace juan {
namespace {

TEST(IdTest, IdsRiseEvenWhenTheClockStandsStillAndReadBackFromText)
{
    const FixedClock clock(*parse_instant("2026-02-28T08:00:00Z"));
    IdMaker ids(clock);
    Id last = Id::none;
    for (int i = 0; i < 20000; ++i) {
        const Id id = ids.next();
        ASSERT_LT(to_integer(last), to_integer(id));
        ASSERT_EQ(parse_id("cus", format_id("cus", id)), id);
        last = id;
    }
    EXPECT_FALSE(parse_id("cus", format_id("ord", last)));
    EXPECT_FALSE(parse_id("cus", "cus_zzzzzzzzzzzzz"));  // more than 63 bits
    EXPECT_FALSE(parse_id("cus", "cus_"));
}

TEST(MoneyTest, DecimalTextBecomesMinorUnitsAndBack)
{
    EXPECT_EQ(parse_amount("1234.5", 2), 123450);
    EXPECT_EQ(parse_amount("-0.005", 2), -1);
    EXPECT_EQ(parse_amount("0.004", 2), 0);
    EXPECT_EQ(parse_amount("100", 0), 100);
    EXPECT_EQ(parse_amount("99.5", 0), 100);
    for (const char* wrong : {"", "-", ".", "1,000", "1e5", "92233720368547758070", "1.2.3"}) {
        EXPECT_FALSE(parse_amount(wrong, 2)) << wrong;
    }
    EXPECT_EQ(format_amount(-5, 2), "-0.05");
    EXPECT_EQ(format_amount(123450, 2), "1234.50");
    EXPECT_EQ(format_amount(1000, 0), "1000");
    EXPECT_EQ(currency_digits("JPY"), 0);
    EXPECT_EQ(currency_digits("KWD"), 3);
    EXPECT_FALSE(currency_digits("XQZ"));
}

TEST(TimeTest, OnlyTimesThatExistAreRead)
{
    EXPECT_EQ(format_instant(*parse_instant("2026-02-28 16:05:09.1+08:00")), "2026-02-28T08:05:09.100Z");
    EXPECT_EQ(format_date(*parse_date("2024-02-29")), "2024-02-29");
    for (const char* wrong : {"2026-02-30", "2026-2-3", "2026-13-01", "", "2026-02-28x"}) {
        EXPECT_FALSE(parse_date(wrong)) << wrong;
    }
    for (const char* wrong : {"2026-02-28", "2026-02-28T24:00:00Z", "2026-02-28T08:61Z", "2026-02-28T08:00:00+25:00"}) {
        EXPECT_FALSE(parse_instant(wrong)) << wrong;
    }
}

TEST(JsonTest, WhatIsWrittenReadsBackAndBadBytesAreReplaced)
{
    JsonWriter json;
    json.begin_object().member("a", "\"\\\n\x01中文").member("b", std::int64_t{-7}).key("c").real(0.1);
    json.key("d")
        .begin_array()
        .null()
        .boolean(true)
        .end_array()
        .member("e", std::string_view("\xff\x00", 2))
        .end_object();
    const Json read = parse_json(json.text());
    EXPECT_EQ(read.at("a"), "\"\\\n\x01中文");
    EXPECT_EQ(read.at("b"), -7);
    EXPECT_EQ(read.at("c"), 0.1);
    EXPECT_EQ(read.at("d"), Json::parse("[null,true]"));
    EXPECT_EQ(read.at("e"), std::string("\xEF\xBF\xBD\0", 4));
}

TEST(JsonTest, NestingHasABound)
{
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_NO_THROW(parse_json(nested(json_depth_max)));
    EXPECT_THROW(parse_json(nested(json_depth_max + 1)), Error);
    EXPECT_THROW(parse_json(std::string(1'000'000, '[')), Error);
    EXPECT_THROW(parse_json("{\"a\":1,}"), Error);
}

TEST(ErrorTest, SentencesAreFilledInBothLanguages)
{
    const Finding finding{ErrorCode::value_range, {{"field", "满意度"}, {"value", "11"}, {"min", "0"}, {"max", "10"}}};
    EXPECT_EQ(sentence(finding, Language::en), "满意度: 11 is outside 0 to 10.");
    EXPECT_EQ(sentence(finding, Language::zh), "「满意度」的值 11 超出范围（0 至 10）。");
}

TEST(SecretTest, PasswordsMatchOnlyThemselvesAndTokensDiffer)
{
    start_secrets();
    const std::string hash = hash_password("correct horse");
    EXPECT_TRUE(hash.starts_with("$argon2id$"));
    EXPECT_TRUE(password_matches(hash, "correct horse"));
    EXPECT_FALSE(password_matches(hash, "correct horsf"));
    EXPECT_NE(hash, hash_password("correct horse"));
    std::set<std::string> tokens;
    for (int i = 0; i < 100; ++i) {
        EXPECT_TRUE(tokens.insert(random_token()).second);
    }
    // BLAKE2b-256 of nothing, as b2sum -l 256 prints it.
    EXPECT_EQ(hash_hex(""), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

}  // namespace
}  // namespace juan
