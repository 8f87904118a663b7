// The analyst against bare DuckDB: RFM of 10,000,000 orders through the child process, and by the same SQL on the same
// file in one process. And how fast a mirror is first filled from the store.
// Prints a JSON list of {name, value, unit, goal, ok, against}. Argument: a folder with 4 GB free (default: /tmp).
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>

#include "core/base/error.hpp"
#include "core/base/json_writer.hpp"
#include "core/store/duckdb/duckdb.hpp"
#include "flow/analysis/analyst/analyst.hpp"
#include "flow/analysis/child.hpp"
#include "flow/analysis/run.hpp"
#include "flow/analysis/test_store.hpp"

namespace juan::analysis {
namespace {

constexpr const char* parameters = R"({"as_of": "2026-03-01"})";
constexpr int repeats = 3;

MirrorSettings mirror_settings(const std::string& folder)
{
    MirrorSettings settings;
    settings.folder = folder;
    return settings;
}

double seconds_of(const std::function<void()>& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

store::DuckdbSettings engine_settings(const TestStore& store)
{
    return {.path = store.mirror_folder() + "/mirror.duckdb", .temp_folder = store.mirror_folder() + "/work"};
}

// An empty store is mirrored, then the mirror is filled behind its back: 1,000,000 customers, 10,000,000 orders.
void fill(TestStore& store)
{
    Mirror(mirror_settings(store.mirror_folder()), mirror_tables(store.catalogue().objects())).sync(store.database());
    store::Duckdb engine(engine_settings(store));
    engine.execute("insert into customer (id, version) select i + 1, 1 from range(1000000) as t(i)");
    engine.execute(
        "insert into \"order\" (id, version, customer_id, ordered_at, status, total, total_currency) select i + 1, 1, "
        "1 + cast(hash(i) % 1000000 as bigint), 1709251200000 + cast(hash(i + 7) % 63072000000 as bigint), "
        "case when i % 20 = 0 then 'cancelled' else 'done' end, 1 + cast(hash(i * 3) % 100000 as bigint), 'CNY' "
        "from range(10000000) as t(i)");
    engine.execute("checkpoint");
}

// By the engine alone: the result fetched, every row. The second time, when the file is in memory.
double bare_seconds(TestStore& store)
{
    store::Duckdb engine(engine_settings(store));
    const Analysis& rfm = require_analysis("rfm");
    const auto values = bind_parameters(rfm, parse_json(parameters));
    std::int64_t points = 0;
    const auto work = [&] {
        const auto rows = engine.query(rfm.sql, values);
        while (rows->next()) {
            points += rows->integer(1);
        }
    };
    work();
    const double seconds = seconds_of(work);
    CHECK(points > 0);
    return seconds;
}

// What a first run writes, written: the next run finds nothing to change.
void keep_results(TestStore& store)
{
    store::Duckdb engine(engine_settings(store));
    const Analysis& rfm = require_analysis("rfm");
    engine.execute("create table kept (customer_id bigint, r bigint, f bigint, m bigint, t text)");
    engine.execute("insert into kept " + rfm.sql, bind_parameters(rfm, parse_json(parameters)));
    engine.execute(
        "update customer set recency_score = r, frequency_score = f, monetary_score = m, value_tier = t from kept "
        "where customer_id = id");
    engine.execute("drop table kept");
    engine.execute("checkpoint");
}

// Through the child, the second time. `rows`: records handed over.
double child_seconds(TestStore& store, std::int64_t& rows)
{
    AnalystSettings settings;
    settings.command = {"/proc/self/exe", "analyst", store.folder().string()};
    settings.mirror_folder = store.mirror_folder();
    Analyst analyst(settings);
    const auto work = [&] {
        rows = 0;
        analyst.run("rfm", parameters,
                    [&](std::span<const ResultRow> some) { rows += static_cast<std::int64_t>(some.size()); });
    };
    work();
    return seconds_of(work);
}

struct Times {
    double bare = 1e9;
    double child = 1e9;
    std::int64_t rows = 0;
};

// The best of each, taken in turns, so that other load falls on both.
Times compare(TestStore& store)
{
    Times times;
    for (int i = 0; i < repeats; ++i) {
        times.bare = std::min(times.bare, bare_seconds(store));
        times.child = std::min(times.child, child_seconds(store, times.rows));
    }
    return times;
}

double rows_per_second_first_fill()
{
    TestStore store("bench_fill");
    store.database().write([](store::Session& session) {
        session.execute(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000) insert into \"order\" "
            "(id, version, created_at, updated_at, number, customer_id, ordered_at, status, total, total_currency) "
            "select i, 1, 0, 0, 'N' || i, i % 100000, 1709251200000 + i, 'done', i % 1000, 'CNY' from n");
    });
    Mirror mirror(mirror_settings(store.mirror_folder()), mirror_tables(store.catalogue().objects()));
    const SyncReport report = mirror.sync(store.database());
    return static_cast<double>(report.rows) / report.seconds;
}

struct Line {
    std::string name;
    double value;
    std::string unit;
    std::string goal;
    bool ok;
    std::string against;
};

void print(const std::vector<Line>& lines)
{
    JsonWriter json;
    json.begin_array();
    for (const Line& line : lines) {
        json.begin_object().member("name", line.name).key("value").real(line.value).member("unit", line.unit);
        json.member("goal", line.goal).member("ok", line.ok).member("against", line.against).end_object();
    }
    json.end_array();
    fmt::print("{}\n", json.text());
}

void bench()
{
    const double fill_rate = rows_per_second_first_fill();
    TestStore store("bench_rfm");
    fill(store);
    const Times all_new = compare(store);
    keep_results(store);
    const Times again = compare(store);
    const auto against = [](const Times& times) {
        return fmt::format("DuckDB alone, same SQL and file: {:.3f} s; {} rows handed over", times.bare, times.rows);
    };
    const double ratio = again.child / again.bare;
    const double ratio_all_new = all_new.child / all_new.bare;
    print({{"mirror_first_fill", fill_rate, "rows/s", ">= 500000", fill_rate >= 500000, "SQLite store, 1 M orders"},
           {"rfm_10m_orders", again.child, "s", "<= 1.2 x bare", ratio <= 1.2, against(again)},
           {"rfm_10m_orders_ratio", ratio, "x", "<= 1.2", ratio <= 1.2 && again.rows == 0, against(again)},
           {"rfm_10m_orders_all_new_ratio", ratio_all_new, "x", "<= 2", ratio_all_new <= 2 && all_new.rows > 900000,
            against(all_new)}});
}

}  // namespace
}  // namespace juan::analysis

int main(int argc, char** argv)
{
    if (argc == 3 && std::string_view(argv[1]) == "analyst") {
        const auto source = juan::store::open_sqlite_reader(argv[2]);
        juan::analysis::ChildSettings settings;
        settings.mirror = juan::analysis::mirror_settings(std::string(argv[2]) + "/mirror");
        const juan::model::Catalogue catalogue = juan::analysis::declared_objects();
        juan::analysis::run_analyst(*source, catalogue.objects(), settings);
        return 0;
    }
    if (argc == 2) {
        ::setenv("TMPDIR", argv[1], 1);
    }
    juan::analysis::bench();
    return 0;
}
