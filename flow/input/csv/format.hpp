// How a CSV file is written: found out from its beginning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"

namespace juan::input {

// What one file may cost. A file beyond it is refused or its row skipped, with a Finding; nothing is cut silently.
struct CsvBudget {
    std::size_t sample_bytes = 1024 * 1024;  // looked at by detect_csv
    std::size_t cell_bytes_max = 1024 * 1024;
    std::size_t row_bytes_max = 4 * 1024 * 1024;
    std::size_t skipped_bytes_max =
        16 * 1024 * 1024;  // of one cell that is too long, before reading goes on regardless
    std::size_t columns_max = 1000;
    std::size_t broken_quotes_max = 100;  // quotes never closed; each costs a look at cell_bytes_max
};

struct CsvPosition {
    std::uint64_t offset = 0;  // bytes from the start of the file
    std::uint64_t line = 1;    // physical line, from 1
    bool operator==(const CsvPosition&) const = default;
};

struct CsvFormat {
    std::string encoding = "UTF-8";  // name known to ICU
    char delimiter = ',';
    char quote = '"';
    char line_end = '\n';  // '\r' when the file has no '\n'
    bool has_header = true;
    bool has_short_rows = false;       // leaves out empty cells at the end of rows, as a habit
    std::vector<std::string> columns;  // names, unique; "column 1", ... without a header; empty: any number of cells
    CsvPosition data_start;            // of the first row of data
    double row_bytes_mean = 0;
    std::vector<Finding> findings;  // about the header

    std::uint64_t estimate_rows(std::uint64_t file_bytes) const;
};

// `sample`: the first budget.sample_bytes of the file, or all of it when `is_whole`.
// Throws Error csv_empty, file_is_workbook, file_is_html, file_not_text, csv_columns_too_many.
CsvFormat detect_csv(std::string_view sample, bool is_whole, const CsvBudget& budget = {});

}  // namespace juan::input
