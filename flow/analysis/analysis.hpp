// What an analysis is: a folder with a declaration (x.json) and one SQL text (x.sql). Its outputs are declared fields
// of an object, so they have lists, filters, API and export like any other; this file reads the declaration.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.hpp"
#include "core/model/catalogue.hpp"

namespace juan::analysis {

enum class ParameterType { date, integer, text };

// Stands in the SQL as $1, $2, ... in the order of the declaration. A date is bound as days since 1970-01-01.
struct Parameter {
    std::string name;
    ParameterType type = ParameterType::integer;
    model::Label label;
    Json fallback;         // null: must be given with every run
    std::int64_t min = 0;  // of an integer
    std::int64_t max = 0;
};

struct Read {
    std::string object;
    std::vector<std::string> fields;
};

struct Analysis {
    std::string name;
    model::Label label;
    model::Label meaning;              // what the outputs say, for the people who use them
    model::Label method;               // how they are worked out, and by whose method
    std::string of;                    // object whose fields the outputs are
    std::vector<std::string> outputs;  // names of these fields, and of the columns of the SQL's result
    std::vector<Read> reads;
    std::vector<Parameter> parameters;
    // A query whose result has column OF_id and the outputs, one row for each record that has them. It runs unchanged
    // on DuckDB and on PostgreSQL.
    std::string sql;
};

// Throws Error declaration_invalid.
Analysis parse_analysis(std::string_view name, std::string_view declaration, std::string_view sql);

// Every analysis there is, by name.
const std::vector<Analysis>& analyses();
const Analysis& require_analysis(std::string_view name);  // throws Error analysis_unknown

// The values to bind: those of `given` (a JSON object by parameter name), else the declared ones.
// Throws Error parameter_invalid for a value that is missing, unknown, of the wrong type or out of range.
std::vector<store::Value> bind_parameters(const Analysis& analysis, const Json& given);

// Throws Error declaration_invalid when the analysis reads or writes a field that no object has.
void check_fields(const Analysis& analysis, const std::vector<model::Object>& objects);

}  // namespace juan::analysis
