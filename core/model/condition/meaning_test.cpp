// What conditions find: by hand, and in the store as in memory.
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.hpp"
#include "core/model/condition/sample_records.hpp"

namespace juan::model::condition {
namespace {

using sample::World;

class ConditionMeaning : public testing::Test {
protected:
    static void SetUpTestSuite()
    {
        catalogue_ = std::make_unique<Catalogue>(sample::catalogue());
        world_ = std::make_unique<World>(sample::make_world(*catalogue_));
        store_ = std::make_unique<sample::SampleStore>(*catalogue_);
        store_->fill(*world_);
    }
    static void TearDownTestSuite()
    {
        store_.reset();
        world_.reset();
        catalogue_.reset();
    }
    static std::string text_of(const std::vector<std::int64_t>& ids)
    {
        std::string text;
        for (const std::int64_t id : ids) {
            text += (text.empty() ? "" : " ") + std::to_string(id);
        }
        return text;
    }
    Condition read(std::string_view text) const
    {
        return parse(text, customer(), sample::SampleNames(*catalogue_, {"customer.secret"}));
    }
    const Object& customer() const { return catalogue_->require("customer"); }
    static std::string quote(const std::string& value)
    {
        std::string quoted = "\"";
        for (const char c : value) {
            quoted += (c == '"' || c == '\\' || c == '*') ? std::string{'\\', c} : std::string{c};
        }
        return quoted + '"';
    }
    std::string in_store(const Condition& condition, const Narrowing& narrowing = {}) const
    {
        std::string found;
        store_->database().read([&](store::Session& session) {
            found = text_of(sample::found_by_sql(session, condition, customer(), sample::setting(), narrowing));
        });
        return found;
    }
    std::string plan(std::string_view text) const
    {
        Sql sql;
        sql.text = "explain query plan select id from customer t where ";
        std::string steps;
        store_->database().read([&](store::Session& session) {
            to_sql(read(text), {sample::setting(), session.dialect(), {}, "t"}, sql);
            const auto cursor = session.query(sql.text, sql.parameters);
            while (cursor->next()) {
                steps += std::string(cursor->text(3)) + "\n";
            }
        });
        return steps;
    }

    static std::unique_ptr<Catalogue> catalogue_;
    static std::unique_ptr<World> world_;
    static std::unique_ptr<sample::SampleStore> store_;
};

std::unique_ptr<Catalogue> ConditionMeaning::catalogue_;
std::unique_ptr<World> ConditionMeaning::world_;
std::unique_ptr<sample::SampleStore> ConditionMeaning::store_;

TEST_F(ConditionMeaning, FindsWhatTheTableSays)
{
    std::ifstream file(JUAN_SOURCE_DIR "/core/model/condition/meaning_cases.csv");
    ASSERT_TRUE(file);
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) {
            continue;
        }
        const auto bar = line.find('|');
        const Condition condition = read(line.substr(0, bar));
        EXPECT_EQ(in_store(condition), line.substr(bar + 1)) << "store: " << line;
        const auto ids = found_in_memory(*catalogue_, *world_, condition, customer(), sample::setting());
        EXPECT_EQ(text_of(ids), line.substr(bar + 1)) << "memory: " << line;
    }
}

TEST_F(ConditionMeaning, IndexesServeEqualityPrefixesListsAndWindows)
{
    EXPECT_NE(plan("address.city = \"上海\"").find("customer_by_city (address_city=?)"), std::string::npos);
    EXPECT_NE(plan("address.city = (上海 OR 北京)").find("customer_by_city (address_city=?)"), std::string::npos);
    EXPECT_NE(plan("name = \"Zhang*\"").find("customer_by_name (name>? AND name<?)"), std::string::npos);
    EXPECT_NE(plan("id = \"cus_0000000000003\"").find("PRIMARY KEY (rowid=?)"), std::string::npos);
    EXPECT_NE(plan("count(order, 90d) >= 3").find("order_by_customer (customer_id=? AND ordered_at>? AND"),
              std::string::npos);
    EXPECT_NE(plan("page_view within 7d").find("entry_by_customer (customer_id=? AND kind=? AND occurred_at>?"),
              std::string::npos);
    EXPECT_NE(plan("owner.name = Ann").find("PRIMARY KEY (rowid=?)"), std::string::npos);
}

