// Tallies that are kept are the ones that counting all records gives, whatever was written.
#include "core/model/tally.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "core/model/schema.hpp"
#include "core/model/test_model.hpp"

namespace juan::model {
namespace {

using Rows = std::set<std::vector<std::string>>;

// All that a query gives, without groups that have come to nothing.
Rows rows_of(store::Session& session, const Tally& tally, const std::string& text)
{
    Rows rows;
    const auto cursor = session.query(text);
    while (cursor->next()) {
        if (cursor->integer(static_cast<int>(tally.groups.size())) == 0) continue;
        std::vector<std::string> row;
        for (int i = 0; i < cursor->columns(); ++i) row.emplace_back(cursor->text(i));
        rows.insert(std::move(row));
    }
    return rows;
}

void expect_kept(const TestModel& test, const std::string& when)
{
    test.database->read([&](store::Session& session) {
        std::set<std::int64_t> owners{0};
        const auto users = session.query("select id from user");
        while (users->next()) owners.insert(users->integer(0));
        for (const Object& object : test.model->catalogue().objects()) {
            for (const Tally& tally : object.tallies) {
                for (const std::int64_t owner : owners) {
                    const std::string is_owner = " = " + std::to_string(owner);
                    const auto kept = rows_of(session, tally, tally_kept_sql(object, tally, "t.owner_id" + is_owner));
                    const auto counted = rows_of(
                        session, tally,
                        tally_counted_sql(object, tally, session.dialect(), test.model->reading().offset_minutes,
                                          object.is_owned ? "coalesce(t.owner_id, 0)" + is_owner : "1 = 1"));
                    EXPECT_EQ(kept, counted) << object.name << "." << tally.name << " of " << owner << " " << when;
                }
            }
        }
    });
}

// A few of everything, changed at random.
class Changes {
public:
    explicit Changes(unsigned seed) : random_(seed)
    {
        role = test.create("role", {{"name", "r"}, {"code", "r"}, {"rights", Json::object()}});
        const Id unit = test.create("organisation_unit", {{"name", "u"}});
        for (int i = 0; i < 3; ++i) {
            const std::string name = "u" + std::to_string(i);
            Json user{{"name", name}, {"email", name + "@example.com"}, {"role", format_id("rol", role)}};
            if (i < 2) user["unit"] = format_id("unt", unit);
            users.push_back(test.create("user", user));
        }
    }

    void one()
    {
        switch (any(11)) {
            case 0: customers_.push_back(test.create("customer", customer())); break;
            case 1: orders_.push_back(test.create("order", order())); break;
            case 2: lines_.push_back(write(Action::create, "order_line", Id::none, line())); break;
            case 3: change("customer", customers_, customer()); break;
            case 4: change("order", orders_, order()); break;
            case 5:
                if (!lines_.empty()) write(Action::update, "order_line", lines_[any(lines_.size())], line());
                break;
            case 6: rate(); break;
            case 7: hand_over(); break;
            case 8: erase("customer", customers_); break;
            case 9: erase("order", orders_); break;
            default: erase("order_line", lines_); break;
        }
    }

    TestModel test{"tally"};
    Id role = Id::none;
    std::vector<Id> users;

private:
    std::size_t any(std::size_t count) { return random_() % count; }
    bool is_lucky() { return any(2) == 0; }

