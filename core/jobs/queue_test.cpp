// Tests of the queue: outcomes, retries, cancelling, stopping, a kill.
#include "core/jobs/queue.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "core/store/backup.hpp"
#include "core/store/sqlite/scratch_folder.hpp"

namespace juan::jobs {
namespace {

using namespace std::chrono_literals;
using store::Session;

class HandClock final : public Clock {
public:
    Instant now() const override { return instant_from(milliseconds_); }
    void advance(std::chrono::milliseconds time) { milliseconds_ += time.count(); }

private:
    std::atomic<std::int64_t> milliseconds_ = 1'800'000'000'000;
};

class QueueTest : public ::testing::Test {
protected:
    ~QueueTest() override { queue_.reset(); }

    // Waits until the job is in `state`; fails the test when it takes too long.
    Job wait_for(Id id, State state)
    {
        for (int i = 0; i < 4000; ++i) {
            const auto job = queue_->find(id);
            if (job && job->state == state) {
                return *job;
            }
            std::this_thread::sleep_for(5ms);
        }
        ADD_FAILURE() << "the job never was " << state_name(state) << " but " << state_name(queue_->find(id)->state);
        return *queue_->find(id);
    }

    store::ScratchFolder folder_;
    std::unique_ptr<store::Database> database_ = store::open_sqlite(folder_.path());
    HandClock clock_;
    IdMaker ids_{clock_};
    std::unique_ptr<Queue> queue_ = make_queue(*database_, clock_, ids_);
};

void wait_until_cancelled(const Context& context)
{
    while (!context.is_cancelled()) {
        std::this_thread::sleep_for(1ms);
    }
}

TEST_F(QueueTest, AJobRunsAndKeepsItsOutcome)
{
    queue_->add_worker("echo", [](Context& context) { return context.job().payload; });
    const Id early = queue_->submit("echo", R"({"n":1})", id_from(7));
    EXPECT_EQ(queue_->find(early)->state, State::waiting);
    queue_->start(2);
    const Id late = queue_->submit("echo", R"({"n":2})", id_from(8));
    const Job job = wait_for(early, State::done);
    EXPECT_EQ(job.outcome, R"({"n":1})");
    EXPECT_EQ(job.actor, id_from(7));
    EXPECT_EQ(job.attempt, 1);
    EXPECT_EQ(job.created_at, clock_.now());
    EXPECT_EQ(job.started_at, clock_.now());
    EXPECT_EQ(job.finished_at, clock_.now());
    EXPECT_EQ(wait_for(late, State::done).outcome, R"({"n":2})");
    EXPECT_EQ(queue_->find(id_from(1)), std::nullopt);
}

TEST_F(QueueTest, RecentJobsAreListedByKindTheNewestFirst)
{
    const Id a = queue_->submit("a", "{}", Id::none);
    const Id b = queue_->submit("b", "{}", Id::none);
    const Id c = queue_->submit("a", "{}", Id::none);
    const auto of_kind = queue_->recent("a", 10);
    ASSERT_EQ(of_kind.size(), 2u);
    EXPECT_EQ(of_kind[0].id, c);
    EXPECT_EQ(of_kind[1].id, a);
    const auto all = queue_->recent("", 2);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[1].id, b);
}

TEST_F(QueueTest, JobsThatEndedAreForgottenAfterThirtyDays)
{
    queue_->add_worker("echo", [](Context&) { return std::string("{}"); });
    queue_->add_worker("rare", [](Context&) { return std::string("{}"); });
    const Id waiting = queue_->submit("nobody does this", "{}", Id::none);
    queue_->submit("nobody does this", "{}", Id::none);
    queue_->start(1);
    const auto done = [&](const char* kind) { return wait_for(queue_->submit(kind, "{}", Id::none), State::done).id; };
    const Id rare = done("rare");
    const Id first = done("echo");
    clock_.advance(std::chrono::days(29));
    const Id second = done("echo");
    const Id third = done("echo");
    EXPECT_TRUE(queue_->find(first));
    clock_.advance(std::chrono::days(2));
    for (int i = 0; i < 4000 && queue_->find(first); ++i) std::this_thread::sleep_for(5ms);
    EXPECT_FALSE(queue_->find(first));
    EXPECT_TRUE(queue_->find(second));
    queue_->stop();
    clock_.advance(std::chrono::days(31));
    queue_->start(1);
    EXPECT_FALSE(queue_->find(second));
    EXPECT_TRUE(queue_->find(third)) << "the newest of its kind stays";
    EXPECT_TRUE(queue_->find(rare));
    EXPECT_TRUE(queue_->find(waiting)) << "it has not ended";
}

TEST_F(QueueTest, TwoJobsOfAKindRunAtOnce)
{
    std::atomic<int> at_work = 0;
    queue_->add_worker("pair", [&](Context&) {
        ++at_work;
        while (at_work < 2) {
            std::this_thread::sleep_for(1ms);
        }
        return std::string("{}");
    });
    const Id first = queue_->submit("pair", "{}", Id::none);
    const Id second = queue_->submit("pair", "{}", Id::none);
    queue_->start(2);
    wait_for(first, State::done);
    wait_for(second, State::done);
}

TEST_F(QueueTest, AnErrorEndsTheJobAndSaysWhyInBothLanguages)
{
    queue_->add_worker("bad", [](Context&) -> std::string { throw Error(ErrorCode::not_found, {{"what", "X"}}); });
    queue_->add_worker("worse", [](Context&) -> std::string { throw std::runtime_error("secret"); });
    queue_->start(1);
    const Job bad = wait_for(queue_->submit("bad", "{}", Id::none), State::failed);
    EXPECT_NE(bad.outcome.find(R"("code":"not_found")"), std::string::npos);
    EXPECT_NE(bad.outcome.find("没有找到X"), std::string::npos);
    EXPECT_NE(bad.outcome.find("X was not found"), std::string::npos);
    EXPECT_EQ(bad.attempt, 1);
    const Job worse = wait_for(queue_->submit("worse", "{}", Id::none), State::failed);
    EXPECT_NE(worse.outcome.find(R"("code":"internal")"), std::string::npos);
    EXPECT_EQ(worse.outcome.find("secret"), std::string::npos);
}

// A store whose disk has no room while `is_full`.
class FullStore final : public store::Database {
public:
    explicit FullStore(store::Database& database) : database_(database) {}
    void read(const std::function<void(Session&)>& work, std::chrono::milliseconds deadline) override
    {
        database_.read(work, deadline);
    }
    void write(const std::function<void(Session&)>& work) override
    {
        if (is_full) throw Error(ErrorCode::store_full);
        database_.write(work);
    }
    bool is_write_awaited() const override { return database_.is_write_awaited(); }
    const store::Dialect& dialect() const override { return database_.dialect(); }
    std::unique_ptr<store::Backup> start_backup(const store::BackupTarget& target, std::function<Vault()> vault,
                                                const Clock& clock) override
    {
        return database_.start_backup(target, std::move(vault), clock);
    }
    void forget_backup() override { database_.forget_backup(); }

