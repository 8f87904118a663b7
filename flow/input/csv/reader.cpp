// Scanning cells. A row that reaches beyond the buffer is scanned again when more has been read; rows are short.
#include "flow/input/csv/reader.hpp"

#include <algorithm>

namespace juan::input {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::size_t shown_bytes_max = 80;  // of a value in a Finding
constexpr int lines_looked_at = 3;

std::string shown(std::string_view value)
{
    if (value.size() <= shown_bytes_max) {
        return std::string(value);
    }
    std::size_t end = shown_bytes_max;
    while (end > 0 && (value[end] & 0xC0) == 0x80) {
        --end;
    }
    return std::string(value.substr(0, end)) + "…";
}

std::uint64_t count_of(std::string_view text, char c)
{
    return static_cast<std::uint64_t>(std::count(text.begin(), text.end(), c));
}

}  // namespace

CsvReader::CsvReader(ByteSource& source, const CsvFormat& format, CsvPosition start, const CsvBudget& budget)
    : format_(format),
      budget_(budget),
      decoder_(source, format.encoding, format.line_end, start.offset),
      line_(start.line)
{
}

bool CsvReader::next(CsvRow& row)
{
    for (;;) {
        while (start_ == buffer_.size() && !is_ended_) {
            refill();
        }
        if (start_ == buffer_.size()) {
            return false;
        }
        row.at = position();
        row.is_usable = true;
        switch (scan_row(row)) {
            case Stop::broken: recover_line(row); return true;
            case Stop::too_long: skip_long(row); return true;
            default: finish_row(row);
        }
        if (!is_blank_row()) {
            check_row(row);
            return true;
        }
    }
}

CsvPosition CsvReader::position() { return {decoder_.offset_of(dropped_ + start_), line_}; }

CsvReader::Stop CsvReader::scan_row(CsvRow& row)
{
    for (;;) {
        cells_.clear();
        row.findings.clear();
        at_ = start_;
        row_lines_ = 0;
        Stop stop = Stop::delimiter;
        while (stop == Stop::delimiter) {
            Cell cell{};
            stop = scan_cell(cell, row);
            if ((stop == Stop::delimiter || stop == Stop::line) && cells_.size() <= budget_.columns_max) {
                cells_.push_back(cell);
            }
        }
        if (stop != Stop::more) {
            return stop;
        }
        if (buffer_.size() - cell_open_ > budget_.cell_bytes_max || buffer_.size() - start_ > budget_.row_bytes_max) {
            return quote_open_ != buffer_.npos && rows_follow(quote_open_) ? Stop::broken : Stop::too_long;
        }
        refill();
    }
}

// A quote counts only at the beginning of a cell; blanks may stand before it.
CsvReader::Stop CsvReader::scan_cell(Cell& cell, CsvRow& row)
{
    cell_open_ = at_;
    quote_open_ = buffer_.npos;
    std::size_t first = at_;
    while (first < buffer_.size() && buffer_[first] == ' ') {
        ++first;
    }
    if (first == buffer_.size()) {
        return scan_plain(cell);
    }
    if (buffer_[first] == format_.quote && format_.quote != '\0') {
        quote_open_ = first;
        at_ = first + 1;
        return scan_quoted(cell, row);
    }
    return scan_plain(cell);
}

CsvReader::Stop CsvReader::scan_plain(Cell& cell)
{
    const char* const begin = buffer_.data() + at_;
    const char* const end = buffer_.data() + buffer_.size();
    const char delimiter = format_.delimiter;
    const char line_end = format_.line_end;
    const char* here = begin;
    while (here != end && *here != delimiter && *here != line_end) {
        ++here;
    }
    if (here == end && !is_ended_) {
        return Stop::more;
    }
    cell = {at_, at_ + static_cast<std::size_t>(here - begin), false};
    at_ = cell.end + (here == end ? 0 : 1);
    if (here != end && *here == delimiter) {
        return Stop::delimiter;
    }
    if (cell.end > cell.begin && buffer_[cell.end - 1] == '\r') {
        --cell.end;
    }
    return Stop::line;
}

