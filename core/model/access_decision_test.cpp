// Lists, counts and single records give one answer, whatever roles, units, teams and shares say.
#include "core/model/access_decision.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "core/model/access_share.hpp"
#include "core/model/query.hpp"
#include "core/model/test_model.hpp"

namespace juan::model {
namespace {

constexpr std::array<const char*, 5> scope_words = {"none", "own", "team", "team_below", "all"};

// A small company: units in a chain, a team across them, customers with an order of one line each.
class Company {
public:
    explicit Company(const std::string& name) : test(name)
    {
        const Id root = test.create("organisation_unit", {{"name", "root"}});
        const Id below = test.create("organisation_unit", {{"name", "below"}, {"parent", format_id("unt", root)}});
        role = test.create("role", {{"name", "r"}, {"code", "r"}, {"rights", Json::object()}});
        for (int i = 0; i < 6; ++i) {
            Json user{{"name", "u" + std::to_string(i)},
                      {"email", "u" + std::to_string(i) + "@example.com"},
                      {"role", format_id("rol", role)}};
            if (i < 4) user["unit"] = format_id("unt", i < 2 ? root : below);
            users.push_back(test.create("user", user));
        }
        team = test.create("team", {{"name", "t"}, {"leader", format_id("usr", users[5])}});
        test.create("team_member", {{"team", format_id("tea", team)}, {"user", format_id("usr", users[1])}});
        for (int i = 0; i < 18; ++i) add_customer(i);
    }

    void add_customer(int i)
    {
        const std::string owner = format_id("usr", users[static_cast<std::size_t>(i) % users.size()]);
        const Id customer = test.create("customer", {{"name", "c" + std::to_string(i)},
                                                     {"owner", owner},
                                                     {"stage", i % 3 == 0 ? "active" : "lost"},
                                                     {"industry", i % 2 == 0 ? "retail" : "steel"}});
        const Id order = test.create("order", {{"number", std::to_string(i)},
                                               {"customer", format_id("cus", customer)},
                                               {"ordered_at", "2026-01-01T00:00:00Z"},
                                               {"owner", owner}});
        test.create("order_line", {{"order", format_id("ord", order)}, {"quantity", 1}, {"unit_price", 2}});
    }
    void set_rights(const Json& rights) { test.update("role", role, {{"rights", rights}}); }
    Principal principal(std::size_t user) const { return test.model->principal(users[user]); }
    std::set<Id> ids(const Principal& who, const char* object, Verb verb) const
    {
        std::set<Id> found;
        const Object& of = test.object(object);
        if (who.scope(of, verb) == Scope::none) return found;
        test.database->read([&](store::Session& session) {
            Sql sql;
            const std::string where = scope_condition(test.model->catalogue(), who, of, verb, "t", session.dialect(),
                                                      sql, std::string_view(object) == "customer");
            const auto cursor = session.query("select t.id from \"" + of.name + "\" t where " + where, sql.parameters);
            while (cursor->next()) found.insert(id_from(cursor->integer(0)));
        });
        return found;
    }
    Id first(const char* object) const
    {
        return id_from(test.number("select min(id) from \"" + std::string(object) + "\""));
    }

