// What the server and its analyst say to each other: one JSON object a line, over the child's standard input and
// output.
//   to the child      {"id":7,"do":"sync"}
//                     {"id":8,"do":"run","analysis":"rfm","parameters":{"as_of":"2026-02-28"}}
//   from the child    {"id":8,"synced":{"position":..,"changes":..,"rows":..,"is_rebuilt":..,"seconds":..}}
//                     {"id":8,"rows":[[customer id, output, ...], ...]}            only rows that are to change
//                     {"id":8,"done":{"results":..,"changed":..,"seconds":..}}     ends a run; "synced" ends a sync
//                     {"id":8,"error":{"code":"...","parameters":{...}}}           ends either
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/store/database.hpp"
#include "flow/analysis/mirror/mirror.hpp"

namespace juan::analysis {

// New values of a record's outputs, in the order the analysis declares them; null where it has none any more.
struct ResultRow {
    std::int64_t id = 0;
    std::vector<store::Value> values;
};

struct RunReport {
    SyncReport sync;
    std::int64_t results = 0;        // records that have outputs
    std::int64_t changed = 0;        // records whose outputs differ from what the store has
    double seconds = 0;              // of the analysis, without the sync
    std::optional<Finding> finding;  // analysis_data_missing when there are no results
};

struct Request {
    std::int64_t id = 0;
    bool is_run = false;  // else a sync
    std::string analysis;
    std::string parameters;  // JSON object; may be empty
};

struct Answer {
    enum class Kind { synced, rows, done, failed };
    std::int64_t id = 0;
    Kind kind = Kind::failed;
    SyncReport sync;                           // of synced
    std::vector<ResultRow> rows;               // of rows
    RunReport run;                             // of done
    Finding finding{ErrorCode::internal, {}};  // of failed
};

// Each line ends with a line feed.
std::string request_line(const Request& request);
std::string synced_line(std::int64_t id, const SyncReport& report);
std::string done_line(std::int64_t id, const RunReport& report);
std::string failed_line(std::int64_t id, const Finding& finding);

// Writes a rows line, row by row.
class RowsLine {
public:
    explicit RowsLine(std::int64_t id) : id_(id) {}
    // Adds the row at which `cursor` stands: column 0 is the id.
    void add(const store::Cursor& cursor);
    int rows() const { return rows_; }
    // The line; what is added afterwards begins another.
    std::string take();

private:
    std::int64_t id_;
    std::string text_;
    int rows_ = 0;
};

// Throw Error json_invalid or body_shape for a line that is none of theirs.
Request read_request(std::string_view line);
Answer read_answer(std::string_view line);

}  // namespace juan::analysis