    Json customer()
    {
        Json values{{"name", "c" + std::to_string(any(100))}};
        if (is_lucky()) values["owner"] = format_id("usr", users[any(users.size())]);
        if (is_lucky()) values["address"] = {{"city", "city " + std::to_string(any(3))}};
        values["industry"] = is_lucky() ? Json("steel") : Json();
        return values;
    }
    Json order()
    {
        // Months end at another instant there than in UTC; some are before 1970.
        static constexpr std::array<const char*, 6> times = {"2026-02-28T15:59:59.999Z", "2026-02-28T16:00:00Z",
                                                             "2026-01-31T16:00:00.001Z", "1969-12-31T15:59:59.999Z",
                                                             "1969-12-31T16:00:00.000Z", "1968-02-29T15:59:59.500Z"};
        static constexpr std::array<const char*, 4> statuses = {"placed", "done", "returned", "cancelled"};
        Json values{{"number", "n" + std::to_string(++number_)},
                    {"ordered_at", times.at(any(times.size()))},
                    {"status", is_lucky() ? Json(statuses.at(any(statuses.size()))) : Json()},
                    {"total", {{"amount", static_cast<int>(any(1000))}, {"currency", is_lucky() ? "CNY" : "USD"}}}};
        if (!customers_.empty()) values["customer"] = format_id("cus", customers_[any(customers_.size())]);
        if (is_lucky()) values["owner"] = format_id("usr", users[any(users.size())]);
        return values;
    }
    // With the amount that a rule of the object works out.
    Draft line()
    {
        if (orders_.empty()) orders_.push_back(test.create("order", order()));
        Draft draft =
            test.draft("order_line",
                       {{"order", format_id("ord", orders_[any(orders_.size())])}, {"quantity", 1}, {"unit_price", 5}});
        const Field& amount = test.object("order_line").require("amount");
        draft.emplace_back(&amount, Cells{store::Value(static_cast<std::int64_t>(any(500))),
                                          store::Value(is_lucky() ? "CNY" : "USD")});
        return draft;
    }
    // As Juan itself does.
    Id write(Action action, const char* object, Id id, Draft draft)
    {
        WriteOptions options = test.person;
        options.is_system = true;
        return test.model->write(test.juan(), options, {action, &test.object(object), id, {}, std::move(draft)}).id;
    }
    void change(const char* object, const std::vector<Id>& ids, Json values)
    {
        if (ids.empty()) return;
        values.erase("number");
        test.update(object, ids[any(ids.size())], values);
    }
    void rate()
    {
        if (customers_.empty()) return;
        static constexpr std::array<const char*, 3> tiers = {"high", "mid", "low"};
        write(Action::update, "customer", customers_[any(customers_.size())],
              {{&test.object("customer").require("value_tier"), Cells{store::Value(tiers.at(any(3)))}}});
    }
    void hand_over()
    {
        std::vector<std::int64_t> ids;
        for (const Id id : customers_) ids.push_back(to_integer(id));
        const Object& object = test.object("customer");
        test.model->write(test.juan(), test.person, [&](Writer& writer) {
            writer.relink(object, object.require("owner"), ids, users[any(users.size())]);
            return std::string();
        });
    }
    // What still has others belonging to it stays.
    void erase(const char* object, std::vector<Id>& ids)
    {
        if (ids.empty()) return;
        try {
            test.erase(object, ids.back());
            ids.pop_back();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::record_in_use);
        }
    }