CsvReader::Stop CsvReader::scan_quoted(Cell& cell, CsvRow& row)
{
    const std::size_t begin = at_;
    bool is_escaped = false;
    for (;;) {
        const std::size_t close = buffer_.find(format_.quote, at_);
        if (close == buffer_.npos) {
            return is_ended_ ? Stop::broken : Stop::more;
        }
        if (close + 1 < buffer_.size() && buffer_[close + 1] == format_.quote) {
            is_escaped = true;
            at_ = close + 2;
            continue;
        }
        std::size_t after = close + 1;
        while (after < buffer_.size() &&
               (buffer_[after] == ' ' || (buffer_[after] == '\r' && format_.line_end == '\n'))) {
            ++after;
        }
        if (after == buffer_.size() && !is_ended_) {
            return Stop::more;
        }
        const std::uint64_t lines = count_of(std::string_view(buffer_).substr(begin, close - begin), format_.line_end);
        const bool is_line = after == buffer_.size() || buffer_[after] == format_.line_end;
        if (is_line || buffer_[after] == format_.delimiter) {
            cell = {begin, close, is_escaped};
            row_lines_ += lines;
            at_ = std::min(after + 1, buffer_.size());
            return is_line ? Stop::line : Stop::delimiter;
        }
        // A quote inside quotes: on the line of the opening one it was meant as a character,
        // further down it opens another cell.
        if (lines > 0) {
            return Stop::broken;
        }
        if (row.findings.empty()) {
            row.findings.push_back(finding(ErrorCode::csv_quote_stray, row));
        }
        at_ = close + 1;
    }
}

void CsvReader::refill()
{
    buffer_.erase(0, start_);
    dropped_ += start_;
    start_ = 0;
    is_ended_ = !decoder_.fill(buffer_);
}

void CsvReader::finish_row(CsvRow& row)
{
    views_.clear();
    for (const Cell& cell : cells_) {
        std::size_t end = cell.end;
        if (cell.is_escaped) {
            end = cell.begin;
            for (std::size_t from = cell.begin; from < cell.end; ++from) {
                buffer_[end++] = buffer_[from];
                from +=
                    buffer_[from] == format_.quote && from + 1 < cell.end && buffer_[from + 1] == format_.quote ? 1 : 0;
            }
        }
        views_.emplace_back(buffer_.data() + cell.begin, end - cell.begin);
    }
    row.cells = views_;
    // The last row may end without a line break: line_ is then one too far, and no longer asked for.
    line_ += row_lines_ + 1;
    row_start_ = dropped_ + start_;
    start_ = at_;
}

bool CsvReader::is_blank_row() const
{
    return std::all_of(views_.begin(), views_.end(),
                       [](std::string_view cell) { return cell.find_first_not_of(" \t") == cell.npos; });
}

void CsvReader::check_row(CsvRow& row)
{
    const std::size_t expected = format_.columns.size();
    for (const std::string_view cell : views_) {
        if (cell.size() > budget_.cell_bytes_max) {
            row.findings.push_back(
                finding(ErrorCode::csv_cell_too_long, row, {{"max", std::to_string(budget_.cell_bytes_max / 1024)}}));
            row.is_usable = false;
            break;
        }
    }
    if (row_start_ < decoder_.replaced_until()) {
        report_unreadable(row);
    }
    if (expected == 0 || views_.size() == expected) {
        return;
    }
    const std::size_t found = views_.size();
    const bool is_short = found < expected;
    if (is_short && format_.has_short_rows) {
        views_.resize(expected);
    } else if (!is_short && std::all_of(views_.begin() + static_cast<std::ptrdiff_t>(expected), views_.end(),
                                        [](std::string_view cell) { return cell.empty(); })) {
        views_.resize(expected);
    } else {
        row.findings.push_back(finding(is_short ? ErrorCode::csv_row_short : ErrorCode::csv_row_long, row,
                                       {{"found", std::to_string(found)}, {"expected", std::to_string(expected)}}));
        row.is_usable = false;
    }
    row.cells = views_;
}