    TestModel test;
    Id role = Id::none;
    Id team = Id::none;
    std::vector<Id> users;
};

void expect_agreement(const Company& company, const Principal& who)
{
    for (const char* name : {"customer", "order", "order_line", "product"}) {
        const Object& object = company.test.object(name);
        for (const Verb verb : {Verb::read, Verb::edit, Verb::erase, Verb::export_rows}) {
            const auto listed = company.ids(who, name, verb);
            for (const Row& row : company.test.model->list(company.test.juan(), object, {}).rows) {
                ASSERT_EQ(company.test.model->may(who, object, verb, row), listed.contains(id_of(row)))
                    << name << ' ' << verb_name(verb) << ' ' << who.name;
            }
            if (verb == Verb::read && who.scope(object, verb) != Scope::none) {
                const Page page = company.test.model->list(who, object, {});
                ASSERT_EQ(page.total, static_cast<std::int64_t>(listed.size())) << name;
                ASSERT_EQ(page.rows.size(), listed.size()) << name;
            }
        }
    }
}

Json random_rights(std::mt19937& random)
{
    static const std::array<const char*, 5> conditions = {"stage = active", "owner = me", "count(order) >= 1",
                                                          "NOT industry:steel", "industry = retail OR owner = me"};
    Json rights;
    for (const char* object : {"customer", "order"}) {
        Json said;
        for (const char* verb : {"read", "edit", "delete", "export"}) said[verb] = scope_words.at(random() % 5);
        if (std::string_view(object) == "customer" && random() % 2 == 0) said["where"] = conditions.at(random() % 5);
        rights[object] = said;
    }
    rights["product"] = scope_words.at(random() % 5);
    return rights;
}

TEST(AccessDecisionTest, ListsCountsAndSingleRecordsAgree)
{
    Company company("decision");
    std::mt19937 random(11);
    for (int round = 0; round < 40; ++round) {
        company.set_rights(random_rights(random));
        company.test.database->write([&](store::Session& session) {
            const std::string object = random() % 2 == 0 ? "customer" : "order";
            session.execute(
                "insert into share(id, object, record_id, to_kind, to_id, verb, until, by_id, at) select "
                "$1, $2, id, 'user', $3, $4, $5, 0, 0 from \"" +
                    object + "\" order by id limit 1 offset $6 on conflict do nothing",
                store::values(to_integer(company.test.ids.next()), object,
                              to_integer(random() % 3 == 0 ? company.team : company.users[random() % 6]),
                              random() % 2 == 0 ? "edit" : "read",
                              random() % 3 == 0 ? std::int64_t{1} : std::int64_t{0},
                              static_cast<std::int64_t>(random() % 18)));
        });
        for (std::size_t user = 0; user < company.users.size(); ++user) {
            expect_agreement(company, company.principal(user));
            if (HasFatalFailure()) return;
        }
    }
}

TEST(AccessDecisionTest, ATeamIsTheUnitAndTheTeamsOneIsIn)
{
    const Company company("teams");
    const auto names = [&](std::size_t user, Scope scope) {
        std::set<std::size_t> found;
        const Principal who = company.principal(user);
        for (std::size_t i = 0; i < company.users.size(); ++i) {
            if (who.owners(scope).contains(to_integer(company.users[i]))) found.insert(i);
        }
        return found;
    };
    EXPECT_EQ(names(0, Scope::team), (std::set<std::size_t>{0, 1}));
    EXPECT_EQ(names(1, Scope::team), (std::set<std::size_t>{0, 1, 5}));
    EXPECT_EQ(names(0, Scope::team_below), (std::set<std::size_t>{0, 1, 2, 3}));
    EXPECT_EQ(names(2, Scope::team_below), (std::set<std::size_t>{2, 3}));
    EXPECT_EQ(names(4, Scope::team), (std::set<std::size_t>{4}));
    EXPECT_EQ(names(5, Scope::team), (std::set<std::size_t>{1, 5}));
}

TEST(AccessDecisionTest, ASharedRecordIsOpenUntilItsEnd)
{
    Company company("shares");
    company.set_rights({{"customer", {{"read", "own"}, {"edit", "own"}}}});
    const Object& customer = company.test.object("customer");
    const Id record = company.first("customer");  // of user 0
    const Row row = company.test.row("customer", record);
    const Instant end = company.test.clock.now() + std::chrono::hours(1);
    const auto share = [&](std::size_t by, std::size_t to, std::optional<Instant> until) {
        company.test.model->write(company.principal(by), company.test.person, [&](Writer& writer) {
            add_share(writer, customer, record, {company.users[to], false, true, until});
            return std::string();
        });
    };
    EXPECT_THROW(share(3, 2, {}), Error);
    share(0, 3, end);
    const Principal three = company.principal(3);
    EXPECT_TRUE(company.test.model->may(three, customer, Verb::edit, row));
    EXPECT_FALSE(company.test.model->may(three, customer, Verb::erase, row));
    EXPECT_THROW(share(3, 2, {}), Error) << "for longer than it is held";
    EXPECT_NO_THROW(share(3, 2, end));
    const FixedClock later(end);
    Principal then = three;
    then.clock = &later;
    EXPECT_FALSE(company.test.model->may(then, customer, Verb::read, row));
    EXPECT_FALSE(company.ids(then, "customer", Verb::read).contains(record));
    EXPECT_TRUE(company.ids(three, "customer", Verb::read).contains(record));
}

TEST(AccessDecisionTest, AWriteIsDoneWithTheRightsOfItsMoment)
{
    Company company("moment");
    company.set_rights({{"customer", "own"}});
    const Principal before = company.principal(0);
    const Id record = company.first("customer");
    const auto write = [&] {
        company.test.model->write(before, company.test.person,
                                  {Action::update,
                                   &company.test.object("customer"),
                                   record,
                                   {},
                                   company.test.draft("customer", {{"code", "9"}})});
    };
    company.set_rights({{"customer", "read"}});
    EXPECT_THROW(write(), Error) << "rights taken away after the request was let in";
    company.set_rights({{"customer", "own"}});
    EXPECT_NO_THROW(write());
    company.test.update("user", company.users[0], {{"is_active", false}});
    EXPECT_THROW(write(), Error);
}

TEST(AccessDecisionTest, TheStepsSayWhatDecided)
{
    Company company("steps");
    company.set_rights({{"customer", {{"read", "all"}, {"edit", "own"}, {"where", "stage = active"}}}});
    const Object& customer = company.test.object("customer");
    const auto explained = [&](std::size_t user, Verb verb, Id id, const Field* field) {
        Decision decision;
        company.test.database->read([&](store::Session& session) {
            decision =
                explain(session, company.test.model->catalogue(), company.principal(user), customer, verb, id, field);
        });
        return decision;
    };
    const Id active = company.first("customer");
    EXPECT_EQ(explained(3, Verb::read, active, nullptr).rule, DecidingRule::condition);
    EXPECT_TRUE(explained(3, Verb::read, active, nullptr).is_allowed);
    EXPECT_EQ(explained(3, Verb::edit, active, nullptr).rule, DecidingRule::scope);
    EXPECT_FALSE(explained(3, Verb::erase, active, nullptr).is_allowed);
    EXPECT_EQ(explained(3, Verb::erase, active, nullptr).rule, DecidingRule::role);
    EXPECT_EQ(explained(0, Verb::edit, active, &customer.require("code")).right, Right::write);
}

}  // namespace
}  // namespace juan::model