    std::mt19937 random_;
    std::vector<Id> customers_;
    std::vector<Id> orders_;
    std::vector<Id> lines_;
    int number_ = 0;
};

TEST(TallyTest, WhatIsKeptIsWhatCountingGives)
{
    for (const unsigned seed : {1U, 2U, 3U}) {
        Changes changes(seed);
        for (int i = 0; i < 250; ++i) {
            changes.one();
            if (i % 25 == 24) expect_kept(changes.test, "after " + std::to_string(i + 1) + " changes");
        }
    }
}

TEST(TallyTest, WhatADeclarationOrTheCalendarSaysOtherwiseIsCountedAnew)
{
    Changes changes(4);
    for (int i = 0; i < 60; ++i) changes.one();
    TestModel& test = changes.test;
    test.model->keep_derived();
    const auto spoil = [&] {
        test.database->write(
            [](store::Session& session) { session.script("update customer_tally_known set records = records + 7"); });
    };
    spoil();
    test.model->keep_derived();
    EXPECT_EQ(
        test.number("select sum(records) from customer_tally_known"),
        test.number("select count(*) from customer") + 7 * test.number("select count(*) from customer_tally_known"))
        << "declared as before: nobody looks";
    test.database->write([](store::Session& session) {
        session.script(
            "update meta set value = 'otherwise' where key = 'tally:customer:known';"
            "insert into meta(key, value) values ('tally:customer:declared_no_more', '')");
    });
    test.model->keep_derived();
    expect_kept(test, "after a new declaration");
    EXPECT_EQ(test.number("select count(*) from meta where key = 'tally:customer:declared_no_more'"), 0);
    test.model->set_reading({"CNY", -300, "ymd"});
    test.model->keep_derived();
    expect_kept(test, "by another calendar");
}

TEST(TallyTest, SumsOfAStoreThatKnewNoTalliesAreCountedAtTheFirstStart)
{
    Changes changes(5);
    for (int i = 0; i < 60; ++i) changes.one();
    changes.test.database->write([](store::Session& session) {
        session.script("delete from customer_tally_known; delete from order_tally_revenue");
    });
    changes.test.model->keep_derived();
    expect_kept(changes.test, "after the first start");
}

// Against lists, which find out by themselves who sees what.
TEST(TallyTest, ATallyIsOfWhatThePrincipalMayRead)
{
    Changes changes(6);
    TestModel& test = changes.test;
    for (int i = 0; i < 200; ++i) changes.one();
    test.database->write([&](store::Session& session) {
        session.execute(
            "insert into share(id, object, record_id, to_kind, to_id, verb, until, by_id, at) "
            "select id + 1, 'customer', id, 'user', $1, 'read', 0, 0, 0 from customer where id % 3 = 0",
            store::values(to_integer(changes.users[0])));
    });
    const Object& customer = test.object("customer");
    std::set<std::int64_t> totals;
    for (const char* rights :
         {R"({"read": "own"})", R"({"read": "team_below"})", R"({"read": "all"})",
          R"({"read": "all", "where": "industry = steel"})", R"({"read": "own", "where": "industry = steel"})"}) {
        test.update("role", changes.role, {{"rights", {{"customer", Json::parse(rights)}}}});
        const Principal principal = test.model->principal(changes.users[0]);
        const Tallied known = test.model->tally(principal, customer, "known", std::chrono::seconds(10));
        const std::int64_t total = test.model->count(principal, customer, "");
        totals.insert(total);
        EXPECT_EQ(known.groups.empty() ? 0 : known.groups.front().records, total) << rights;
        for (std::size_t i = 0; i < known.measures.size(); ++i) {
            if (known.measures[i]->field != "industry" || total == 0) continue;
            EXPECT_EQ(known.groups.front().values[i], test.model->count(principal, customer, "industry:*")) << rights;
        }
    }
    EXPECT_GE(totals.size(), 4U) << "the rights make a difference";
}

TEST(TallyTest, WhatMayNotBeReadIsNotCounted)
{
    Changes changes(7);
    TestModel& test = changes.test;
    test.create("customer", {{"name", "a"}, {"industry", "steel"}});
    test.update("role", changes.role,
                {{"rights",
                  {{"customer", {{"read", "all"}, {"fields", {{"industry", "masked"}, {"value_tier", "hidden"}}}}}}}});
    const Principal principal = test.model->principal(changes.users[0]);
    const Object& customer = test.object("customer");
    const Tallied known = test.model->tally(principal, customer, "known", std::chrono::seconds(10));
    for (const Tally::Measure* measure : known.measures) EXPECT_NE(measure->field, "industry");
    EXPECT_EQ(known.groups.at(0).values.size(), known.measures.size());
    EXPECT_THROW(test.model->tally(principal, customer, "tier", std::chrono::seconds(10)), Error);
}

TEST(TallyTest, ADeclarationThatCannotBeCountedIsRefused)
{
    const auto is_refused = [](const std::string& tally) {
        const std::string text = R"({"label": ["甲", "A"], "plural": "As", "prefix": "aaa", "title": "name", "fields": {
            "name": {"type": "text", "label": ["名", "Name"]},
            "size": {"type": "number", "label": ["大小", "Size"]},
            "price": {"type": "money", "label": ["价格", "Price"]},
            "at": {"type": "instant", "label": ["时间", "At"]},
            "secret": {"type": "text", "label": ["密", "Secret"], "sensitivity": "sensitive"}},
            "tallies": {"t": )" + tally +
                                 "}}";
        auto declarations = TestModel::declarations();
        declarations.emplace_back("thing.json", text);
        try {
            Catalogue{declarations};
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::declaration_invalid) << tally;
            return true;
        }
        return false;
    };
    for (const char* good : {"{}", R"({"by": ["name", "at.month", "at.day"]})", R"({"filled": ["secret"]})",
                             R"({"by": ["price.currency"], "sum": ["price"], "facts": true})"}) {
        EXPECT_FALSE(is_refused(good)) << good;
    }
    for (const char* bad : {R"({"by": ["nothing"]})", R"({"by": ["at"]})", R"({"by": ["size"]})",
                            R"({"by": ["name.month"]})", R"({"by": ["secret"]})", R"({"sum": ["price"]})",
                            R"({"sum": ["size"]})", R"({"sum": ["name"]})", R"({"of": 1})"}) {
        EXPECT_TRUE(is_refused(bad)) << bad;
    }
}

}  // namespace
}  // namespace juan::model
