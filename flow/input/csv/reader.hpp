// Reads a CSV file row by row in constant memory, whatever is wrong with it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "flow/input/csv/bytes.hpp"
#include "flow/input/csv/decoder.hpp"
#include "flow/input/csv/format.hpp"

namespace juan::input {

struct CsvRow {
    // UTF-8; as many as the format has columns, unless the row is not usable. They hold until the next call of next().
    std::span<const std::string_view> cells;
    CsvPosition at;
    std::vector<Finding> findings;  // each has a parameter "line"
    bool is_usable = true;          // false: report it, do not import it
};

class CsvReader {
public:
    // `source` must stand at `start` (format.data_start, or the position() at which an earlier reader stopped).
    CsvReader(ByteSource& source, const CsvFormat& format, CsvPosition start, const CsvBudget& budget = {});

    // The next row that is not empty; false at the end. Throws Error csv_quotes_broken.
    bool next(CsvRow& row);

    // Where the next row starts.
    CsvPosition position();

private:
    enum class Stop { delimiter, line, more, broken, too_long };
    struct Cell {
        std::size_t begin;
        std::size_t end;
        bool is_escaped;
    };

    Stop scan_row(CsvRow& row);
    Stop scan_cell(Cell& cell, CsvRow& row);
    Stop scan_plain(Cell& cell);
    Stop scan_quoted(Cell& cell, CsvRow& row);
    void refill();
    void finish_row(CsvRow& row);
    void check_row(CsvRow& row);
    void report_unreadable(CsvRow& row);
    void recover_line(CsvRow& row);
    void skip_long(CsvRow& row);
    bool rows_follow(std::size_t from) const;
    bool is_blank_row() const;
    Finding finding(ErrorCode code, const CsvRow& row, Parameters parameters = {}) const;

    const CsvFormat& format_;
    CsvBudget budget_;
    Decoder decoder_;
    std::string buffer_;
    std::size_t start_ = 0;        // of the row in buffer_
    std::size_t at_ = 0;           // of the scan
    std::size_t cell_open_ = 0;    // of the cell being scanned
    std::size_t quote_open_ = 0;   // of its opening quote; npos: none
    std::uint64_t dropped_ = 0;    // text bytes before buffer_
    std::uint64_t row_start_ = 0;  // text position of the row just read
    std::uint64_t line_ = 1;       // at start_
    std::uint64_t row_lines_ = 0;  // line breaks inside the row's cells
    std::size_t broken_quotes_ = 0;
    bool is_ended_ = false;
    std::vector<Cell> cells_;
    std::vector<std::string_view> views_;
};

}  // namespace juan::input
