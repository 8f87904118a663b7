// Whatever way the store takes to a list, it is the one that sorting and filtering all records plainly gives.
#include "core/model/merged.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <set>

#include "core/model/test_model.hpp"

namespace juan::model {
namespace {

struct Customer {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::string> city;
    std::int64_t owner = 0;  // 0: nobody
    bool is_active = false;
};

// A head with a branch of few and one of many, and some who stand nowhere. One of the few owns more than what is found
// by owner.
class World {
public:
    World()
    {
        role_ = test.create("role", {{"name", "r"}, {"code", "r"}, {"rights", Json::object()}});
        const Id head = test.create("organisation_unit", {{"name", "head"}});
        const Id few = test.create("organisation_unit", {{"name", "few"}, {"parent", format_id("unt", head)}});
        const Id many = test.create("organisation_unit", {{"name", "many"}, {"parent", format_id("unt", head)}});
        for (int i = 0; i < 46; ++i) {
            Json user{{"name", "u" + std::to_string(i)},
                      {"email", "u" + std::to_string(i) + "@example.com"},
                      {"role", format_id("rol", role_)}};
            if (i < 44) user["unit"] = format_id("unt", i == 0 ? head : i < 6 ? few : many);
            users.push_back(test.create("user", user));
        }
        for (int i = 0; i < 400; ++i) add_customer();
        add_many_at_once(7200);
    }

    void set_rights(const Json& customer) { test.update("role", role_, {{"rights", {{"customer", customer}}}}); }
    std::size_t any(std::size_t count) { return random() % count; }

    // To one, for good or ended already.
    void share_some(std::size_t user)
    {
        shared.clear();
        test.database->write([&](store::Session& session) {
            session.execute("delete from share");
            for (std::size_t i = 0; i < 6; ++i) {
                const std::int64_t record = customers[any(customers.size())].id;
                if (i % 3 != 0) shared.insert(record);
                session.execute(
                    "insert into share(id, object, record_id, to_kind, to_id, verb, until, by_id, at) "
                    "values ($1, 'customer', $2, 'user', $3, 'read', $4, 0, 0) on conflict do nothing",
                    store::values(to_integer(test.ids.next()), record, to_integer(users[user]), i % 3 == 0 ? 1 : 0));
            }
        });
    }

    TestModel test{"merged"};
    std::mt19937 random{7};
    std::vector<Id> users;
    std::vector<Customer> customers;
    std::set<std::int64_t> shared;  // with whom share_some() named, for good

private:
    Customer made_up()
    {
        Customer customer{0, "name " + std::to_string(any(9)), {}, 0, any(2) == 0};
        if (any(3) != 0) customer.city = "city " + std::to_string(any(4));
        return customer;
    }
    void add_customer()
    {
        Customer customer = made_up();
        Json values{{"name", customer.name}, {"stage", customer.is_active ? "active" : "lost"}};
        if (customer.city) values["address"] = {{"city", *customer.city}};
        if (any(8) != 0) {
            const Id owner = users[any(users.size())];
            values["owner"] = format_id("usr", owner);
            customer.owner = to_integer(owner);
        }
        customer.id = to_integer(test.create("customer", values));
        customers.push_back(customer);
    }
    void add_many_at_once(int count)
    {
        test.database->write([&](store::Session& session) {
            for (int i = 0; i < count; ++i) {
                Customer customer = made_up();
                customer.id = to_integer(test.ids.next());
                customer.owner = to_integer(users[1]);
                session.execute(
                    "insert into customer(id, version, created_at, updated_at, name, address_city, stage, owner_id) "
                    "values ($1, 1, 0, 0, $2, $3, $4, $5)",
                    store::values(customer.id, customer.name,
                                  customer.city ? store::Value(*customer.city) : store::Value{},
                                  customer.is_active ? "active" : "lost", customer.owner));
                customers.push_back(customer);
            }
            session.execute("update record_count set count = count + $1 where object = 'customer' and owner_id = $2",
                            store::values(std::int64_t{count}, to_integer(users[1])));
        });
    }

