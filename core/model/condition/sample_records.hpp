// Four customers with their orders, tasks and page views, small enough to work out by hand what a condition finds.
#pragma once

#include <string_view>

#include "core/model/condition/sample_world.hpp"

namespace juan::model::condition::sample {

inline store::Value at(std::string_view instant) { return to_integer(parse_instant(instant).value()); }

inline store::Value on(std::string_view date) { return to_integer(parse_date(date).value()); }

inline store::Value number(std::int64_t value) { return value; }

inline void add_customers(const Object& customer, World& world)
{
    world.records["customer"] = {
        cells_of(customer, {{"id", number(1)},
                            {"name", "Zhang San"},
                            {"phone", "+8613800000001"},
                            {"visits", number(3)},
                            {"is_active", number(1)},
                            {"score", 2.5},
                            {"discount", 12.5},
                            {"value_tier", "high"},
                            {"tags", R"(["vip","new"])"},
                            {"owner", number(1)},
                            {"lifetime_value", number(15000)},
                            {"lifetime_value.currency", "CNY"},
                            {"address.city", "上海"},
                            {"address.region", number(310104)},
                            {"birth_date", on("1990-03-15")},
                            {"seen_at", at("2026-03-15T01:00:00Z")},
                            {"talked", number(3700)}}),
        cells_of(customer, {{"id", number(2)},
                            {"name", "the ZHANG & San Ltd San"},
                            {"visits", number(2)},
                            {"is_active", number(0)},
                            {"score", 0.5},
                            {"value_tier", "low"},
                            {"tags", R"(["it's","vip"])"},
                            {"owner", number(2)},
                            {"lifetime_value", number(20000)},
                            {"friends", "[\"usr_0000000000001\"]"},
                            {"lifetime_value.currency", "USD"},
                            {"address.city", "北京"},
                            {"seen_at", at("2026-03-14T15:59:59.999Z")},
                            {"talked", number(900)}}),
        cells_of(customer, {{"id", number(3)}, {"name", "张伟"}, {"tags", "[]"}, {"secret", "san"}}),
        cells_of(customer, {{"id", number(4)},
                            {"name", "100% *"},
                            {"owner", number(1)},
                            {"lifetime_value", number(10001)},
                            {"address.detail", "北路1号"}})};
}

inline World make_world(const Catalogue& catalogue)
{
    World world;
    add_customers(catalogue.require("customer"), world);
    const Object& user = catalogue.require("user");
    world.records["user"] = {cells_of(user, {{"id", number(1)}, {"name", "Ann"}, {"age", number(31)}}),
                             cells_of(user, {{"id", number(2)}, {"name", "Bob"}})};
    const Object& order = catalogue.require("order");
    const auto make = [&](std::int64_t id, std::int64_t customer, std::string_view time, const char* status,
                          std::int64_t total, const char* currency, store::Value weight) {
        world.records["order"].push_back(cells_of(order, {{"id", number(id)},
                                                          {"customer", number(customer)},
                                                          {"ordered_at", at(time)},
                                                          {"status", status},
                                                          {"total", number(total)},
                                                          {"total.currency", currency},
                                                          {"weight", std::move(weight)}}));
    };
    make(1, 1, "2026-03-14T08:00:00Z", "done", 10000, "CNY", 0.5);
    make(2, 1, "2026-02-20T08:00:00Z", "placed", 20000, "CNY", 1.25);
    make(3, 1, "2025-12-31T16:00:00Z", "done", 5000, "CNY", {});
    make(4, 2, "2026-01-01T08:00:00Z", "cancelled", 7000, "USD", {});
    world.records["order"].push_back(cells_of(order, {{"id", number(5)}, {"total", number(5000)}}));
    world.records["order"].back()[static_cast<std::size_t>(order.path("quantity").column->position)] = number(4);
    world.records["order"].front()[static_cast<std::size_t>(order.path("quantity").column->position)] = number(2);
    world.records["task"] = {cells_of(catalogue.require("task"),
                                      {{"id", number(1)}, {"customer", number(1)}, {"due_on", on("2026-03-14")}})};
    for (const std::string_view time : {"2026-03-15T02:29:00Z", "2026-03-10T00:00:00Z", "2026-03-01T00:00:00Z"}) {
        world.entries.push_back({2, "page_view", std::get<std::int64_t>(at(time))});
    }
    return world;
}

}  // namespace juan::model::condition::sample
