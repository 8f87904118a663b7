// The store and memory find the same records: conditions made at random, over records made at random.
#include <gtest/gtest.h>

#include "core/model/condition/sample_maker.hpp"
#include "core/model/condition/sample_world.hpp"

namespace juan::model::condition {
namespace {

using sample::Cells;
using sample::Dice;
using sample::World;

constexpr std::uint32_t seed = 20260315;
constexpr int world_count = 26;
constexpr int conditions_per_world = 800;

// Times near to the borders that relative dates have.
std::int64_t random_instant(Dice& dice)
{
    static const std::vector<std::string> borders = {
        "2026-03-15T02:30:00Z", "2026-03-14T16:00:00Z", "2026-03-13T16:00:00Z", "2026-02-28T16:00:00Z",
        "2026-01-31T16:00:00Z", "2025-12-31T16:00:00Z", "2026-02-12T16:00:00Z", "2026-03-08T16:00:00Z",
        "2026-03-15T16:00:00Z", "2025-03-15T02:30:00Z", "2026-03-15T00:30:00Z"};
    static const std::vector<int> milliseconds = {-86400000, -3600000, -1, 0, 0, 1, 3600000, 86400000};
    return to_integer(*parse_instant(dice.pick(borders))) + dice.of(milliseconds);
}

std::int64_t random_day(Dice& dice)
{
    return to_integer(std::chrono::floor<std::chrono::days>(instant_from(random_instant(dice))));
}

store::Value random_value(Dice& dice, const Field& field, const Column& column)
{
    if (dice.one_in(4)) {
        return {};
    }
    if (column.part == "currency") {
        return dice.pick({"CNY", "CNY", "USD", "JPY"});
    }
    switch (type_of(field, column)) {
        case Type::text: return dice.pick(sample::texts);
        case Type::integer: return std::int64_t{dice.below(6) - 2};
        case Type::real: return (dice.below(9) - 4) * 0.25;
        case Type::money: return std::int64_t{(dice.below(7) - 2) * 50};
        case Type::boolean: return std::int64_t{dice.below(2)};
        case Type::date: return random_day(dice);
        case Type::instant: return random_instant(dice);
        case Type::duration: return std::int64_t{dice.below(5) * 450};
        case Type::choice: return dice.of(field.choices).value;
        case Type::choices: return dice.pick({"[]", R"(["vip"])", R"(["new","it's"])", R"(["vip","new"])"});
        case Type::links:
            return dice.pick({"[]", R"(["usr_0000000000001"])", R"(["usr_0000000000002","usr_0000000000003"])"});
        case Type::link: return std::int64_t{dice.below(5) + 1};
    }
    return {};
}

World random_world(Dice& dice, const Catalogue& catalogue)
{
    World world;
    const std::map<std::string, int> counts = {{"user", 4}, {"customer", 14}, {"order", 22}, {"task", 10}};
    for (const auto& [name, count] : counts) {
        const Object& object = catalogue.require(name);
        for (int i = 1; i <= count; ++i) {
            Cells cells;
            for (const Field& field : object.fields) {
                for (const Column& column : field.columns) {
                    cells.push_back(random_value(dice, field, column));
                }
            }
            cells.front() = std::int64_t{i};
            world.records[name].push_back(std::move(cells));
        }
    }
    for (int i = 0; i < 20; ++i) {
        world.entries.push_back({dice.below(6) + 1, dice.pick({"page_view", "call"}), random_instant(dice)});
    }
    return world;
}

TEST(ConditionAgreement, StoreAndMemoryFindTheSameRecords)
{
    const Catalogue catalogue = sample::catalogue();
    const sample::SampleNames names(catalogue);
    sample::SampleStore store(catalogue);
    Dice dice(seed);
    sample::Maker maker(dice, catalogue);
    int some_found = 0;
    int differences = 0;
    for (int i = 0; i < world_count && differences < 5; ++i) {
        const World world = random_world(dice, catalogue);
        store.fill(world);
        Setting setting = sample::setting();
        setting.offset_minutes = dice.of(std::vector<int>{480, 480, 0, -210});
        store.database().read(
            [&](store::Session& session) {
                for (int j = 0; j < conditions_per_world && differences < 5; ++j) {
                    const Object& object = catalogue.require(dice.pick({"customer", "customer", "order", "task"}));
                    const std::string text = maker.condition(object, 3, false);
                    const Condition condition = parse(text, object, names);
                    ASSERT_EQ(parse(format(condition), object, names), condition) << text;
                    const auto in_store = sample::found_by_sql(session, condition, object, setting);
                    const auto in_memory = found_in_memory(catalogue, world, condition, object, setting);
                    EXPECT_EQ(in_store, in_memory) << text;
                    differences += in_store == in_memory ? 0 : 1;
                    some_found += !in_store.empty() && in_store.size() < world.records.at(object.name).size() ? 1 : 0;
                }
            },
            std::chrono::minutes(5));
    }
    // Conditions that find all or nothing would prove little.
    EXPECT_GT(some_found, world_count * conditions_per_world / 3);
}

}  // namespace
}  // namespace juan::model::condition
