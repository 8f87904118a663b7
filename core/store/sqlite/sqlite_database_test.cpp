// Tests of the store as its users see it: values, snapshots, deadlines, errors, the folder.
#include "core/store/sqlite/sqlite_database.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "core/base/error.hpp"
#include "core/store/sqlite/scratch_folder.hpp"

namespace juan::store {
namespace {

using namespace std::chrono_literals;

template <class Action>
ErrorCode code_of(Action action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::internal;
}

class SqliteDatabaseTest : public ::testing::Test {
protected:
    SqliteDatabaseTest()
    {
        database_->write([](Session& session) {
            session.script(
                "create table t (id integer primary key, name text unique, amount real);"
                "create table part (id integer primary key, t integer references t (id)"
                " deferrable initially deferred)");
        });
    }
    void insert(std::int64_t id, const std::string& name)
    {
        database_->write(
            [&](Session& session) { session.execute("insert into t (id, name) values ($1, $2)", values(id, name)); });
    }
    std::int64_t integer(std::string_view sql)
    {
        std::int64_t found = -1;
        database_->read([&](Session& session) {
            const auto rows = session.query(sql);
            found = rows->next() ? rows->integer(0) : -1;
        });
        return found;
    }

    ScratchFolder scratch_;
    std::string folder_ = scratch_.path() + "/data";
    std::unique_ptr<Database> database_ = open_sqlite(folder_);
};

TEST_F(SqliteDatabaseTest, ValuesComeBackAsTheyWent)
{
    const std::string text("a\0b 张", 7);
    database_->write([&](Session& session) {
        EXPECT_EQ(session.execute("insert into t values ($1, $2, $3), ($4, null, null)",
                                  values(INT64_MIN, text, 0.1, INT64_MAX)),
                  2);
    });
    database_->read([&](Session& session) {
        const auto rows = session.query("select * from t order by id");
        EXPECT_EQ(rows->columns(), 3);
        ASSERT_TRUE(rows->next());
        EXPECT_EQ(rows->value(0), Value(std::int64_t{INT64_MIN}));
        EXPECT_EQ(rows->value(1), Value(text));
        EXPECT_EQ(rows->value(2), Value(0.1));
        EXPECT_EQ(rows->text(1), text);
        ASSERT_TRUE(rows->next());
        EXPECT_EQ(rows->integer(0), INT64_MAX);
        EXPECT_TRUE(rows->is_null(1));
        EXPECT_EQ(rows->value(2), Value());
        EXPECT_EQ(rows->text(1), "");
        EXPECT_EQ(rows->real(2), 0);
        EXPECT_FALSE(rows->next());
        EXPECT_FALSE(rows->next());
    });
}

TEST_F(SqliteDatabaseTest, ParametersGoByTheirNumber)
{
    database_->read([&](Session& session) {
        const auto rows = session.query("select $2 || $1 || $2", values(std::string("a"), std::string("b")));
        ASSERT_TRUE(rows->next());
        EXPECT_EQ(rows->text(0), "bab");
    });
    EXPECT_EQ(code_of([&] { database_->read([](Session& session) { session.query("select $1"); }); }),
              ErrorCode::internal);
}

TEST_F(SqliteDatabaseTest, RowsChangedAreCounted)
{
    insert(1, "a");
    insert(2, "b");
    database_->write([](Session& session) {
        EXPECT_EQ(session.execute("update t set amount = 1"), 2);
        EXPECT_EQ(session.execute("create index t_amount on t (amount)"), 0);
        EXPECT_EQ(session.execute("delete from t where id = 9"), 0);
        EXPECT_EQ(session.execute("insert into t (id, name) values (3, 'c') returning id"), 1);
    });
}

TEST_F(SqliteDatabaseTest, OneTextCanBeOpenTwice)
{
    insert(1, "a");
    insert(2, "b");
    database_->read([](Session& session) {
        const auto outer = session.query("select id from t order by id");
        int pairs = 0;
        while (outer->next()) {
            const auto inner = session.query("select id from t order by id");
            while (inner->next()) {
                ++pairs;
            }
        }
        EXPECT_EQ(pairs, 4);
    });
}

TEST_F(SqliteDatabaseTest, MoreTextsThanAreKeptWorkToo)
{
    database_->read([](Session& session) {
        const auto open = session.query("select 0");
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < 700; ++i) {
                const auto rows = session.query("select " + std::to_string(i));
                ASSERT_TRUE(rows->next());
                ASSERT_EQ(rows->integer(0), i);
            }
        }
        EXPECT_TRUE(open->next());
    });
}

