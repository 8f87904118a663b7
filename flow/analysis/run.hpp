// Runs one analysis in an engine and finds what it changes.
#pragma once

#include <functional>

#include "core/store/duckdb/duckdb.hpp"
#include "flow/analysis/analysis.hpp"

namespace juan::analysis {

struct RunCounts {
    std::int64_t results = 0;
    std::int64_t changed = 0;
};

// Works out the analysis on the tables in `engine`, and gives each record whose outputs now differ from the columns of
// its table to `take`, as a row of id and outputs; outputs are null where the analysis tells nothing of the record.
RunCounts run_analysis(store::Duckdb& engine, const Analysis& analysis, std::span<const store::Value> parameters,
                       const std::function<void(const store::Cursor&)>& take);

}  // namespace juan::analysis
