// The result goes to a table of its own first: worked out once, compared once, counted once.
#include "flow/analysis/run.hpp"

#include "core/store/duckdb/statements.hpp"

namespace juan::analysis {
namespace {

constexpr const char* result = "juan_result";

}  // namespace

RunCounts run_analysis(store::Duckdb& engine, const Analysis& analysis, std::span<const store::Value> parameters,
                       const std::function<void(const store::Cursor&)>& take)
{
    const std::string key = analysis.of + "_id";
    engine.execute(store::drop_table(result));
    engine.execute(store::create_temporary_like(result, key, analysis.of, analysis.outputs));
    RunCounts counts;
    counts.results = engine.execute(store::insert_query(result, key, analysis.outputs, analysis.sql), parameters);
    const auto rows = engine.query(store::select_changed(analysis.of, result, key, analysis.outputs));
    while (rows->next()) {
        take(*rows);
        ++counts.changed;
    }
    engine.execute(store::drop_table(result));
    return counts;
}

}  // namespace juan::analysis
