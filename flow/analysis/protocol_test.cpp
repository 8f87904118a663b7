// What one side writes, the other reads; what neither wrote is refused.
#include "flow/analysis/protocol.hpp"

#include <gtest/gtest.h>

#include "core/store/duckdb/duckdb.hpp"

namespace juan::analysis {
namespace {

TEST(Protocol, requests_are_read_as_written)
{
    Request run;
    run.id = 7;
    run.is_run = true;
    run.analysis = "rfm";
    run.parameters = R"({"as_of":"2026-03-01"})";
    const Request read = read_request(request_line(run));
    EXPECT_EQ(read.id, 7);
    EXPECT_TRUE(read.is_run);
    EXPECT_EQ(read.analysis, "rfm");
    EXPECT_EQ(read.parameters, run.parameters);
    EXPECT_FALSE(read_request(request_line({})).is_run);
}

TEST(Protocol, reports_are_read_as_written)
{
    const SyncReport sync{12, 3, 4000, true, 1.5};
    const Answer synced = read_answer(synced_line(9, sync));
    EXPECT_EQ(synced.kind, Answer::Kind::synced);
    EXPECT_EQ(synced.id, 9);
    EXPECT_EQ(synced.sync.position, 12);
    EXPECT_EQ(synced.sync.changes, 3);
    EXPECT_EQ(synced.sync.rows, 4000);
    EXPECT_TRUE(synced.sync.is_rebuilt);
    EXPECT_EQ(synced.sync.seconds, 1.5);
    RunReport run;
    run.results = 5;
    run.changed = 2;
    run.seconds = 2;
    const Answer done = read_answer(done_line(9, run));
    EXPECT_EQ(done.kind, Answer::Kind::done);
    EXPECT_EQ(done.run.results, 5);
    EXPECT_EQ(done.run.changed, 2);
    EXPECT_EQ(done.run.seconds, 2);
}

TEST(Protocol, errors_keep_their_code_and_parameters)
{
    const Finding finding{ErrorCode::parameter_invalid, {{"name", "as_of"}, {"value", "\"\n"}, {"expected", "日期"}}};
    const Answer answer = read_answer(failed_line(1, finding));
    EXPECT_EQ(answer.kind, Answer::Kind::failed);
    EXPECT_EQ(answer.finding, finding);
    EXPECT_EQ(read_answer(R"({"id":1,"error":{"code":"no_such","parameters":{}}})").finding.code, ErrorCode::internal);
}

TEST(Protocol, rows_keep_their_values)
{
    store::Duckdb engine({.path = {}, .temp_folder = {}, .memory_bytes_max = 64 << 20, .threads = 1});
    const auto cursor = engine.query(
        "select * from (values (cast(9007199254740993 as bigint), cast(5 as bigint), cast(0.1 as double), "
        "'高\"\n'), (2, null, null, null)) as v order by 1 desc");
    RowsLine line(3);
    while (cursor->next()) {
        line.add(*cursor);
    }
    EXPECT_EQ(line.rows(), 2);
    const std::string text = line.take();
    EXPECT_EQ(line.rows(), 0);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
    const Answer answer = read_answer(text);
    ASSERT_EQ(answer.rows.size(), 2U);
    EXPECT_EQ(answer.rows[0].id, 9007199254740993);
    EXPECT_EQ(answer.rows[0].values, (std::vector<store::Value>{std::int64_t{5}, 0.1, std::string("高\"\n")}));
    EXPECT_EQ(answer.rows[1].values, (std::vector<store::Value>{{}, {}, {}}));
}

TEST(Protocol, other_lines_are_refused)
{
    for (const char* line :
         {"", "{", "[]", "{}", R"({"id":"a"})", R"({"id":1})", R"({"id":1,"do":"quit"})", R"({"id":1,"do":"run"})"}) {
        EXPECT_THROW(read_request(line), Error) << line;
    }
    for (const char* line :
         {"", "{", "[]", "{}", R"({"id":1})", R"({"id":1,"rows":[5]})", R"({"id":1,"rows":[["a"]]})",
          R"({"id":1,"rows":[[1,[]]]})", R"({"id":1,"synced":{}})", R"({"id":1,"done":{"results":"x"}})"}) {
        EXPECT_THROW(read_answer(line), Error) << line;
    }
}

}  // namespace
}  // namespace juan::analysis