TEST_F(ConditionMeaning, LinkedAndCountedRecordsAreNarrowedByTheCaller)
{
    const Narrowing nobody = [](std::string_view, std::string_view, Sql& sql) { sql.text += "false"; };
    EXPECT_EQ(in_store(read("owner.name:*"), nobody), "");
    EXPECT_EQ(in_store(read("owner.name != Ann"), nobody), "1 2 3 4");
    EXPECT_EQ(in_store(read("count(order) > 0 OR page_view within 1y OR sum(order.total) > 0"), nobody), "");
    EXPECT_EQ(in_store(read("name:san"), nobody), "1 2");
    const Narrowing some = [](std::string_view object, std::string_view alias, Sql& sql) {
        sql.text += object == "order" ? std::string(alias) + ".id <> " + sql.bind(std::int64_t{1}) : "true";
    };
    EXPECT_EQ(in_store(read("count(order) = 2"), some), "1");
}

TEST_F(ConditionMeaning, NeverNull)
{
    store_->database().read([&](store::Session& session) {
        std::ifstream file(JUAN_SOURCE_DIR "/core/model/condition/meaning_cases.csv");
        for (std::string line; std::getline(file, line);) {
            if (line.starts_with('#')) {
                continue;
            }
            Sql sql;
            sql.text = "select count(*) from customer t where (";
            to_sql(read(line.substr(0, line.find('|'))), {sample::setting(), session.dialect(), {}, "t"}, sql);
            sql.text += ") is null";
            const auto cursor = session.query(sql.text, sql.parameters);
            ASSERT_TRUE(cursor->next());
            EXPECT_EQ(cursor->integer(0), 0) << line;
        }
    });
}

// Values of which none may reach the text of a statement.
const std::vector<std::string>& hostile_values()
{
    static const std::vector<std::string> values = {"' OR '1'='1",
                                                    "'; drop table customer; --",
                                                    "\" or 1=1 --",
                                                    "1) or (1=1",
                                                    "%",
                                                    "_",
                                                    "%' or 'a'='a",
                                                    "\\",
                                                    "' union select name from sqlite_master --",
                                                    "x' and randomblob(100000000) --",
                                                    "$1",
                                                    "?1",
                                                    ":a",
                                                    "@a",
                                                    "/*",
                                                    "*/",
                                                    "--",
                                                    ";",
                                                    "')",
                                                    "||'",
                                                    "char(39)",
                                                    "0x27",
                                                    "\xEF\xBC\x87 or 1=1",
                                                    "1e1",
                                                    "null",
                                                    "true",
                                                    "{{secret}}",
                                                    "' || (select secret from customer) || '",
                                                    "\n' or 1 --",
                                                    "\t",
                                                    "🙂'",
                                                    "ａ'",
                                                    "AND",
                                                    "t.name",
                                                    "(select 1)",
                                                    "me",
                                                    "today",
                                                    "usr_0000000000001"};
    return values;
}

TEST_F(ConditionMeaning, HostileTextIsBoundSoThatTheStatementIsThatOfAnyText)
{
    const auto statement = [&](const std::string& text) {
        Sql sql;
        store_->database().read([&](store::Session& session) {
            to_sql(read(text), {sample::setting(), session.dialect(), {}, "t"}, sql);
        });
        return sql.text;
    };
    for (const std::string& value : hostile_values()) {
        for (const std::string front :
             {"name = ", "name != ", "name < ", "name:", "", "address:", "owner.name = ", "address.city = "}) {
            EXPECT_EQ(statement(front + quote(value)), statement(front + quote("zzz"))) << value;
            EXPECT_EQ(statement("count(order, " + quote("number = " + quote(value)) + ") > 0"),
                      statement("count(order, " + quote("number = " + quote("zzz")) + ") > 0"));
        }
    }
}

TEST_F(ConditionMeaning, HostileTextAnywhereIsRefusedOrFindsTheSameInBothWays)
{
    for (const std::string& value : hostile_values()) {
        const std::string once = quote(value);
        for (const std::string& text :
             {"name = " + once, once, "visits = " + once, "value_tier = " + once, "tags:" + once,
              "lifetime_value > " + once, "seen_at > " + once, "owner = " + once, once + " = 1", "name = " + value,
              value, value + " = 1", "name = ''" + value, "count(" + value + ") > 1", "order within " + value}) {
            try {
                const Condition condition = read(text);
                const auto ids = found_in_memory(*catalogue_, *world_, condition, customer(), sample::setting());
                EXPECT_EQ(in_store(condition), text_of(ids)) << text;
            } catch (const Error& error) {
                EXPECT_EQ(error_text(error.code()).status, 400) << text << error.what();
            }
        }
    }
    EXPECT_EQ(in_store(read("")), "1 2 3 4");
}

}  // namespace
}  // namespace juan::model::condition