TEST_F(SqliteDatabaseTest, AReadSeesOneSnapshot)
{
    insert(1, "a");
    database_->read([&](Session& session) {
        const auto count = [&] {
            const auto rows = session.query("select count(*) from t");
            rows->next();
            return rows->integer(0);
        };
        EXPECT_EQ(count(), 1);
        std::thread([&] { insert(2, "b"); }).join();
        EXPECT_EQ(count(), 1);
        EXPECT_EQ(integer("select count(*) from t"), 1) << "a nested read sees the same snapshot";
    });
    EXPECT_EQ(integer("select count(*) from t"), 2);
}

TEST_F(SqliteDatabaseTest, NestedReadsNeverWaitForThemselves)
{
    std::vector<std::thread> threads;
    std::atomic<int> done = 0;
    for (int i = 0; i < 16; ++i) {
        threads.emplace_back([&] {
            database_->read(
                [&](Session&) { database_->read([&](Session&) { done += integer("select 1") == 1 ? 1 : 0; }); });
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(done, 16);
}

TEST_F(SqliteDatabaseTest, AReadPastItsDeadlineStops)
{
    const auto endless = [](Session& session) {
        const auto rows =
            session.query("with recursive n (i) as (select 1 union all select i + 1 from n) select max(i) from n");
        rows->next();
    };
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(code_of([&] { database_->read(endless, 50ms); }), ErrorCode::read_deadline);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
    EXPECT_EQ(integer("select 7"), 7) << "the connection serves on";
    database_->read([&](Session&) {
        EXPECT_EQ(code_of([&] { database_->read(endless, 50ms); }), ErrorCode::read_deadline);
        EXPECT_EQ(integer("select 8"), 8) << "the outer read keeps its own deadline";
    });
}

TEST_F(SqliteDatabaseTest, AReadCannotWrite)
{
    EXPECT_THROW(database_->read([](Session& session) { session.execute("insert into t (id) values (1)"); }), Error);
    EXPECT_EQ(integer("select count(*) from t"), 0);
}

TEST_F(SqliteDatabaseTest, AWorkThatThrowsLeavesNothing)
{
    EXPECT_THROW(database_->write([](Session& session) {
        session.execute("insert into t (id) values (1)");
        throw std::out_of_range("mine");
    }),
                 std::out_of_range);
    EXPECT_EQ(integer("select count(*) from t"), 0);
    insert(1, "a");
    EXPECT_EQ(integer("select count(*) from t"), 1);
}

TEST_F(SqliteDatabaseTest, OneOfManyWritersThrowsAloneAndNobodyElseIsHurt)
{
    std::vector<std::thread> threads;
    std::atomic<int> thrown = 0;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 100; ++i) {
                try {
                    database_->write([&](Session& session) {
                        session.execute("insert into t (id) values ($1)", values(thread * 1000 + i));
                        if (i % 3 == 0) {
                            throw std::runtime_error("no");
                        }
                    });
                } catch (const std::runtime_error&) {
                    ++thrown;
                }
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(thrown, 8 * 34);
    EXPECT_EQ(integer("select count(*) from t"), 8 * 66);
    EXPECT_EQ(integer("select count(*) from t where id % 1000 % 3 = 0"), 0);
}

TEST_F(SqliteDatabaseTest, AWorkIsToldThatAnotherWaits)
{
    bool is_awaited_alone = true;
    std::thread other;
    database_->write([&](Session&) {
        is_awaited_alone = database_->is_write_awaited();
        other = std::thread([this] { insert(1, "other"); });
        while (!database_->is_write_awaited()) std::this_thread::yield();
    });
    other.join();
    EXPECT_FALSE(is_awaited_alone);
    EXPECT_FALSE(database_->is_write_awaited());
    EXPECT_EQ(integer("select count(*) from t"), 1);
}

TEST_F(SqliteDatabaseTest, AWriteInAWriteIsPartOfIt)
{
    database_->write([&](Session& session) {
        session.execute("insert into t (id) values (1)");
        EXPECT_THROW(database_->write([](Session& inner) {
            inner.execute("insert into t (id) values (2)");
            throw std::runtime_error("only the inner one");
        }),
                     std::runtime_error);
        insert(3, "c");
        EXPECT_EQ(integer("select count(*) from t"), 2) << "a read in a write sees what it did";
    });
    EXPECT_EQ(integer("select sum(id) from t"), 4);
}

TEST_F(SqliteDatabaseTest, AValueThatIsThereIsAUniqueViolation)
{
    insert(1, "a");
    try {
        insert(2, "a");
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::unique_violation);
        EXPECT_EQ(error.finding().parameters.at(0).second, "t.name");
    }
    EXPECT_EQ(code_of([&] { insert(1, "b"); }), ErrorCode::unique_violation);
}

TEST_F(SqliteDatabaseTest, ALinkToNothingFailsItsOwnWorkOnly)
{
    std::thread other([&] { insert(5, "e"); });
    EXPECT_EQ(code_of([&] {
                  database_->write([](Session& session) { session.execute("insert into part values (1, 99)"); });
              }),
              ErrorCode::store_failed);
    other.join();
    EXPECT_EQ(integer("select count(*) from part"), 0);
    EXPECT_EQ(integer("select count(*) from t"), 1);
}

TEST_F(SqliteDatabaseTest, FaultySqlIsNamed)
{
    EXPECT_EQ(code_of([&] { integer("select nothing from t"); }), ErrorCode::store_failed);
    EXPECT_EQ(code_of([&] { integer("select \"text\""); }), ErrorCode::store_failed) << "double quotes are names";
    EXPECT_EQ(code_of([&] { integer("select 1; select 2"); }), ErrorCode::internal);
    EXPECT_EQ(code_of([&] { integer("select load_extension('x')"); }), ErrorCode::store_failed);
}

TEST_F(SqliteDatabaseTest, AWorkCannotEndItsTransaction)
{
    EXPECT_THROW(database_->write([](Session& session) {
        session.execute("insert into t (id) values (1)");
        session.execute("rollback");
        session.execute("insert into t (id) values (2)");
    }),
                 Error);
    EXPECT_EQ(integer("select count(*) from t"), 0);
    insert(1, "a");
}

TEST_F(SqliteDatabaseTest, WhatWasWrittenIsThereAfterReopening)
{
    insert(1, "a");
    database_.reset();
    EXPECT_FALSE(std::filesystem::exists(folder_ + "/juan.db-wal")) << "closing leaves one file";
    database_ = open_sqlite(folder_);
    EXPECT_EQ(integer("select count(*) from t"), 1);
    EXPECT_EQ(integer("pragma application_id"), 0x4a75616e);
}

TEST_F(SqliteDatabaseTest, TheFolderIsPrivate)
{
    insert(1, "a");
    struct ::stat status {};
    ASSERT_EQ(::stat(folder_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700u);
    for (const char* name : {"/juan.db", "/juan.db-wal", "/juan.db-shm", "/juan.lock"}) {
        ASSERT_EQ(::stat((folder_ + name).c_str(), &status), 0) << name;
        EXPECT_EQ(status.st_mode & 0777, 0600u) << name;
    }
}

TEST_F(SqliteDatabaseTest, ASecondHolderIsRefusedAndCanReadTheNote)
{
    EXPECT_EQ(code_of([&] { open_sqlite(folder_); }), ErrorCode::store_in_use);
    EXPECT_EQ(read_lock_note(folder_), "");
    write_lock_note(folder_, "a longer note");
    write_lock_note(folder_, "port 8080");
    EXPECT_EQ(read_lock_note(folder_), "port 8080");
    database_.reset();
    EXPECT_EQ(read_lock_note(folder_), std::nullopt);
    EXPECT_EQ(read_lock_note(folder_ + "/nowhere"), std::nullopt);
    database_ = open_sqlite(folder_);
    EXPECT_EQ(read_lock_note(folder_), "") << "the note of an earlier holder is gone";
}

TEST_F(SqliteDatabaseTest, AFileOfAnotherKindIsRefused)
{
    database_.reset();
    std::filesystem::remove(folder_ + "/juan.db");
    std::ofstream(folder_ + "/juan.db") << std::string(10000, 'x');
    EXPECT_EQ(code_of([&] { open_sqlite(folder_); }), ErrorCode::store_failed);
}

TEST(SqliteLog, DoesNotGrowUnderLoad)
{
    const ScratchFolder scratch;
    constexpr int pages_hard = 1000;
    EngineOptions options;
    options.wal = {100, pages_hard};
    SqliteDatabase database(scratch.path(), SqliteSettings{}, options);
    database.write([](Session& session) { session.script("create table t (id integer primary key, text text)"); });
    std::int64_t id = 0;
    int pages_max = 0;
    while (id < 5 * pages_hard) {  // each row fills a page of the log or more
        database.write([&](Session& session) {
            for (int i = 0; i < 10; ++i) {
                session.execute("insert into t values ($1, $2)", values(++id, std::string(4000, 'x')));
            }
        });
        pages_max = std::max(pages_max, database.count_wal_pages());
    }
    EXPECT_LT(pages_max, pages_hard + 100);
    database.read(
        [&](Session& session) {
            const auto rows = session.query("select count(*) from t");
            rows->next();
            EXPECT_EQ(rows->integer(0), id);
        },
        10s);
}

}  // namespace
}  // namespace juan::store
