// Tries each delimiter on the beginning of the file and takes the one under which the rows agree best.
#include "flow/input/csv/format.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/text.hpp"
#include "flow/input/csv/encoding.hpp"
#include "flow/input/csv/header.hpp"
#include "flow/input/csv/line_encodings.hpp"
#include "flow/input/csv/reader.hpp"

namespace juan::input {
namespace {

constexpr std::size_t rows_looked_at = 1000;
constexpr std::size_t preamble_rows_max = 20;  // titles above the header
constexpr double short_rows_share = 0.1;       // of the sample, from which on short rows are a habit of the file

using Rows = std::vector<SampleRow>;

void refuse_other_files(std::string_view sample)
{
    if (sample.empty()) {
        throw Error(ErrorCode::csv_empty);
    }
    if (sample.starts_with("\xD0\xCF\x11\xE0") ||
        (sample.starts_with("PK\x03\x04") && sample.find("xl/") != sample.npos)) {
        throw Error(ErrorCode::file_is_workbook);
    }
    static constexpr std::pair<std::string_view, std::string_view> kinds[] = {
        {"PK\x03\x04", "ZIP"},
        {"%PDF", "PDF"},
        {"\x1F\x8B", "GZIP"},
        {"\x89PNG", "PNG"},
        {"\xFF\xD8\xFF", "JPEG"},
        {"GIF8", "GIF"},
        {"Rar!", "RAR"},
        {"7z\xBC\xAF", "7Z"},
        {"\x7F"
         "ELF",
         "ELF"},
        {"MZ\x90", "EXE"},
        {"SQLite format 3", "SQLite"},
    };
    for (const auto& [magic, name] : kinds) {
        if (sample.starts_with(magic)) {
            throw Error(ErrorCode::file_not_text, {{"what", std::string(name)}});
        }
    }
    const std::string head = fold_text(sample.substr(0, 512));
    if (head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<table")) {
        throw Error(ErrorCode::file_is_html);
    }
}

// The rows of the sample; the last one is left out when the sample cuts it.
Rows read_rows(std::string_view sample, bool is_whole, const CsvFormat& format, const CsvBudget& budget)
{
    MemoryBytes bytes(sample, format.data_start.offset);
    CsvReader reader(bytes, format, format.data_start, budget);
    Rows rows;
    CsvRow row;
    while (rows.size() < rows_looked_at && reader.next(row)) {
        const CsvPosition after = reader.position();
        if (after.offset >= sample.size() && !is_whole && !rows.empty()) {
            break;
        }
        if (row.cells.size() > budget.columns_max) {
            throw Error(ErrorCode::csv_columns_too_many, {{"line", std::to_string(row.at.line)},
                                                          {"found", std::to_string(budget.columns_max)},
                                                          {"max", std::to_string(budget.columns_max)}});
        }
        rows.push_back({{row.cells.begin(), row.cells.end()}, row.at, after, row.is_usable});
    }
    return rows;
}

// The number of cells most rows have.
std::size_t usual_width(const Rows& rows)
{
    std::map<std::size_t, std::size_t> counts;
    for (const SampleRow& row : rows) {
        counts[row.cells.size()] += row.is_usable ? 1 : 0;
    }
    const auto most = std::max_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == counts.end() ? 0 : most->first;
}

// How well the rows agree, 0 to 1; 0 when there is only one column.
double agreement(const Rows& rows)
{
    const std::size_t width = usual_width(rows);
    if (width < 2) {
        return 0;
    }
    const auto agreeing = std::count_if(
        rows.begin(), rows.end(), [&](const SampleRow& row) { return row.cells.size() == width && row.is_usable; });
    const double share = static_cast<double>(agreeing) / static_cast<double>(rows.size());
    // A header holds no decimal commas: it tells "a;b" over "1,5;2,5" apart.
    return rows.front().cells.size() == width ? share : share * 0.8;
}

// Quotes where a cell begins that have others where one ends: an apostrophe that only marks text is never closed.
std::size_t quote_pairs(std::string_view text, char quote, std::string_view delimiters)
{
    const auto is_edge = [&](char c) { return c == '\n' || c == '\r' || delimiters.find(c) != delimiters.npos; };
    std::size_t opening = 0;
    std::size_t closing = 0;
    char before = '\n';
    for (const char c : text) {
        opening += c == quote && is_edge(before) ? 1 : 0;
        closing += before == quote && is_edge(c) ? 1 : 0;
        before = c == '\0' ? before : c;  // of UTF-16
    }
    return std::min(opening, closing);
}

// Excel's own first line "sep=;".
bool take_sep_line(std::string_view sample, CsvFormat& format)
{
    CsvFormat plain = format;
    plain.delimiter = '\0';
    plain.quote = '\0';
    const Rows rows = read_rows(sample.substr(0, std::min<std::size_t>(sample.size(), 64)), true, plain, {});
    if (rows.empty() || rows[0].cells.empty()) {
        return false;
    }
    std::string line = rows[0].cells[0];
    std::erase(line, '"');
    if (line.size() != 5 || !line.starts_with("sep=")) {
        return false;
    }
    format.delimiter = line[4];
    format.data_start = rows[0].after;
    return true;
}

Rows choose_delimiter(std::string_view sample, bool is_whole, CsvFormat& format, const CsvBudget& budget)
{
    if (take_sep_line(sample, format)) {
        return read_rows(sample, is_whole, format, budget);
    }
    double best = -1;
    CsvFormat chosen = format;
    Rows rows;
    for (const char delimiter : {',', '\t', ';', '|'}) {
        CsvFormat tried = format;
        tried.delimiter = delimiter;
        CsvBudget any_width = budget;
        any_width.broken_quotes_max = rows_looked_at;
        Rows found = read_rows(sample, is_whole, tried, any_width);
        const double score = found.empty() ? -1 : agreement(found);
        if (score > best + 0.01) {
            best = score;
            chosen = tried;
            rows = std::move(found);
        }
    }
    format = chosen;
    return rows;
}

// What is read in the wrong encoding does not always fail to be read: it may look like other words.
void tell_of_mixture(std::string_view sample, CsvFormat& format)
{
    const LineEncodings lines = count_line_encodings(sample);
    const bool is_utf8 = format.encoding == "UTF-8";
    if (!lines.is_mixed() || (!is_utf8 && format.encoding != "GB18030")) {
        return;
    }
    format.findings.push_back({ErrorCode::csv_encodings_mixed,
                               {{"encoding", format.encoding},
                                {"other", is_utf8 ? "GB18030" : "UTF-8"},
                                {"line", std::to_string(is_utf8 ? lines.first_gb : lines.first_utf8)},
                                {"count", std::to_string(is_utf8 ? lines.gb : lines.utf8)}}});
}

// Rows above the header hold a title, not data.
void drop_preamble(Rows& rows, std::size_t width)
{
    const auto is_data = [&](const SampleRow& row) {
        const auto filled =
            std::count_if(row.cells.begin(), row.cells.end(), [](const auto& cell) { return !cell.empty(); });
        return row.cells.size() * 2 > width && filled > 1;
    };
    if (width < 3) {
        return;
    }
    const auto end = rows.begin() + static_cast<std::ptrdiff_t>(std::min(rows.size(), preamble_rows_max));
    const auto first = std::find_if(rows.begin(), end, is_data);
    if (first != end) {
        rows.erase(rows.begin(), first);
    }
}

}  // namespace

std::uint64_t CsvFormat::estimate_rows(std::uint64_t file_bytes) const
{
    const std::uint64_t data = file_bytes > data_start.offset ? file_bytes - data_start.offset : 0;
    return row_bytes_mean <= 0 ? 0 : static_cast<std::uint64_t>(static_cast<double>(data) / row_bytes_mean + 0.5);
}

CsvFormat detect_csv(std::string_view sample, bool is_whole, const CsvBudget& budget)
{
    refuse_other_files(sample);
    const Encoding encoding = detect_encoding(sample);
    CsvFormat format;
    format.encoding = encoding.name;
    format.data_start.offset = encoding.mark_bytes;
    format.line_end = sample.find('\n') == sample.npos && sample.find('\r') != sample.npos ? '\r' : '\n';
    if (quote_pairs(sample, '\'', ",;\t|") > quote_pairs(sample, '"', ",;\t|")) {
        format.quote = '\'';
    }
    Rows rows = choose_delimiter(sample, is_whole, format, budget);
    if (rows.empty()) {
        throw Error(ErrorCode::csv_empty);
    }
    const std::size_t width = usual_width(rows);
    drop_preamble(rows, width);
    format.has_header = has_header(rows);
    const SampleRow& first = rows.front();
    tell_of_mixture(sample, format);
    format.columns = column_names(format.has_header ? first.cells : std::vector<std::string>{},
                                  format.has_header ? first.cells.size() : width, format.findings);
    format.data_start = format.has_header ? first.after : first.at;
    const auto short_rows = std::count_if(
        rows.begin(), rows.end(), [&](const SampleRow& row) { return row.cells.size() < format.columns.size(); });
    format.has_short_rows =
        rows.size() > 5 && static_cast<double>(short_rows) > short_rows_share * static_cast<double>(rows.size());
    const std::uint64_t bytes = rows.back().after.offset - format.data_start.offset;
    const std::size_t data_rows = rows.size() - (format.has_header ? 1 : 0);
    format.row_bytes_mean = data_rows == 0 ? 0 : static_cast<double>(bytes) / static_cast<double>(data_rows);
    if (!is_whole && rows.size() < rows_looked_at && sample.size() > format.data_start.offset) {
        // The row that the sample cuts counts, too: it may be the largest by far.
        const auto seen = static_cast<double>(sample.size() - format.data_start.offset);
        format.row_bytes_mean = std::max(format.row_bytes_mean, seen / static_cast<double>(data_rows + 1));
    }
    return format;
}

}  // namespace juan::input
