// Imports that stop before their end and are run again: every row is there once.
#include "flow/input/intake.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "core/model/test_model.hpp"

namespace juan::input {
namespace {

using namespace std::chrono_literals;

constexpr int rows = 5000;  // more than two batches

class IntakeTest : public ::testing::Test {
protected:
    IntakeTest()
    {
        intake_.on_progress([this](Id) {
            if (is_to_stop_.exchange(false)) jobs_->cancel(jobs_->recent("import", 1).front().id);
        });
        jobs_->start(1);
    }
    ~IntakeTest() override
    {
        jobs_.reset();
        std::filesystem::remove_all(folder_);
    }

    // Each tenth row is wrong: it has no name.
    Id receive()
    {
        const std::string path = folder_ + ".csv";
        std::ofstream file(path);
        file << "name,code,remark\n";
        for (int row = 0; row < rows; ++row) {
            file << (row % 10 == 9 ? "" : "客户甲") << ",C" << row << ",\"two\nlines\"\n";
        }
        file.close();
        return intake_.receive(test_.juan(), "a.csv", path, true);
    }

    static Json plan(std::initializer_list<const char*> paths)
    {
        Json plan = {{"object", "customer"}, {"mapping", Json::array()}, {"policy", "overwrite"}};
        unsigned column = 0;
        for (const char* path : paths) {
            if (*path != '\0') plan["mapping"].push_back({{"column", column}, {"path", path}});
            ++column;
        }
        return plan;
    }

    // Runs and waits. `is_stopped`: someone cancels it after its first batch.
    Progress run(Id import, const Json& plan, bool is_stopped)
    {
        is_to_stop_ = is_stopped;
        const Id id = intake_.run(test_.juan(), import, plan);
        for (int i = 0; i < 4000; ++i) {
            const auto job = jobs_->find(id);
            if (job->state == jobs::State::done || job->state == jobs::State::cancelled) {
                EXPECT_EQ(job->state, is_stopped ? jobs::State::cancelled : jobs::State::done);
                return parse_progress(job->checkpoint);
            }
            std::this_thread::sleep_for(5ms);
        }
        ADD_FAILURE() << "the import did not end";
        return {};
    }

    std::int64_t customers() const { return test_.number("select count(*) from customer"); }
    // Rows in the file of wrong rows.
    std::int64_t wrong_rows(Id import) const
    {
        std::stringstream text;
        text << std::ifstream(intake_.wrong_file_of(import)).rdbuf();
        const std::string all = text.str();
        std::int64_t count = 0;
        for (auto place = all.find("\r\n"); place != all.npos; place = all.find("\r\n", place + 1)) ++count;
        return count - 1;
    }

    model::TestModel test_{"intake"};
    std::string folder_ =
        (std::filesystem::temp_directory_path() / ("juan_intake_files_" + std::to_string(::getpid()))).string();
    std::unique_ptr<jobs::Queue> jobs_ = jobs::make_queue(*test_.database, test_.clock, test_.ids);
    Intake intake_{*test_.model, *jobs_, folder_};
    std::atomic<bool> is_to_stop_ = false;
};

TEST_F(IntakeTest, a_cancelled_import_goes_on_where_it_stopped)
{
    const Id import = receive();
    const Json by_name = plan({"name"});  // by no key: a row that is read twice makes two customers
    const Progress stopped = run(import, by_name, true);
    EXPECT_LT(stopped.rows, rows);
    EXPECT_GT(stopped.rows, 0);
    EXPECT_EQ(customers(), stopped.counts.created);
    const Progress whole = run(import, Json::object(), false);
    EXPECT_EQ(whole.rows, rows);
    EXPECT_EQ(whole.counts.created, rows / 10 * 9);
    EXPECT_EQ(customers(), rows / 10 * 9);
    EXPECT_EQ(wrong_rows(import), rows / 10);
    EXPECT_THROW(run(import, by_name, false), Error);
}

TEST_F(IntakeTest, with_another_plan_it_begins_anew_and_no_row_makes_a_second_record)
{
    const Id import = receive();
    run(import, plan({"name"}), true);
    const auto before = customers();
    // The rows written so far have no code, so nothing is found by it; those that were wrong for their name are not
    // now.
    const Rehearsal rehearsal = intake_.rehearse(test_.juan(), import, plan({"", "code"}));
    EXPECT_EQ(rehearsal.counts.skipped, 900);
    EXPECT_EQ(rehearsal.counts.created, 100);
    const Progress again = run(import, plan({"", "code"}), true);
    EXPECT_EQ(again.counts.skipped, before);
    EXPECT_EQ(customers(), again.counts.created + before);
    const Progress whole = run(import, plan({"", "code", "remark"}), false);
    EXPECT_EQ(whole.rows, rows);
    EXPECT_EQ(whole.counts.wrong, 0);
    EXPECT_EQ(customers(), rows);
    EXPECT_EQ(test_.number("select count(distinct code) from customer"), rows - before);
    EXPECT_EQ(test_.number("select count(*) from customer where remark is null"), before);
}

TEST_F(IntakeTest, rows_with_a_key_are_changed_by_another_plan)
{
    const Id import = receive();
    const Progress stopped = run(import, plan({"name", "code"}), true);
    const Progress whole = run(import, plan({"name", "code", "remark"}), false);
    EXPECT_EQ(whole.counts.updated, stopped.counts.created);
    EXPECT_EQ(customers(), rows / 10 * 9);
    EXPECT_EQ(test_.number("select count(*) from customer where remark is null"), 0);
    EXPECT_EQ(wrong_rows(import), rows / 10);
}

}  // namespace
}  // namespace juan::input
