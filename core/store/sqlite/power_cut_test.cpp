// The power goes at a random moment of a mixed load. With full durability no acknowledged write may be missing
// afterwards; with normal durability some must be, or else this test could not see a loss.
// JUAN_POWER_CUTS=1000 for a longer run.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "core/base/error.hpp"
#include "core/store/sqlite/disk_test.hpp"
#include "core/store/sqlite/scratch_folder.hpp"
#include "core/store/sqlite/sqlite_database.hpp"

namespace juan::store {
namespace {

constexpr const char* tables =
    "create table if not exists t (id integer primary key, text text);"
    "create table if not exists part (id integer primary key, t integer, text text);"
    "create index if not exists part_t on part (t)";

struct Outcome {
    std::int64_t acknowledged = 0;
    std::int64_t lost = 0;
    std::int64_t halves = 0;  // works of which only a part is there
    std::string integrity;
};

// Each work writes a row and two rows that belong to it.
void write_row(Database& database, std::int64_t id)
{
    database.write([&](Session& session) {
        session.execute("insert into t values ($1, $2)", values(id, std::string(200, 'x')));
        session.execute("insert into part (t, text) values ($1, 'one'), ($1, 'two')", values(id));
    });
}

std::set<std::int64_t> run_until_cut(Database& database, const TestDisk& disk, int writes)
{
    std::mutex mutex;
    std::set<std::int64_t> acknowledged;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 3; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < writes && !disk.has_struck(); ++i) {
                const std::int64_t id = thread * 1'000'000 + i;
                write_row(database, id);
                // Counted only when the power was still there after the acknowledgement.
                const std::lock_guard lock(mutex);
                if (!disk.has_struck()) {
                    acknowledged.insert(id);
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return acknowledged;
}

Outcome inspect(const std::string& folder, const std::set<std::int64_t>& acknowledged)
{
    Outcome outcome;
    outcome.acknowledged = static_cast<std::int64_t>(acknowledged.size());
    const TestDisk disk(0);  // spares the real disk its syncs
    SqliteDatabase database(folder, {1}, {disk.name(), Durability::full, {}});
    // With normal durability even the tables may be gone.
    database.write([](Session& session) { session.script(tables); });
    database.read(
        [&](Session& session) {
            std::set<std::int64_t> found;
            const auto rows = session.query("select id, (select count(*) from part where t = t.id) from t");
            while (rows->next()) {
                found.insert(rows->integer(0));
                outcome.halves += rows->integer(1) == 2 ? 0 : 1;
            }
            for (const std::int64_t id : acknowledged) {
                outcome.lost += found.contains(id) ? 0 : 1;
            }
            const auto check = session.query("pragma integrity_check");
            check->next();
            outcome.integrity = check->text(0);
        },
        std::chrono::minutes(1));
    return outcome;
}

Outcome cut_once(std::uint64_t seed, Durability durability)
{
    const ScratchFolder before;
    const ScratchFolder after;
    std::mt19937_64 random(seed);
    TestDisk disk(seed);
    // A short log, so that checkpoints and new starts of the log are among what the cut meets.
    const EngineOptions options{disk.name(), durability, {20, 60, std::chrono::milliseconds(2)}};
    std::set<std::int64_t> acknowledged;
    {
        SqliteDatabase database(before.path(), {1}, options);
        database.write([](Session& session) { session.script(tables); });
        disk.plan(Fault::power_cut, 1 + static_cast<int>(random() % 1500));
        acknowledged = run_until_cut(database, disk, 400);
    }
    disk.write_image(after.path());
    return inspect(after.path(), acknowledged);
}

TEST(PowerCut, LosesNoAcknowledgedWriteWithFullDurability)
{
    const int cuts = repetitions("JUAN_POWER_CUTS", 60);
    Outcome total;
    for (int cut = 0; cut < cuts; ++cut) {
        const Outcome outcome = cut_once(static_cast<std::uint64_t>(cut), Durability::full);
        EXPECT_EQ(outcome.integrity, "ok") << "seed " << cut;
        EXPECT_EQ(outcome.lost, 0) << "seed " << cut;
        EXPECT_EQ(outcome.halves, 0) << "seed " << cut;
        total.acknowledged += outcome.acknowledged;
    }
    RecordProperty("acknowledged", std::to_string(total.acknowledged));
    EXPECT_GT(total.acknowledged, cuts);
}

TEST(PowerCut, LosesSomeWithNormalDurabilityWhichShowsThatTheTestSees)
{
    const int cuts = repetitions("JUAN_POWER_CUTS", 20);
    std::int64_t lost = 0;
    for (int cut = 0; cut < cuts; ++cut) {
        const Outcome outcome = cut_once(static_cast<std::uint64_t>(cut), Durability::normal);
        EXPECT_EQ(outcome.integrity, "ok") << "seed " << cut;
        EXPECT_EQ(outcome.halves, 0) << "seed " << cut;
        lost += outcome.lost;
    }
    RecordProperty("lost", std::to_string(lost));
    EXPECT_GT(lost, 0);
}

}  // namespace
}  // namespace juan::store
