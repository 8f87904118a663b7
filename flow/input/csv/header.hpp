// Whether the first row of a table names its columns, and those names made unique.
#pragma once

#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "flow/input/csv/format.hpp"

namespace juan::input {

struct SampleRow {
    std::vector<std::string> cells;
    CsvPosition at;
    CsvPosition after;  // start of the next row
    bool is_usable;
};

// Requires: at least one row.
bool has_header(const std::vector<SampleRow>& rows);

// `width` names: those of `cells` tidied, a second "name" called "name (2)", a missing one "column 3".
std::vector<std::string> column_names(const std::vector<std::string>& cells, std::size_t width,
                                      std::vector<Finding>& findings);

}  // namespace juan::input
