// Server and child as two processes. Started with the word "analyst", this program is the child.
#include "flow/analysis/analyst/analyst.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include <condition_variable>
#include <fstream>
#include <map>
#include <thread>

#include "core/base/error.hpp"
#include "flow/analysis/analysis.hpp"
#include "flow/analysis/child.hpp"
#include "flow/analysis/run.hpp"
#include "flow/analysis/test_store.hpp"

namespace juan::analysis {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr const char* parameters = R"({"as_of": "2026-03-01"})";

using Table = std::map<std::int64_t, std::vector<store::Value>>;

class AnalystOfAStore : public testing::Test {
protected:
    AnalystOfAStore() : store_("analyst")
    {
        store_.add_customers(1, 2000);
        store_.put_orders(some_orders(6000, 2000));
        expected_ = primary();
    }

    AnalystSettings settings(std::chrono::milliseconds idle_max = 60s) const
    {
        AnalystSettings settings;
        settings.command = {"/proc/self/exe", "analyst", store_.folder().string(), std::to_string(idle_max.count())};
        settings.mirror_folder = store_.mirror_folder();
        return settings;
    }

    // The same SQL on the primary store.
    Table primary()
    {
        const Analysis& rfm = require_analysis("rfm");
        const auto values = bind_parameters(rfm, parse_json(parameters));
        Table table;
        store_.database().read([&](store::Session& session) {
            const auto rows = session.query(rfm.sql, values);
            while (rows->next()) {
                auto& row = table[rows->integer(0)];
                for (int i = 1; i < rows->columns(); ++i) {
                    row.push_back(rows->value(i));
                }
            }
        });
        return table;
    }

    Table run(Analyst& analyst)
    {
        Table table;
        report_ = analyst.run("rfm", parameters, [&](std::span<const ResultRow> rows) {
            for (const ResultRow& row : rows) {
                table[row.id] = row.values;
            }
        });
        return table;
    }

    fs::path file() const { return fs::path(store_.mirror_folder()) / "mirror.duckdb"; }

    TestStore store_;
    Table expected_;
    RunReport report_;
};

// Process ids whose parent is this process.
std::vector<pid_t> children()
{
    std::vector<pid_t> out;
    for (const auto& task : fs::directory_iterator("/proc/self/task")) {
        std::ifstream list(task.path() / "children");
        for (pid_t pid = 0; list >> pid;) {
            out.push_back(pid);
        }
    }
    return out;
}

TEST_F(AnalystOfAStore, its_results_are_those_of_the_same_sql_on_the_primary_store)
{
    Analyst analyst(settings());
    EXPECT_EQ(analyst.position(), std::nullopt);
    EXPECT_TRUE(children().empty());  // nothing is started before there is work
    EXPECT_GT(expected_.size(), 1000U);
    EXPECT_EQ(run(analyst), expected_);
    EXPECT_EQ(report_.results, static_cast<std::int64_t>(expected_.size()));
    EXPECT_EQ(report_.changed, report_.results);
    EXPECT_TRUE(report_.sync.is_rebuilt);
    EXPECT_EQ(analyst.position(), 6001);
    EXPECT_EQ(report_.finding, std::nullopt);
}

TEST_F(AnalystOfAStore, what_the_store_has_already_is_not_told_again)
{
    Analyst analyst(settings());
    const Table first = run(analyst);
    store_.database().write([&](store::Session& session) {
        for (const auto& [id, values] : first) {
            session.execute(
                "update customer set recency_score = $2, frequency_score = $3, monetary_score = $4, value_tier = $5 "
                "where id = $1",
                store::values(id, values[0], values[1], values[2], values[3]));
        }
        TestStore::log(session, "customer", "update", 1, 2000);
    });
    EXPECT_TRUE(run(analyst).empty());
    EXPECT_EQ(report_.sync.rows, 2000);
    const std::int64_t gone = first.begin()->first;
    store_.remove_orders_of(gone);
    const Table changed = run(analyst);
    EXPECT_EQ(changed.at(gone), std::vector<store::Value>(4));
    EXPECT_LT(changed.size(), first.size() / 2);
}

TEST_F(AnalystOfAStore, killed_twenty_times_in_the_midst_of_work_it_still_answers_and_answers_right)
{
    Analyst analyst(settings());
    EXPECT_EQ(run(analyst), expected_);
    int kills = 0;
    for (int round = 0; kills < 20 && round < 200; ++round) {
        std::thread killer([&] {
            // At a different point of the work each time.
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable().wait_for(lock, std::chrono::milliseconds(1 + round * 7 % 60));
            for (const pid_t pid : children()) {
                kills += ::kill(pid, SIGKILL) == 0 ? 1 : 0;
            }
        });
        const Table table = run(analyst);
        killer.join();
        ASSERT_EQ(table, expected_) << round;
    }
    EXPECT_GE(kills, 20);
}

TEST_F(AnalystOfAStore, flipped_bits_and_a_truncated_file_are_made_good)
{
    {
        Analyst analyst(settings());
        ASSERT_EQ(run(analyst), expected_);
    }
    std::uint64_t state = 1;
    for (int round = 0; round < 12; ++round) {
        const auto size = fs::file_size(file());
        {
            std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
            for (int flip = 0; flip < 40; ++flip) {
                state = state * 6364136223846793005ULL + 1442695040888963407ULL;
                const auto place = static_cast<std::streamoff>((state >> 16) % size);
                bytes.seekg(place);
                const auto byte = static_cast<char>(bytes.get() ^ (1 << (state >> 61)));
                bytes.seekp(place);
                bytes.put(byte);
            }
        }
        if (round % 3 == 2) {
            fs::resize_file(file(), state % size);
        }
        Analyst analyst(settings());
        ASSERT_EQ(run(analyst), expected_) << round;
    }
}

TEST_F(AnalystOfAStore, work_beyond_its_deadline_is_ended_and_says_so)
{
    Analyst analyst(settings());
    analyst.sync();
    try {
        analyst.run(
            "rfm", parameters, [](std::span<const ResultRow>) {}, 0ms);
        FAIL() << "no deadline";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::analysis_deadline);
    }
    EXPECT_TRUE(children().empty());
    EXPECT_EQ(run(analyst), expected_);
    EXPECT_FALSE(report_.sync.is_rebuilt);  // the mirror was not at fault
}

