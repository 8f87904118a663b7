// What the rules of objects promise, under random changes.
#include "objects/objects.hpp"

#include <gtest/gtest.h>

#include <random>

#include "core/model/test_model.hpp"

namespace juan::objects {
namespace {

TEST(ObjectsTest, EmbeddedDeclarationsAreThoseOfTheFolders)
{
    EXPECT_EQ(declarations().size(), model::TestModel::declarations().size());
    EXPECT_NO_THROW(model::Catalogue{declarations()});
}

TEST(ObjectsTest, SumsOfLinesOrdersAndCustomersAlwaysAgree)
{
    model::TestModel test("sums");
    add_rules(*test.model);
    std::mt19937 random(7);
    std::vector<Id> customers;
    std::vector<Id> orders;
    std::vector<Id> lines;
    for (int i = 0; i < 4; ++i) {
        customers.push_back(test.create("customer", {{"name", "客户"}}));
    }
    const Id credit_note = test.create("order", {{"customer", format_id("cus", customers.front())},
                                                 {"ordered_at", "2026-01-01T00:00:00Z"},
                                                 {"status", "done"}});
    test.create("order_line", {{"order", format_id("ord", credit_note)}, {"quantity", -2}, {"unit_price", 3}});
    const auto any = [&](const std::vector<Id>& ids) { return ids[random() % ids.size()]; };
    for (int step = 0; step < 400; ++step) {
        const auto move = random() % 10;
        if (orders.empty() || move == 0) {
            orders.push_back(test.create(
                "order", {{"customer", format_id("cus", any(customers))}, {"ordered_at", "2026-01-01T00:00:00Z"}}));
        } else if (move < 6 || lines.empty()) {
            lines.push_back(test.create("order_line", {{"order", format_id("ord", any(orders))},
                                                       {"quantity", static_cast<int>(random() % 9) - 4},
                                                       {"unit_price", static_cast<double>(random() % 100000) / 1000}}));
        } else if (move < 8) {
            test.update("order_line", any(lines), {{"quantity", static_cast<int>(random() % 20) - 9}});
        } else if (move == 8) {
            const char* statuses[] = {"done", "cancelled", "returned", "placed"};
            test.update("order", any(orders),
                        {{"customer", format_id("cus", any(customers))}, {"status", statuses[random() % 4]}});
        } else {
            const auto at = random() % lines.size();
            test.erase("order_line", lines[at]);
            lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
    EXPECT_EQ(
        test.number(R"(select count(*) from "order" o where exists (select 1 from order_line l where l.order_id = o.id)
        and total is not (select sum(amount) from order_line l where l.order_id = o.id))"),
        0);
    EXPECT_EQ(test.number(R"(select count(*) from order_line l join "order" o on o.id = l.order_id
        where l.customer_id is not o.customer_id)"),
              0);
    EXPECT_EQ(test.number(R"(select count(*) from customer c where
        lifetime_value is not (select sum(total) from "order" o
            where o.customer_id = c.id and o.status not in ('cancelled', 'returned') and o.total_currency = 'CNY')
        or order_count is not (select count(*) from "order" o
            where o.customer_id = c.id and o.status not in ('cancelled', 'returned') and coalesce(o.total, 0) >= 0))"),
              0);
    EXPECT_GT(test.number("select count(*) from \"order\" where total < 0 and status = 'done'"), 0);
    EXPECT_GT(test.number("select sum(order_count) from customer"), 0);
}

}  // namespace
}  // namespace juan::objects
