// Tests of dialect.cpp: each condition is tried on a real connection.
#include "core/store/sqlite/dialect.hpp"

#include <gtest/gtest.h>

#include "core/base/error.hpp"
#include "core/store/sqlite/scratch_folder.hpp"

namespace juan::store {
namespace {

class DialectTest : public ::testing::Test {
protected:
    // Ids, joined by commas, of the rows that meet `condition`.
    std::string matching(const std::string& condition, const Value& parameter)
    {
        std::string ids;
        database_->write([&](Session& session) {
            session.script(
                "create table if not exists t (id integer primary key, name text, tags text);"
                "insert or ignore into t values (1, '张三 Ltd', '[\"vip\",\"new\"]'),"
                "(2, '李四 ltd', '[]'), (3, null, null), (4, '100%', '[\"VIP\",\"5\",7]')");
            const auto rows = session.query("select id from t where " + condition + " order by id", {{parameter}});
            while (rows->next()) {
                ids += (ids.empty() ? "" : ",") + std::to_string(rows->integer(0));
            }
        });
        return ids;
    }

    ScratchFolder folder_;
    std::unique_ptr<Database> database_ = open_sqlite(folder_.path());
    const Dialect& dialect_ = database_->dialect();
};

TEST_F(DialectTest, IntegersAreFoundInAList)
{
    for (const auto& [list, found] :
         {std::pair("[1,3,9]", "1,3"), std::pair("[3,9,-1,1]", "1,3"), std::pair("[4]", "4"),
          std::pair("[-9223372036854775808,2]", "2"), std::pair("[]", "")}) {
        EXPECT_EQ(matching(dialect_.in_integers("t.id", "$1"), std::string(list)), found) << list;
        EXPECT_EQ(matching(dialect_.among_integers("t.id", "$1"), std::string(list)), found) << list;
    }
}

TEST_F(DialectTest, NothingIsNotAmongIntegersNorOutsideOfThem)
{
    const std::string missing = dialect_.among_integers("nullif(t.id, 2)", "$1");
    EXPECT_EQ(matching(missing, std::string("[1,2]")), "1");
    EXPECT_EQ(matching("not " + missing, std::string("[1,2]")), "3,4");
}

TEST_F(DialectTest, AListIsReadAnewInEachRun)
{
    const std::string among = dialect_.among_integers("t.id", "$1");
    EXPECT_EQ(matching(among, std::string("[1]")), "1");
    EXPECT_EQ(matching(among, std::string("[2,3]")), "2,3");
}

TEST_F(DialectTest, WhatIsNoListOfIntegersIsRefused)
{
    for (const char* text : {"", "[", "1", "[1", "[1;2]", "[a]", "[9223372036854775808]"}) {
        EXPECT_THROW(matching(dialect_.among_integers("t.id", "$1"), std::string(text)), Error) << text;
    }
    EXPECT_THROW(matching(dialect_.among_integers("t.id", "$1"), Value{}), Error);
}

TEST_F(DialectTest, ArraysContainWholeTexts)
{
    EXPECT_EQ(matching(dialect_.array_contains("t.tags", "$1"), std::string("vip")), "1");
    EXPECT_EQ(matching(dialect_.array_contains("t.tags", "$1"), std::string("vi")), "");
    EXPECT_EQ(matching(dialect_.array_contains("t.tags", "$1"), std::string("5")), "4");
    EXPECT_EQ(matching(dialect_.array_contains("t.tags", "$1"), std::string("7")), "");
}

TEST_F(DialectTest, ContainingMindsLettersCase)
{
    EXPECT_EQ(matching(dialect_.contains("t.name", "$1"), std::string("Ltd")), "1");
    EXPECT_EQ(matching(dialect_.contains("t.name", "$1"), std::string("四")), "2");
    EXPECT_EQ(matching(dialect_.contains("t.name", "$1"), std::string("%")), "4");
    EXPECT_EQ(matching(dialect_.contains("t.name", "$1"), std::string("")), "1,2,4");
}

TEST_F(DialectTest, ColumnTypesAreThreeAndNoOther)
{
    EXPECT_EQ(dialect_.column_type("integer"), "integer");
    EXPECT_EQ(dialect_.column_type("text"), "text");
    EXPECT_THROW(dialect_.column_type("blob"), Error);
}

}  // namespace
}  // namespace juan::store