    Id role_ = Id::none;
};

struct Way {
    const char* order_by;
    const char* keys;  // what it comes to: n, c, s, i for name, city, stage, id; capital: descending
};
constexpr std::array<Way, 11> ways = {{{"", "I"},
                                       {"-id", "I"},
                                       {"id", "i"},
                                       {"name", "ni"},
                                       {"-name", "NI"},
                                       {"name desc, id asc", "Ni"},
                                       {"address.city", "ci"},
                                       {"-address.city", "CI"},
                                       {"name, address.city", "nci"},
                                       {"-name, address.city", "NcI"},
                                       {"-stage, -name", "SNI"}}};

// Below zero: `a` comes first. What is missing comes last, whichever way round.
int compare(const Customer& a, const Customer& b, char key)
{
    if ((key == 'c' || key == 'C') && a.city.has_value() != b.city.has_value()) return a.city ? -1 : 1;
    int result = 0;
    switch (std::tolower(key)) {
        case 'n': result = a.name.compare(b.name); break;
        case 'c': result = a.city ? a.city->compare(*b.city) : 0; break;
        case 's': result = static_cast<int>(b.is_active) - static_cast<int>(a.is_active); break;  // "active" < "lost"
        default: result = a.id < b.id ? -1 : static_cast<int>(a.id > b.id); break;
    }
    return std::isupper(key) != 0 ? -result : result;
}

struct Question {
    ListRequest request;
    const char* keys = "";
    bool is_active_only = false;  // by the rights
    std::optional<std::string> name;
};

std::vector<std::int64_t> expected_ids(const World& world, const Principal& who, const Question& question)
{
    const Scope scope = who.scope(world.test.object("customer"), Verb::read);
    std::vector<const Customer*> found;
    for (const Customer& customer : world.customers) {
        const bool is_within = scope == Scope::all || who.owners(scope).contains(customer.owner);
        const bool is_given = (is_within && (!question.is_active_only || customer.is_active)) ||
                              (world.shared.contains(customer.id) && (scope != Scope::all || question.is_active_only));
        if (is_given && (!question.name || customer.name == *question.name)) found.push_back(&customer);
    }
    std::sort(found.begin(), found.end(), [&](const Customer* a, const Customer* b) {
        for (const char* key = question.keys; *key != '\0'; ++key) {
            if (const int result = compare(*a, *b, *key); result != 0) return result < 0;
        }
        return false;
    });
    std::vector<std::int64_t> ids;
    for (const Customer* customer : found) ids.push_back(customer->id);
    return ids;
}

std::vector<std::int64_t> ids_of(const Page& page)
{
    std::vector<std::int64_t> ids;
    for (const Row& row : page.rows) ids.push_back(to_integer(id_of(row)));
    return ids;
}

Question any_question(World& world, const Principal& who)
{
    Question question;
    question.is_active_only = who.on(world.test.object("customer")).condition != nullptr;
    const Way& way = ways.at(world.any(ways.size()));
    question.keys = way.keys;
    question.request.order_by = way.order_by;
    question.request.page_size = static_cast<int>(1 + world.any(60));
    if (world.any(4) == 0) {
        question.name = "name " + std::to_string(world.any(9));
        question.request.filter = "name = \"" + *question.name + "\"";
    }
    if (world.any(3) == 0) question.request.fields = {"code", "owner"};
    return question;
}

// A few pages one after the other, and one far behind.
void expect_pages(World& world, const Principal& who, Question question)
{
    const Object& customer = world.test.object("customer");
    const auto expected = expected_ids(world, who, question);
    ListRequest& request = question.request;
    const auto size = static_cast<std::size_t>(request.page_size);
    const auto part = [&](std::size_t from) {
        const auto begin = expected.begin() + static_cast<std::ptrdiff_t>(std::min(from, expected.size()));
        return std::vector<std::int64_t>(begin,
                                         begin + std::min<std::ptrdiff_t>(request.page_size, expected.end() - begin));
    };
    for (std::size_t at = 0, count = 0; count < 4; at += size, ++count) {
        const Page page = world.test.model->list(who, customer, request);
        ASSERT_EQ(ids_of(page), part(at)) << request.order_by << " at " << at;
        ASSERT_EQ(page.total, static_cast<std::int64_t>(expected.size())) << request.order_by << request.filter;
        ASSERT_EQ(page.next_page_token.empty(), at + size >= expected.size());
        if (page.next_page_token.empty()) break;
        request.page_token = page.next_page_token;
    }
    request.page_token.clear();
    request.page = static_cast<int>(1 + world.any(2 + expected.size() / size));
    const Page far = world.test.model->list(who, customer, request);
    ASSERT_EQ(ids_of(far), part(size * static_cast<std::size_t>(request.page - 1))) << request.order_by;
    ASSERT_EQ(world.test.model->count(who, customer, request.filter), static_cast<std::int64_t>(expected.size()));
}

void expect_whole(const World& world, const Principal& who, const Question& question)
{
    std::vector<std::int64_t> whole;
    world.test.model->each_page(
        who, world.test.object("customer"), question.request, Verb::read,
        [&](const Page& page) {
            const auto ids = ids_of(page);
            whole.insert(whole.end(), ids.begin(), ids.end());
            return true;
        },
        std::chrono::seconds(60));
    EXPECT_EQ(whole, expected_ids(world, who, question)) << question.request.order_by;
}

TEST(MergedTest, AListIsWhatAPlainSortOfWhatMayBeSeenIs)
{
    World world;
    int merged = 0;
    for (int round = 0; round < 40; ++round) {
        static constexpr std::array<const char*, 4> scopes = {"own", "team", "team_below", "all"};
        static constexpr std::array<std::size_t, 6> people = {0, 1, 2, 5, 20, 45};
        const std::size_t user = people.at(world.any(people.size()));
        Json rights{{"read", scopes.at(world.any(scopes.size()))}, {"fields", {{"address", "read"}}}};
        if (world.any(5) == 0) rights["where"] = "stage = active";
        world.set_rights(rights);
        world.any(2) == 0 ? world.share_some(user) : world.share_some(3);
        const Principal who = world.test.model->principal(world.users[user]);
        if (who.shared.empty()) world.shared.clear();
        for (int i = 0; i < 4; ++i) {
            const Question question = any_question(world, who);
            const Object& customer = world.test.object("customer");
            const Order order = order_from(who, customer, question.request.order_by);
            merged += is_merged(who, customer, question.request, order) ? 1 : 0;
            expect_pages(world, who, question);
            if (i == 0) expect_whole(world, who, question);
            if (HasFatalFailure()) return;
        }
    }
    EXPECT_GT(merged, 20);
    EXPECT_LT(merged, 140);
}

TEST(MergedTest, OnlyTheFirstRowsOfEachOwnerAreRead)
{
    World world;
    world.set_rights({{"read", "team"}});
    const Principal who = world.test.model->principal(world.users[2]);
    const Object& customer = world.test.object("customer");
    for (const char* order_by : {"name", "-name", "id", "-id"}) {
        const Order order = order_from(who, customer, order_by);
        ASSERT_TRUE(is_merged(who, customer, {}, order));
        world.test.database->read([&](store::Session& session) {
            const Sql sql = merged_sql(session.dialect(), who, customer, "t.name", order, 0, 51);
            std::string plan;
            const auto cursor = session.query("explain query plan " + sql.text, sql.parameters);
            while (cursor->next()) plan += std::string(cursor->text(3)) + '\n';
            EXPECT_EQ(plan.find("SCAN customer"), plan.npos) << plan;
            EXPECT_NE(plan.find("SCAN page"), plan.npos) << plan;
            EXPECT_EQ(plan.find("TEMP B-TREE"), plan.npos) << plan;
        });
    }
}

}  // namespace
}  // namespace juan::model
