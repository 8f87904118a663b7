// The wrapper: values there and back, and the things its SQL must not be able to do.
#include "core/store/duckdb/duckdb.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>

#include "core/store/duckdb/attempt.hpp"
#include "core/store/duckdb/statements.hpp"

namespace juan::store {
namespace {

namespace fs = std::filesystem;

class DuckdbFile : public testing::Test {
protected:
    DuckdbFile() : folder_(fs::temp_directory_path() / ("juan_duckdb_" + std::to_string(::getpid())))
    {
        fs::remove_all(folder_);
        fs::create_directories(folder_);
    }
    ~DuckdbFile() override { fs::remove_all(folder_); }

    DuckdbSettings settings(std::int64_t memory_bytes_max = 256 << 20) const
    {
        return {.path = (folder_ / "a.duckdb").string(),
                .temp_folder = {},
                .memory_bytes_max = memory_bytes_max,
                .threads = 2};
    }

    fs::path folder_;
};

std::string setting(Duckdb& engine, const std::string& name)
{
    const auto found = engine.query("select cast(current_setting($1) as text)", values(name));
    found->next();
    return std::string(found->text(0));
}

std::int64_t extreme(int row)
{
    using Limits = std::numeric_limits<std::int64_t>;
    return row % 2 == 0 ? Limits::max() - row : Limits::min() + row;
}

TEST_F(DuckdbFile, values_come_back_as_they_went_in)
{
    Duckdb engine(settings());
    engine.execute("create table t (row bigint, i bigint, d double, s text)");
    const auto appender = engine.append("t");
    const int rows = 5000;  // more than two chunks
    for (int row = 0; row < rows; ++row) {
        appender->integer(row);
        appender->integer(extreme(row));
        row % 3 == 0 ? appender->null() : appender->real(row / 7.0);
        row % 5 == 0 ? appender->null()
                     : appender->text(std::string("卷 ").append(static_cast<std::size_t>(row % 40), 'x'));
        appender->end_row();
    }
    appender->finish();
    const auto cursor = engine.query("select i, d, s from t order by row");
    for (int row = 0; row < rows; ++row) {
        ASSERT_TRUE(cursor->next());
        ASSERT_EQ(cursor->integer(0), extreme(row));
        ASSERT_EQ(cursor->is_null(1), row % 3 == 0);
        ASSERT_EQ(cursor->real(1), row % 3 == 0 ? 0 : row / 7.0);
        ASSERT_EQ(cursor->is_null(2), row % 5 == 0);
        ASSERT_EQ(cursor->text(2),
                  row % 5 == 0 ? "" : std::string("卷 ").append(static_cast<std::size_t>(row % 40), 'x'));
    }
    EXPECT_FALSE(cursor->next());
}

TEST_F(DuckdbFile, parameters_of_every_kind_are_bound_by_number)
{
    Duckdb engine(settings());
    const auto cursor =
        engine.query("select cast($2 as text) || cast($1 as text), cast($3 as double), cast($4 as bigint)",
                     values(std::int64_t{1}, std::string("二"), 2.5, std::monostate{}));
    ASSERT_TRUE(cursor->next());
    EXPECT_EQ(cursor->text(0), "二1");
    EXPECT_EQ(cursor->real(1), 2.5);
    EXPECT_TRUE(cursor->is_null(2));
    EXPECT_EQ(cursor->value(0), Value(std::string("二1")));
    EXPECT_EQ(cursor->value(2), Value());
}

TEST_F(DuckdbFile, a_sum_of_integers_reads_as_an_integer_or_fails_when_too_large)
{
    Duckdb engine(settings());
    engine.execute("create table t as select * from (values (cast(-5 as bigint)), (-6)) as v (i)");
    auto cursor = engine.query("select sum(i) from t");
    ASSERT_TRUE(cursor->next());
    EXPECT_EQ(cursor->integer(0), -11);
    engine.execute("insert into t values (9223372036854775807), (9223372036854775807)");
    cursor = engine.query("select sum(i) from t");
    ASSERT_TRUE(cursor->next());
    EXPECT_THROW(cursor->integer(0), Error);
}

TEST_F(DuckdbFile, the_configuration_is_as_asked_and_locked)
{
    Duckdb engine(settings());
    EXPECT_EQ(setting(engine, "enable_external_access"), "false");
    EXPECT_EQ(setting(engine, "lock_configuration"), "true");
    EXPECT_EQ(setting(engine, "autoload_known_extensions"), "false");
    EXPECT_EQ(setting(engine, "autoinstall_known_extensions"), "false");
    EXPECT_EQ(setting(engine, "threads"), "2");
    EXPECT_EQ(setting(engine, "memory_limit"), "256.0 MiB");
    for (const char* sql :
         {"set enable_external_access = true", "set memory_limit = '8GB'", "set lock_configuration = false",
          "set threads = 8", "set temp_directory = '/tmp'", "pragma memory_limit = '8GB'", "reset memory_limit"}) {
        EXPECT_TRUE(attempt([&] { engine.execute(sql); })) << sql;
    }
}

TEST_F(DuckdbFile, sql_reaches_no_file_no_extension_and_no_network)
{
    const fs::path secret = folder_ / "secret.csv";
    std::ofstream(secret) << "a,b\n1,2\n";
    Duckdb engine(settings());
    const std::string path = "'" + secret.string() + "'";
    for (const std::string& sql :
         {"select * from read_csv(" + path + ")", "select * from " + path, "select * from sniff_csv(" + path + ")",
          "select * from read_text(" + path + ")", "select * from read_blob(" + path + ")",
          "select * from read_json(" + path + ")", "select * from read_parquet(" + path + ")",
          "select * from glob('" + folder_.string() + "/*')",
          "copy (select 1) to '" + (folder_ / "out.csv").string() + "'",
          "attach '" + (folder_ / "other.duckdb").string() + "' as other",
          "export database '" + folder_.string() + "/out'", std::string("install httpfs"), std::string("load httpfs"),
          std::string("load '/tmp/x.duckdb_extension'"),
          std::string("select * from read_csv('https://example.org/a.csv')"), std::string("select getenv('HOME')")}) {
        EXPECT_TRUE(attempt([&] { engine.execute(sql); })) << sql;
    }
    EXPECT_FALSE(fs::exists(folder_ / "out.csv"));
    EXPECT_FALSE(fs::exists(folder_ / "other.duckdb"));
}

TEST_F(DuckdbFile, work_larger_than_the_memory_says_so_and_the_engine_goes_on)
{
    Duckdb engine(settings(64 << 20));
    const auto finding =
        attempt([&] { engine.query("select i, row_number() over (order by hash(i)) from range(50000000) t(i)"); });
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->code, ErrorCode::analysis_too_large);
    EXPECT_TRUE(engine.query("select 1")->next());
}

TEST_F(DuckdbFile, work_larger_than_the_memory_goes_through_the_temporary_folder_when_there_is_one)
{
    DuckdbSettings with_folder = settings(128 << 20);
    with_folder.temp_folder = (folder_ / "work").string();
    Duckdb engine(with_folder);
    engine.execute("create table t as select i, hash(i) as h from range(10000000) t(i)");
    const auto cursor =
        engine.query("select count(*) from (select row_number() over (order by h) as n from t) where n > 5");
    ASSERT_TRUE(cursor->next());
    EXPECT_EQ(cursor->integer(0), 10000000 - 5);
}

TEST_F(DuckdbFile, a_file_that_is_no_database_is_an_error)
{
    std::ofstream(folder_ / "a.duckdb") << std::string(20000, 'x');
    EXPECT_THROW(Duckdb engine(settings()), Error);
}

TEST(Quoted, names_cannot_leave_their_quotes)
{
    EXPECT_EQ(quoted("order"), "\"order\"");
    EXPECT_EQ(quoted("a\" or 1"), "\"a\"\" or 1\"");
}

}  // namespace
}  // namespace juan::store