    std::atomic<bool> is_full = false;

private:
    store::Database& database_;
};

TEST_F(QueueTest, AFailureIsShownThoughTheStoreCannotTakeIt)
{
    FullStore full(*database_);
    queue_ = make_queue(full, clock_, ids_);
    queue_->add_worker("fill", [&](Context&) -> std::string {
        full.is_full = true;
        throw Error(ErrorCode::store_full);
    });
    queue_->start(1);
    const Id id = queue_->submit("fill", "{}", Id::none);
    EXPECT_NE(wait_for(id, State::failed).outcome.find("store_full"), std::string::npos);
    queue_->stop();
    EXPECT_EQ(queue_->find(id)->state, State::running) << "the end was not written, so the next start takes it again";
    queue_ = make_queue(*database_, clock_, ids_);
}

TEST_F(QueueTest, AnErrorThatMayPassIsTriedAgainAfterOneFourSixteenSeconds)
{
    std::atomic<int> tries = 0;
    queue_->add_worker("busy", [&](Context&) -> std::string {
        ++tries;
        throw Error(ErrorCode::store_busy);
    });
    queue_->start(1);
    const Id id = queue_->submit("busy", "{}", Id::none);
    int expected = 1;
    for (const auto pause : {1s, 4s, 16s, 64s, 256s}) {
        wait_for(id, State::waiting);
        while (tries < expected || queue_->find(id)->state != State::waiting) {
            std::this_thread::sleep_for(2ms);
        }
        clock_.advance(pause - 1ms);
        std::this_thread::sleep_for(20ms);
        EXPECT_EQ(tries, expected);
        clock_.advance(1ms);
        ++expected;
    }
    const Job job = wait_for(id, State::failed);
    EXPECT_EQ(tries, 6);
    EXPECT_EQ(job.attempt, 6);
    EXPECT_NE(job.outcome.find("store_busy"), std::string::npos);
}

TEST_F(QueueTest, ProgressIsShownAtOnceAndWrittenSeldom)
{
    std::atomic<int> step = 0;
    queue_->add_worker("long", [&](Context& context) {
        context.progress("1");
        context.progress("2");
        step = 1;
        wait_until_cancelled(context);
        return std::string();
    });
    queue_->start(1);
    const Id id = queue_->submit("long", "{}", Id::none);
    while (step < 1) {
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_EQ(queue_->find(id)->progress, "2");
    EXPECT_EQ(queue_->recent("long", 1).at(0).progress, "2");
    database_->read([](Session& session) {
        const auto rows = session.query("select progress from job");
        rows->next();
        EXPECT_EQ(rows->text(0), "1");
    });
    queue_->cancel(id);
    EXPECT_EQ(wait_for(id, State::cancelled).progress, "2");
}

TEST_F(QueueTest, AWaitingJobIsCancelledAtOnceAndARunningOneWhenItListens)
{
    queue_->add_worker("patient", [](Context& context) {
        wait_until_cancelled(context);
        return std::string(R"({"half":true})");
    });
    const Id waiting = queue_->submit("patient", "{}", Id::none);
    queue_->cancel(waiting);
    EXPECT_EQ(queue_->find(waiting)->state, State::cancelled);
    queue_->start(1);
    const Id running = queue_->submit("patient", "{}", Id::none);
    wait_for(running, State::running);
    queue_->cancel(running);
    EXPECT_EQ(wait_for(running, State::cancelled).outcome, R"({"half":true})");
    queue_->cancel(running);
    EXPECT_EQ(queue_->find(running)->state, State::cancelled);
    EXPECT_THROW(queue_->cancel(id_from(1)), Error);
}

TEST_F(QueueTest, AJobThatFinishedWithoutListeningIsDone)
{
    std::atomic<bool> may_end = false;
    queue_->add_worker("deaf", [&](Context&) {
        while (!may_end) {
            std::this_thread::sleep_for(1ms);
        }
        return std::string("all of it");
    });
    queue_->start(1);
    const Id id = queue_->submit("deaf", "{}", Id::none);
    wait_for(id, State::running);
    queue_->cancel(id);
    may_end = true;
    EXPECT_EQ(wait_for(id, State::done).outcome, "all of it");
}

TEST_F(QueueTest, StoppingInterruptsAndTheNextStartGoesOnFromTheCheckpoint)
{
    std::atomic<bool> is_first = true;
    queue_->add_worker("count", [&](Context& context) {
        if (is_first) {
            database_->write([&](Session& session) { context.checkpoint(session, "41"); });
            wait_until_cancelled(context);
            return std::string("must not be seen");
        }
        return std::to_string(std::stoi(context.job().checkpoint) + 1);
    });
    queue_->start(1);
    const Id id = queue_->submit("count", "{}", Id::none);
    while (queue_->find(id)->checkpoint.empty()) {
        std::this_thread::sleep_for(1ms);
    }
    queue_->stop();
    EXPECT_EQ(queue_->find(id)->state, State::waiting);
    is_first = false;
    queue_->start(1);
    const Job job = wait_for(id, State::done);
    EXPECT_EQ(job.outcome, "42");
    EXPECT_EQ(job.attempt, 2);
}

TEST_F(QueueTest, ACheckpointOfAWorkThatFailsIsNotKept)
{
    queue_->add_worker("undo", [&](Context& context) -> std::string {
        database_->write([&](Session& session) {
            context.checkpoint(session, "9");
            throw Error(ErrorCode::not_found);
        });
        return {};
    });
    queue_->start(1);
    EXPECT_EQ(wait_for(queue_->submit("undo", "{}", Id::none), State::failed).checkpoint, "");
}

// A process that counts in the store, row by row with a checkpoint each, and is killed in the middle of it.
void count_until_killed(const std::string& folder)
{
    const auto database = store::open_sqlite(folder);
    const SystemClock clock;
    IdMaker ids(clock);
    const auto queue = make_queue(*database, clock, ids);
    queue->add_worker("count", [&](Context& context) {
        std::int64_t at = context.job().checkpoint.empty() ? 0 : std::stoll(context.job().checkpoint);
        while (true) {
            ++at;
            database->write([&](Session& session) {
                session.execute("insert into counted values ($1)", store::values(at));
                context.checkpoint(session, std::to_string(at));
            });
        }
        return std::string();
    });
    queue->start(1);
    std::this_thread::sleep_for(60s);
}

TEST(QueueKill, AKilledJobGoesOnFromItsCheckpointWithoutAGapOrARepetition)
{
    const store::ScratchFolder folder;
    const SystemClock clock;
    Id id = Id::none;
    {
        const auto database = store::open_sqlite(folder.path());
        database->write([](Session& session) { session.script("create table counted (n integer primary key)"); });
        IdMaker ids(clock);
        id = make_queue(*database, clock, ids)->submit("count", "{}", Id::none);
    }
    const int kills = store::repetitions("JUAN_KILLS", 8);
    for (int kill = 0; kill < kills; ++kill) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            count_until_killed(folder.path());
            ::_exit(0);
        }
        std::this_thread::sleep_for(80ms + kill % 10 * 7ms);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }
    const auto database = store::open_sqlite(folder.path());
    IdMaker ids(clock);
    const auto queue = make_queue(*database, clock, ids);
    const auto job = queue->find(id);
    ASSERT_TRUE(job);
    database->read([&](Session& session) {
        const auto rows = session.query("select count(*), coalesce(max(n), 0) from counted");
        rows->next();
        EXPECT_GT(rows->integer(0), 0);
        EXPECT_EQ(rows->integer(0), rows->integer(1));
        EXPECT_EQ(job->checkpoint, std::to_string(rows->integer(1)));
        const auto check = session.query("pragma integrity_check");
        check->next();
        EXPECT_EQ(check->text(0), "ok");
    });
    EXPECT_GT(job->attempt, 1);
}

TEST(QueueKill, AJobThatKeepsKillingItsProcessIsGivenUp)
{
    const store::ScratchFolder folder;
    const SystemClock clock;
    const auto database = store::open_sqlite(folder.path());
    IdMaker ids(clock);
    const auto queue = make_queue(*database, clock, ids);
    std::atomic<int> runs = 0;
    queue->add_worker("poison", [&](Context&) {
        ++runs;
        return std::string();
    });
    const Id id = queue->submit("poison", "{}", Id::none);
    // What six kills in a row leave behind: running, and no checkpoint.
    database->write([](Session& session) { session.execute("update job set state = 'running', failures = 5"); });
    queue->start(1);
    const auto job = queue->find(id);
    EXPECT_EQ(job->state, State::failed);
    EXPECT_NE(job->outcome.find("job_interrupted"), std::string::npos);
    EXPECT_EQ(runs, 0);
}

}  // namespace
}  // namespace juan::jobs
