// Texts, their canonical forms and their errors.
#include "core/model/condition/condition.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.hpp"
#include "core/model/condition/sample.hpp"

namespace juan::model::condition {
namespace {

class ConditionText : public testing::Test {
protected:
    Condition read(std::string_view text, std::string_view object = "customer") const
    {
        return parse(text, catalogue_.require(object), names_);
    }
    // The canonical form, or "error CODE POSITION".
    std::string outcome(std::string_view text, std::string_view object = "customer") const
    {
        try {
            return format(read(text, object));
        } catch (const Error& error) {
            return "error " + std::string(error_text(error.code()).name) + place(error);
        }
    }
    Finding finding(std::string_view text) const
    {
        try {
            read(text);
        } catch (const Error& error) {
            return error.finding();
        }
        return {ErrorCode::internal, {}};
    }
    static std::string place(const Error& error)
    {
        for (const auto& [name, value] : error.finding().parameters) {
            if (name == "position") {
                return " " + value;
            }
        }
        return {};
    }

    Catalogue catalogue_ = sample::catalogue();
    sample::SampleNames names_{catalogue_, {"customer.secret"}};
};

TEST_F(ConditionText, ReadsEachCaseAsTheTableSays)
{
    std::ifstream file(JUAN_SOURCE_DIR "/core/model/condition/condition_cases.csv");
    ASSERT_TRUE(file);
    int count = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) {
            continue;
        }
        const auto bar = line.find('|');
        ASSERT_NE(bar, line.npos) << line;
        EXPECT_EQ(outcome(line.substr(0, bar)), line.substr(bar + 1)) << line;
        ++count;
    }
    EXPECT_GT(count, 150);
}

TEST_F(ConditionText, CanonicalTextReadsBackAsTheSameTree)
{
    std::ifstream file(JUAN_SOURCE_DIR "/core/model/condition/condition_cases.csv");
    for (std::string line; std::getline(file, line);) {
        const auto bar = line.find('|');
        if (!line.starts_with('#') && !line.substr(bar + 1).starts_with("error")) {
            const Condition condition = read(line.substr(0, bar));
            EXPECT_EQ(read(format(condition)), condition) << line;
        }
    }
}

TEST_F(ConditionText, SaysWhatIsWrongInBothLanguages)
{
    const Finding found = finding("value_tier = hihg");
    EXPECT_EQ(sentence(found, Language::zh), "条件从第 14 个字符「hihg」起看不懂，此处应为：high, mid, low");
    EXPECT_EQ(sentence(found, Language::en),
              "The condition cannot be read from character 14 on (\"hihg\"); here belongs: high, mid, low");
    EXPECT_EQ(sentence(finding("张三 AND nmae = 1"), Language::en), "customer has no field nmae (name?).");
    EXPECT_EQ(sentence(finding("张三 AND zzz = 1"), Language::en), "customer has no field zzz.");
    EXPECT_EQ(sentence(finding("owner = you"), Language::en),
              "The condition cannot be read from character 9 on (\"you\"); here belongs: me, \"usr_0000000000000\"");
}

TEST_F(ConditionText, SaysHowATextThatEndsTooEarlyGoesOn)
{
    EXPECT_EQ(sentence(finding("count(order, 90d) >="), Language::zh),
              "条件从第 19 个字符「>=」起看不懂，此处应为：>= 12");
    EXPECT_EQ(sentence(finding("last(order) < "), Language::en),
              "The condition cannot be read from character 13 on (\"<\"); here belongs: "
              "< 2026-02-28, \"2026-02-28T08:00:00+08:00\", now-2h, today-30d, this_month");
    EXPECT_EQ(sentence(finding("value_tier ="), Language::en),
              "The condition cannot be read from character 12 on (\"=\"); here belongs: = high, mid, low");
    EXPECT_EQ(sentence(finding("name ="), Language::en),
              "The condition cannot be read from character 6 on (\"=\"); here belongs: = \"...\"");
    EXPECT_EQ(sentence(finding("张三 AND"), Language::zh),
              "条件从第 4 个字符「AND」起看不懂，此处应为：AND word, name = ..., (...)");
}

TEST_F(ConditionText, NamesWhatCanBeCountedWhenSomethingElseIs)
{
    EXPECT_EQ(sentence(finding("count(ordr, 90d) >= 3"), Language::zh),
              "条件从第 7 个字符「ordr, 90d) >= 3」起看不懂，此处应为：order, task, page_view, call");
}

TEST_F(ConditionText, CountsPositionsInCharactersNotBytes)
{
    EXPECT_EQ(outcome("张三 AND visits = 三"), "error condition_invalid 17");
}