void CsvReader::report_unreadable(CsvRow& row)
{
    for (std::size_t i = 0; i < views_.size(); ++i) {
        if (views_[i].find(replacement) != views_[i].npos) {
            const std::string column = i < format_.columns.size() ? format_.columns[i] : std::to_string(i + 1);
            row.findings.push_back(
                finding(ErrorCode::csv_bytes_invalid, row,
                        {{"column", column}, {"value", shown(views_[i])}, {"encoding", format_.encoding}}));
            row.is_usable = false;
        }
    }
}

// Gives up the line on which the quote opened, split without regard to quotes, and goes on with the line after it.
void CsvReader::recover_line(CsvRow& row)
{
    const std::string_view text(buffer_);
    const std::size_t found = text.find(format_.line_end, quote_open_);
    const std::size_t end = found == text.npos ? text.size() : found;
    const std::uint64_t lines_before = count_of(text.substr(start_, quote_open_ - start_), format_.line_end);
    row.findings = {Finding{ErrorCode::csv_quote_open, {{"line", std::to_string(line_ + lines_before)}}}};
    row.is_usable = false;
    if (++broken_quotes_ > budget_.broken_quotes_max) {
        throw Error(ErrorCode::csv_quotes_broken,
                    {{"line", std::to_string(line_)}, {"count", std::to_string(broken_quotes_)}});
    }
    views_.clear();
    for (std::size_t from = start_; from <= end && views_.size() <= budget_.columns_max;) {
        const std::size_t to = std::min(text.find(format_.delimiter, from), end);
        views_.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    if (views_.back().ends_with('\r')) {
        views_.back().remove_suffix(1);
    }
    row.cells = views_;
    line_ += lines_before + 1;
    row_start_ = dropped_ + start_;
    start_ = std::min(end + 1, text.size());
}

// Reads on without keeping what is read, to the end of the row.
void CsvReader::skip_long(CsvRow& row)
{
    row.findings = {
        finding(ErrorCode::csv_cell_too_long, row, {{"max", std::to_string(budget_.cell_bytes_max / 1024)}})};
    row.is_usable = false;
    views_.clear();
    row.cells = {};
    bool is_quoted = quote_open_ != buffer_.npos;
    std::size_t at = is_quoted ? quote_open_ + 1 : cell_open_;
    std::size_t skipped = 0;
    for (;;) {
        const std::size_t found = buffer_.find(is_quoted ? format_.quote : format_.line_end, at);
        // A quote at the very end may be the first of a pair.
        const bool is_cut = is_quoted && found != buffer_.npos && found + 1 == buffer_.size() && !is_ended_;
        if (found != buffer_.npos && !is_cut) {
            const bool is_pair = is_quoted && found + 1 < buffer_.size() && buffer_[found + 1] == format_.quote;
            at = found + (is_pair ? 2 : 1);
            if (!is_quoted) {
                line_ += count_of(std::string_view(buffer_).substr(start_, at - start_), format_.line_end);
                start_ = at;
                return;
            }
            is_quoted = is_pair;
            continue;
        }
        const std::size_t kept_from = is_cut ? found : buffer_.size();
        line_ += count_of(std::string_view(buffer_).substr(start_, kept_from - start_), format_.line_end);
        skipped += kept_from - start_;
        start_ = kept_from;
        if (is_ended_) {
            return;
        }
        refill();
        at = start_;
        is_quoted = is_quoted && skipped <= budget_.skipped_bytes_max;
    }
}

// Whether one of the next lines after `from` has as many cells as a row should: then the quote was never closed.
bool CsvReader::rows_follow(std::size_t from) const
{
    std::string_view rest = std::string_view(buffer_).substr(from);
    for (int i = 0; i < lines_looked_at; ++i) {
        const auto end = rest.find(format_.line_end);
        if (end == rest.npos) {
            return false;
        }
        rest.remove_prefix(end + 1);
        const std::string_view line = rest.substr(0, rest.find(format_.line_end));
        const std::uint64_t cells = count_of(line, format_.delimiter) + 1;
        if (cells == format_.columns.size() || (format_.columns.empty() && cells > 1)) {
            return true;
        }
    }
    return false;
}

Finding CsvReader::finding(ErrorCode code, const CsvRow& row, Parameters parameters) const
{
    parameters.insert(parameters.begin(), {"line", std::to_string(row.at.line)});
    return {code, std::move(parameters)};
}

}  // namespace juan::input
