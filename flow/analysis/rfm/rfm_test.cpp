// The SQL against sets worked out by hand and by plain C++; the sentences against what a person should read.
#include "flow/analysis/rfm/rfm.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/store/duckdb/duckdb.hpp"
#include "flow/analysis/analysis.hpp"
#include "flow/analysis/run.hpp"
#include "flow/analysis/test_store.hpp"

namespace juan::analysis {
namespace {

constexpr std::int64_t day_ms = 86400000;

struct Scores {
    std::int64_t recency;
    std::int64_t frequency;
    std::int64_t monetary;
    std::string tier;
    bool operator==(const Scores&) const = default;
};

void PrintTo(const Scores& scores, std::ostream* out)
{
    *out << scores.recency << scores.frequency << scores.monetary << ' ' << scores.tier;
}

using Table = std::map<std::int64_t, std::optional<Scores>>;

class Rfm : public testing::Test {
protected:
    Rfm() : engine_({.path = {}, .temp_folder = {}, .memory_bytes_max = 256 << 20, .threads = 2})
    {
        engine_.execute(
            "create table customer (id bigint, recency_score bigint, frequency_score bigint, monetary_score bigint, "
            "value_tier text)");
        engine_.execute(
            "create table \"order\" (id bigint, customer_id bigint, ordered_at bigint, status text, total bigint, "
            "total_currency text)");
    }

    void add_customers(std::int64_t first, std::int64_t last)
    {
        for (std::int64_t id = first; id <= last; ++id) {
            engine_.execute("insert into customer values ($1, null, null, null, null)", store::values(id));
        }
    }

    void add(const TestOrder& order)
    {
        engine_.execute(
            "insert into \"order\" values ($1, $2, $3, $4, $5, $6)",
            store::values(order.id, order.customer_id, order.ordered_at, order.status, order.total, order.currency));
    }

    // The rows that are to change.
    Table run(const char* parameters = R"({"as_of": "2026-03-01", "utc_offset_minutes": 0})")
    {
        const Analysis& rfm = require_analysis("rfm");
        Table table;
        counts_ =
            run_analysis(engine_, rfm, bind_parameters(rfm, parse_json(parameters)), [&](const store::Cursor& row) {
                auto& scores = table[row.integer(0)];
                if (!row.is_null(1)) {
                    scores = Scores{row.integer(1), row.integer(2), row.integer(3), std::string(row.text(4))};
                }
            });
        return table;
    }

    void keep(const Table& table)
    {
        for (const auto& [id, scores] : table) {
            const auto& s = scores;
            engine_.execute(
                "update customer set recency_score = $2, frequency_score = $3, monetary_score = $4, value_tier = $5 "
                "where id = $1",
                s ? store::values(id, s->recency, s->frequency, s->monetary, s->tier)
                  : store::values(id, std::monostate{}, std::monostate{}, std::monostate{}, std::monostate{}));
        }
    }

    // Five customers: customer n ordered n times, each for n yuan, the last time on day n.
    void add_five()
    {
        add_customers(1, 5);
        std::int64_t id = 0;
        for (std::int64_t customer = 1; customer <= 5; ++customer) {
            for (std::int64_t i = 0; i < customer; ++i) {
                add({++id, customer, (20000 + customer - i) * day_ms, customer * 100});
            }
        }
    }