TEST_F(ConditionText, TellsNothingOfHiddenFields)
{
    EXPECT_EQ(sentence(finding("secre = 1"), Language::en), "customer has no field secre.");
    EXPECT_EQ(outcome("secret:*"), "error field_forbidden");
    EXPECT_EQ(outcome("NOT secret = null"), "error field_forbidden");
    const Condition condition = read("canary");
    for (const Operand& operand : std::get<Word>(condition.node).operands) {
        EXPECT_NE(operand.field->name, "secret");
    }
}

TEST_F(ConditionText, TellsNothingOfHiddenFieldsBehindLinksAndInRecords)
{
    const sample::SampleNames names(catalogue_,
                                    {"user.name", "order.total", "task.due_on", "customer.friends", "order.status"});
    const auto code = [&](std::string_view text) {
        try {
            parse(text, catalogue_.require("customer"), names);
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    };
    for (const std::string_view text :
         {"owner.name = a", "sum(order.total) > 1", "last(task) < today", "count(task, 3d) > 1", "task within 3d",
          "friends:me", "count(order, 'status = done') > 1"}) {
        EXPECT_EQ(code(text), ErrorCode::field_forbidden) << text;
    }
}

TEST_F(ConditionText, AnObjectThatMayNotBeReadLeadsNowhere)
{
    const sample::SampleNames names(catalogue_, {"user", "order"});
    const Object& customer = catalogue_.require("customer");
    EXPECT_THROW(parse("owner.name = a", customer, names), Error);
    EXPECT_THROW(parse("count(order) > 1", customer, names), Error);
    EXPECT_EQ(format(parse("owner = me", customer, names)), "owner = me");
}

TEST_F(ConditionText, OnlyObjectsOfACustomerHaveRecordsOfTheirs)
{
    EXPECT_EQ(outcome("count(order) > 1", "task"), "count(order) > 1");
    EXPECT_EQ(outcome("count(order) > 1", "product"), "error condition_invalid 7");
}

TEST_F(ConditionText, RefusesWhatIsNotText)
{
    EXPECT_EQ(outcome("name = \"a\xC3\""), "error condition_invalid 10");
    EXPECT_EQ(outcome(std::string_view("name = \"a\0b\"", 12)), "error condition_invalid 10");
    EXPECT_EQ(outcome("name = \"a\x1B\""), "error condition_invalid 10");
}

TEST_F(ConditionText, HoldsItsLimits)
{
    EXPECT_NE(outcome(std::string(8192, 'a')).substr(0, 5), "aaaaa");
    EXPECT_EQ(outcome("name = \"" + std::string(8000, 'a') + "\"").substr(0, 6), "name =");
    EXPECT_EQ(outcome(std::string(8193, ' ')), "error condition_too_large");
    EXPECT_EQ(outcome("name = '" + std::string(5000, '"') + "'"), "error condition_too_large");

    const auto nested = [](std::size_t depth) { return std::string(depth, '(') + "a" + std::string(depth, ')'); };
    EXPECT_EQ(outcome(nested(64)), "\"a\"");
    EXPECT_EQ(outcome(nested(65)), "error condition_too_large");

    std::string words;
    for (int i = 0; i < 200; ++i) {
        words += "a ";
    }
    EXPECT_EQ(outcome(words).substr(0, 7), "\"a\" AND");
    EXPECT_EQ(outcome(words + "a"), "error condition_too_large");
    EXPECT_EQ(outcome(words + "count(order, 'status = done') > 1"), "error condition_too_large");
}

TEST_F(ConditionText, DeepTreesReadBackWithinTheSameLimits)
{
    std::string text = "a";
    int accepted = 0;
    for (int depth = 0; depth < 60; ++depth) {
        text = "b OR (c AND (NOT (" + text + ") d))";
        const std::string canonical = outcome(text);
        if (!canonical.starts_with("error")) {
            EXPECT_EQ(outcome(canonical), canonical);
            ++accepted;
        }
    }
    EXPECT_GT(accepted, 10);
}

TEST_F(ConditionText, UnknownNamesAreRefusedAndNeverReachSql)
{
    for (const std::string_view name : {"1",
                                        "t",
                                        "rowid",
                                        "sqlite_master",
                                        "name--",
                                        "name;",
                                        "\"name\"",
                                        "name'",
                                        "customer.name",
                                        "x1",
                                        "t.name",
                                        "name/**/",
                                        "`name`",
                                        "[name]",
                                        "address_city",
                                        "owner_id",
                                        "lifetime_value_currency",
                                        "origin.x",
                                        "id.id",
                                        "NAME",
                                        "na me",
                                        "name\\",
                                        "$1",
                                        "?1",
                                        "@a",
                                        ":a",
                                        "select",
                                        "true",
                                        "null",
                                        "创建时间"}) {
        const std::string found = outcome(std::string(name) + " = 1");
        EXPECT_TRUE(found.starts_with("error ") || found.find("\" AND") != found.npos) << name << ": " << found;
    }
}

}  // namespace
}  // namespace juan::model::condition