TEST_F(AnalystOfAStore, a_refused_request_leaves_the_child_at_work)
{
    Analyst analyst(settings());
    analyst.sync();
    const auto before = children();
    for (const auto& [name, given, code] : {std::tuple{"astrology", parameters, ErrorCode::analysis_unknown},
                                            std::tuple{"rfm", "{}", ErrorCode::parameter_invalid}}) {
        try {
            analyst.run(name, given, {});
            FAIL() << name;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), code);
        }
    }
    EXPECT_EQ(children(), before);
}

TEST_F(AnalystOfAStore, a_receiver_that_fails_leaves_no_half_read_answer)
{
    Analyst analyst(settings());
    EXPECT_THROW(analyst.run("rfm", parameters, [](std::span<const ResultRow>) { throw Error(ErrorCode::store_full); }),
                 Error);
    EXPECT_EQ(run(analyst), expected_);
}

TEST_F(AnalystOfAStore, without_work_the_child_ends_and_comes_back_with_work)
{
    Analyst analyst(settings(1ms));
    for (int round = 0; round < 5; ++round) {
        ASSERT_EQ(run(analyst), expected_);
        EXPECT_EQ(report_.sync.is_rebuilt, round == 0);
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable().wait_for(lock, 50ms);
    }
}

TEST_F(AnalystOfAStore, stop_ends_the_work_under_way)
{
    Analyst analyst(settings());
    analyst.sync();
    std::thread stopper;
    try {
        analyst.run("rfm", parameters, [&](std::span<const ResultRow>) {
            if (!stopper.joinable()) {
                stopper = std::thread([&] { analyst.stop(); });
                stopper.join();
                stopper = std::thread([] {});
            }
        });
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::analysis_stopped);
    }
    stopper.join();
    EXPECT_EQ(run(analyst), expected_);
}

TEST_F(AnalystOfAStore, stop_without_work_costs_the_mirror_nothing)
{
    Analyst analyst(settings());
    analyst.sync();
    analyst.stop();
    EXPECT_EQ(run(analyst), expected_);
    EXPECT_FALSE(report_.sync.is_rebuilt);
}

TEST_F(AnalystOfAStore, a_child_that_cannot_work_is_not_started_for_ever)
{
    AnalystSettings broken = settings();
    broken.command = {"/bin/false"};
    Analyst analyst(broken);
    try {
        analyst.sync();
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::analysis_stopped);
        EXPECT_EQ(error_text(error.code()).kind, ErrorKind::retry);
    }
    broken.command = {"/nowhere/juan"};
    Analyst nowhere(broken);
    EXPECT_THROW(nowhere.sync(), Error);
}

TEST_F(AnalystOfAStore, too_little_data_is_told)
{
    store_.database().write(
        [](store::Session& session) { session.execute("delete from \"order\" where customer_id > 3"); });
    Analyst analyst(settings());
    EXPECT_TRUE(run(analyst).empty());
    ASSERT_TRUE(report_.finding);
    EXPECT_EQ(report_.finding->code, ErrorCode::analysis_data_missing);
}

}  // namespace
}  // namespace juan::analysis

int main(int argc, char** argv)
{
    if (argc == 4 && std::string_view(argv[1]) == "analyst") {
        const auto source = juan::store::open_sqlite_reader(argv[2]);
        juan::analysis::ChildSettings settings;
        settings.mirror.folder = std::string(argv[2]) + "/mirror";
        settings.mirror.memory_bytes_max = 256 << 20;
        settings.mirror.threads = 2;
        settings.idle_max = std::chrono::milliseconds(std::stoll(argv[3]));
        const juan::model::Catalogue catalogue = juan::analysis::declared_objects();
        juan::analysis::run_analyst(*source, catalogue.objects(), settings);
        return 0;
    }
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