    store::Duckdb engine_;
    RunCounts counts_;
};

std::int64_t at(const char* instant) { return to_integer(*parse_instant(instant)); }

TEST_F(Rfm, five_customers_worked_out_by_hand)
{
    add_five();
    const Table expected = {{1, Scores{1, 1, 1, "low"}},
                            {2, Scores{2, 2, 2, "low"}},
                            {3, Scores{3, 3, 3, "mid"}},
                            {4, Scores{4, 4, 4, "high"}},
                            {5, Scores{5, 5, 5, "high"}}};
    EXPECT_EQ(run(), expected);
    EXPECT_EQ(counts_.results, 5);
    EXPECT_EQ(counts_.changed, 5);
}

// Last day, number and sum of orders differ in rank; two have equal numbers of orders and the lower id ranks lower.
TEST_F(Rfm, the_three_measures_are_ranked_apart_and_ties_by_id)
{
    add_customers(1, 6);
    add({1, 1, at("2026-02-27T10:00:00Z"), 100});
    add({2, 2, at("2026-02-01T10:00:00Z"), 900});
    add({3, 2, at("2026-01-01T10:00:00Z"), 900});
    add({4, 3, at("2025-02-01T10:00:00Z"), 50000});
    add({5, 4, at("2025-12-01T10:00:00Z"), 300});
    add({6, 4, at("2025-11-01T10:00:00Z"), 300});
    add({7, 4, at("2025-10-01T10:00:00Z"), 300});
    add({8, 5, at("2026-02-28T10:00:00Z"), 200});
    add({9, 5, at("2026-02-28T11:00:00Z"), 200});
    // Recency: 3, 4, 2, 1, 5. Orders: 1 and 3 one, 2 and 5 two, 4 three. Money: 1 100, 5 400, 4 900, 2 1800, 3 50000.
    const Table expected = {{1, Scores{4, 1, 1, "low"}},
                            {2, Scores{3, 3, 4, "mid"}},
                            {3, Scores{1, 2, 5, "mid"}},
                            {4, Scores{2, 5, 3, "mid"}},
                            {5, Scores{5, 4, 2, "mid"}}};
    EXPECT_EQ(run(), expected);  // customer 6 has no orders and no scores
}

TEST_F(Rfm, orders_that_do_not_count_change_nothing)
{
    add_five();
    keep(run());
    add({101, 1, at("2026-02-28T10:00:00Z"), 1000000, "cancelled"});
    add({102, 1, at("2026-02-28T10:00:00Z"), 1000000, "returned"});
    add({103, 1, at("2026-02-28T10:00:00Z"), 0});
    add({104, 1, at("2026-02-28T10:00:00Z"), -5000});
    add({105, 1, at("2026-02-28T10:00:00Z"), 1000000, "done", "USD"});
    add({106, 1, at("2026-03-02T00:00:00Z"), 1000000});
    engine_.execute("insert into \"order\" values (107, null, 1, 'done', 100, 'CNY')");
    engine_.execute("insert into \"order\" values (108, 1, 1, 'done', null, null)");
    EXPECT_EQ(run(), Table());
    EXPECT_EQ(counts_.results, 5);
}

TEST_F(Rfm, an_unchanged_base_writes_nothing_and_one_that_lost_its_orders_loses_its_scores)
{
    add_five();
    add_customers(6, 6);
    add({100, 6, 20010 * day_ms, 10000});
    keep(run());
    EXPECT_EQ(run(), Table());
    engine_.execute("delete from \"order\" where customer_id = 6");
    const Table changed = run();
    EXPECT_EQ(changed.at(6), std::nullopt);
    EXPECT_EQ(counts_.results, 5);
}

TEST_F(Rfm, fewer_than_five_customers_with_orders_are_not_divided)
{
    add_five();
    keep(run());
    engine_.execute("delete from \"order\" where customer_id = 3");
    const Table changed = run();
    EXPECT_EQ(counts_.results, 0);
    EXPECT_EQ(changed.size(), 5U);
    for (const auto& [id, scores] : changed) {
        EXPECT_EQ(scores, std::nullopt) << id;
    }
}

// Recency counts whole days of the company's calendar: 23:30 UTC of one day and 00:30 UTC of the next are one day in
// Shanghai (then the lower id ranks lower), but two in London.
TEST_F(Rfm, days_are_those_of_the_time_zone)
{
    add_customers(1, 5);
    add({1, 1, at("2026-02-27T00:30:00Z"), 100});
    add({2, 2, at("2026-02-26T23:30:00Z"), 100});
    add({3, 3, at("2026-02-01T00:00:00Z"), 100});
    add({4, 4, at("2026-01-01T00:00:00Z"), 100});
    add({5, 5, at("2026-02-28T15:59:59Z"), 100});
    const Table london = run(R"({"as_of": "2026-02-28", "utc_offset_minutes": 0})");
    EXPECT_EQ(london.at(1)->recency, 4);
    EXPECT_EQ(london.at(2)->recency, 3);
    const Table shanghai = run(R"({"as_of": "2026-02-28", "utc_offset_minutes": 480})");
    EXPECT_EQ(shanghai.at(1)->recency, 3);
    EXPECT_EQ(shanghai.at(2)->recency, 4);
    EXPECT_EQ(shanghai.at(5)->recency, 5);
    add({6, 4, at("2026-02-28T16:00:00Z"), 100});  // the first of March in Shanghai
    EXPECT_EQ(run(R"({"as_of": "2026-02-28", "utc_offset_minutes": 480})").at(4)->recency, 1);
    EXPECT_EQ(run(R"({"as_of": "2026-02-28", "utc_offset_minutes": 0})").at(4)->recency, 4);
}

// ntile as SQL defines it: n rows in k parts, the first n mod k parts one row larger.
std::map<std::int64_t, std::int64_t> quintiles(const std::map<std::int64_t, std::int64_t>& measure)
{
    std::set<std::pair<std::int64_t, std::int64_t>> ranked;
    for (const auto& [id, value] : measure) {
        ranked.insert({value, id});
    }
    std::map<std::int64_t, std::int64_t> out;
    std::size_t done = 0;
    std::size_t part = 0;
    std::size_t in_part = 0;
    for (const auto& [value, id] : ranked) {
        const std::size_t size = ranked.size() / 5 + (part < ranked.size() % 5 ? 1 : 0);
        out[id] = static_cast<std::int64_t>(part) + 1;
        if (++in_part == size) {
            ++part;
            in_part = 0;
        }
        ++done;
    }
    return out;
}

TEST_F(Rfm, a_generated_set_agrees_with_the_quintiles_of_plain_arithmetic)
{
    const std::int64_t customers = 997;
    add_customers(1, customers);
    std::map<std::int64_t, std::int64_t> last_day;
    std::map<std::int64_t, std::int64_t> order_count;
    std::map<std::int64_t, std::int64_t> money;
    const auto orders = engine_.append("order");
    for (const TestOrder& order : some_orders(8000, customers)) {
        orders->integer(order.id);
        orders->integer(order.customer_id);
        orders->integer(order.ordered_at);
        orders->text(order.status);
        orders->integer(order.total);
        orders->text(order.currency);
        orders->end_row();
        if (order.status != "cancelled" && order.currency == "CNY" && order.total > 0) {
            const std::int64_t day = (order.ordered_at + 480 * 60000) / day_ms;
            last_day[order.customer_id] = std::max(last_day[order.customer_id], day);
            ++order_count[order.customer_id];
            money[order.customer_id] += order.total;
        }
    }
    orders->finish();
    const auto recency = quintiles(last_day);
    const auto frequency = quintiles(order_count);
    const auto monetary = quintiles(money);
    const Table table = run(R"({"as_of": "2026-03-01"})");
    ASSERT_EQ(table.size(), last_day.size());
    EXPECT_LT(table.size(), static_cast<std::size_t>(customers));
    for (const auto& [id, scores] : table) {
        const std::int64_t points = recency.at(id) + frequency.at(id) + monetary.at(id);
        const std::string tier = points >= 12 ? "high" : points >= 8 ? "mid" : "low";
        ASSERT_EQ(scores, (Scores{recency.at(id), frequency.at(id), monetary.at(id), tier})) << id;
    }
}

TEST(RfmDeclaration, its_fields_exist_and_its_thresholds_are_those_of_the_explanation)
{
    const Analysis& rfm = require_analysis("rfm");
    check_fields(rfm, declared_objects().objects());
    const auto values = bind_parameters(rfm, Json{{"as_of", "1970-01-02"}});
    EXPECT_EQ(values.at(0), store::Value(std::int64_t{1}));
    EXPECT_EQ(values.at(3), store::Value(std::int64_t{RfmThresholds().high_points_min}));
    EXPECT_EQ(values.at(4), store::Value(std::int64_t{RfmThresholds().mid_points_min}));
}

RfmMeasures measures(const char* last_order_at, std::int64_t orders, std::int64_t minor, int r, int f, int m)
{
    return {parse_instant(last_order_at), orders, {minor, "CNY"}, r, f, m};
}

constexpr std::chrono::minutes shanghai{480};

TEST(RfmExplained, the_top_fifth_on_all_three)
{
    const auto m = measures("2026-02-17T02:00:00Z", 14, 2340000, 5, 5, 5);
    const Date as_of = *parse_date("2026-03-01");
    const auto en = explain_rfm(m, as_of, shanghai, Language::en);
    EXPECT_EQ(en.tier, "high");
    EXPECT_EQ(en.sentence, "Last order 12 days ago, 14 orders, ¥23,400: top fifth on all three.");
    ASSERT_EQ(en.measures.size(), 3U);
    EXPECT_EQ(en.measures[0].measure, "recency");
    EXPECT_EQ(en.measures[0].value, 12);
    EXPECT_EQ(en.measures[0].score, 5);
    EXPECT_EQ(en.measures[0].sentence,
              "Last order 12 days ago: top fifth of the customers with orders (score 5 of 5).");
    EXPECT_EQ(en.measures[1].sentence, "14 orders: top fifth of the customers with orders (score 5 of 5).");
    EXPECT_EQ(en.measures[2].sentence, "¥23,400: top fifth of the customers with orders (score 5 of 5).");
    EXPECT_EQ(en.measures[2].value, 2340000);
    const auto zh = explain_rfm(m, as_of, shanghai, Language::zh);
    EXPECT_EQ(zh.sentence, "最近一次下单在 12 天前，共 14 笔订单，累计 ¥23,400：三项都居前 20%。");
    EXPECT_EQ(zh.measures[2].sentence, "累计 ¥23,400：在有订单的客户中居前 20%（5 分，满分 5 分）。");
}

TEST(RfmExplained, different_scores_are_added_up_in_the_sentence)
{
    const auto m = measures("2026-01-20T02:00:00Z", 3, 120050, 4, 3, 2);
    const Date as_of = *parse_date("2026-03-01");
    const auto en = explain_rfm(m, as_of, shanghai, Language::en);
    EXPECT_EQ(en.tier, "mid");
    EXPECT_EQ(en.sentence,
              "Last order 40 days ago (second fifth), 3 orders (middle fifth), ¥1,200.50 (fourth fifth): "
              "4 + 3 + 2 = 9 of 15 points, so mid (8 to 11).");
    const auto zh = explain_rfm(m, as_of, shanghai, Language::zh);
    EXPECT_EQ(zh.sentence,
              "最近一次下单在 40 天前（居 20%–40%），共 3 笔订单（居 40%–60%），累计 ¥1,200.50（居 60%–80%）："
              "4 + 3 + 2 = 9 分（满分 15 分），属于潜力客户（8–11 分）。");
}

TEST(RfmExplained, days_are_counted_by_the_calendar_of_the_time_zone)
{
    const auto m = measures("2026-02-28T16:30:00Z", 1, 100, 5, 1, 1);  // 00:30 on the first of March in Shanghai
    EXPECT_EQ(explain_rfm(m, *parse_date("2026-03-01"), shanghai, Language::en).measures[0].value, 0);
    EXPECT_EQ(explain_rfm(m, *parse_date("2026-03-01"), std::chrono::minutes(0), Language::en).measures[0].value, 1);
    EXPECT_EQ(explain_rfm(m, *parse_date("2026-02-27"), shanghai, Language::zh).measures[0].value, 0);
    const auto today = explain_rfm(m, *parse_date("2026-03-01"), shanghai, Language::en);
    EXPECT_EQ(today.measures[0].sentence, "Last order today: top fifth of the customers with orders (score 5 of 5).");
    EXPECT_EQ(today.measures[1].sentence, "1 order: lowest fifth of the customers with orders (score 1 of 5).");
    EXPECT_EQ(today.tier, "low");
}

TEST(RfmExplained, without_scores_it_says_why)
{
    const auto none = explain_rfm({}, *parse_date("2026-03-01"), shanghai, Language::en);
    EXPECT_EQ(none.tier, "");
    EXPECT_TRUE(none.measures.empty());
    EXPECT_EQ(none.sentence, "No order that counts yet, or too few customers with orders: not divided.");
}

TEST(SayMoney, is_grouped_and_has_its_sign)
{
    EXPECT_EQ(say_money({2340000, "CNY"}), "¥23,400");
    EXPECT_EQ(say_money({50, "CNY"}), "¥0.50");
    EXPECT_EQ(say_money({0, "USD"}), "$0");
    EXPECT_EQ(say_money({99999, "EUR"}), "€999.99");
    EXPECT_EQ(say_money({100000, "GBP"}), "£1,000");
    EXPECT_EQ(say_money({123456789012, "CNY"}), "¥1,234,567,890.12");
    EXPECT_EQ(say_money({-123456, "CNY"}), "-¥1,234.56");
    EXPECT_EQ(say_money({1234567, "JPY"}), "JPY 1,234,567");
    EXPECT_EQ(say_money({-100, "CHF"}), "CHF -1");
}

}  // namespace
}  // namespace juan::analysis
