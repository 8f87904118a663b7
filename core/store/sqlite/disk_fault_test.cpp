// The n-th change of the disk fails, for n = 1, 2, ... until a run passes untouched. Acknowledged writes stay, the file
// stays sound, nothing is half done; after an error of the disk nothing more is acknowledged, after a full disk
// writing goes on once there is room.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/error.hpp"
#include "core/store/sqlite/disk_test.hpp"
#include "core/store/sqlite/scratch_folder.hpp"
#include "core/store/sqlite/sqlite_database.hpp"

namespace juan::store {
namespace {

constexpr int writes = 10;

struct RunResult {
    bool has_opened = false;
    std::set<std::int64_t> acknowledged;
    std::vector<std::string> answers;  // of every write: "ok" or the name of the error
};

void fill(Database& database, RunResult& run)
{
    for (int i = 0; i < writes; ++i) {
        try {
            database.write([&](Session& session) {
                session.script("create table if not exists t (id integer primary key, text text)");
                session.execute("insert into t values ($1, $2), (-1 - $1, 'twin')", values(i, std::string(3000, 'x')));
            });
            run.acknowledged.insert(i);
            run.answers.emplace_back("ok");
        } catch (const Error& error) {
            run.answers.emplace_back(error_text(error.code()).name);
        }
    }
}

RunResult run_with(TestDisk& disk, const std::string& folder)
{
    RunResult run;
    try {
        SqliteDatabase database(folder, {1}, {disk.name(), Durability::full, {4, 10, std::chrono::milliseconds(1)}});
        run.has_opened = true;
        fill(database, run);
    } catch (const Error&) {
        EXPECT_FALSE(run.has_opened);
    }
    return run;
}

// What is found by a machine whose power goes after all that; and, had it stayed on, by the next start.
void expect_sound(const std::string& folder, const RunResult& run, const std::string& where)
{
    const TestDisk disk(0);  // spares the real disk its syncs
    SqliteDatabase database(folder, {1}, {disk.name(), Durability::full, {}});
    database.write(
        [](Session& session) { session.script("create table if not exists t (id integer primary key, text text)"); });
    database.read(
        [&](Session& session) {
            std::set<std::int64_t> found;
            const auto rows = session.query("select id from t");
            while (rows->next()) {
                found.insert(rows->integer(0));
            }
            for (const std::int64_t id : run.acknowledged) {
                EXPECT_TRUE(found.contains(id)) << where << ", row " << id << " is lost";
            }
            for (const std::int64_t id : found) {
                EXPECT_TRUE(found.contains(-1 - id)) << where << ", row " << id << " is half of a work";
            }
            const auto check = session.query("pragma integrity_check");
            check->next();
            EXPECT_EQ(check->text(0), "ok") << where;
        },
        std::chrono::minutes(1));
}

// The first answer that is not "ok", and all after it.
std::vector<std::string> answers_from_failure(const RunResult& run)
{
    const auto is_failure = [](const std::string& answer) { return answer != "ok"; };
    const auto first = std::find_if(run.answers.begin(), run.answers.end(), is_failure);
    return {first, run.answers.end()};
}

class DiskFaultTest : public ::testing::TestWithParam<Fault> {};

TEST_P(DiskFaultTest, AtAnyMomentLosesNothingAcknowledged)
{
    const Fault fault = GetParam();
    bool has_struck = true;
    int runs_stopped = 0;
    for (int change = 1; has_struck; ++change) {
        const std::string where = "change " + std::to_string(change);
        const ScratchFolder folder;
        const ScratchFolder after;
        TestDisk disk(static_cast<std::uint64_t>(change));
        disk.plan(fault, change);
        const RunResult run = run_with(disk, folder.path());
        has_struck = disk.has_struck();
        disk.write_image(after.path());
        const auto answers = answers_from_failure(run);
        if (!has_struck) {
            EXPECT_EQ(run.acknowledged.size(), static_cast<std::size_t>(writes));
        } else if (fault == Fault::full) {
            for (const auto& answer : run.answers) {
                EXPECT_TRUE(answer == "ok" || answer == "store_full") << where << ": " << answer;
            }
        } else if (!answers.empty()) {
            ++runs_stopped;
            for (std::size_t i = 1; i < answers.size(); ++i) {
                EXPECT_EQ(answers[i], "store_stopped") << where;
            }
        }
        expect_sound(after.path(), run, where + ", after a power cut");
        expect_sound(folder.path(), run, where + ", after a restart");
        ASSERT_FALSE(::testing::Test::HasFailure()) << where;
    }
    EXPECT_EQ(runs_stopped > 0, fault != Fault::full);
}

INSTANTIATE_TEST_SUITE_P(EveryFault, DiskFaultTest,
                         ::testing::Values(Fault::io_error, Fault::io_errors, Fault::short_write, Fault::full),
                         [](const auto& test) {
                             switch (test.param) {
                                 case Fault::io_error: return "IoErrorOnce";
                                 case Fault::io_errors: return "IoErrorForEver";
                                 case Fault::short_write: return "ShortWrite";
                                 default: return "FullForAWhile";
                             }
                         });

}  // namespace
}  // namespace juan::store
