// A header names kinds of things: its cells differ from one another and do not look like the data below them.
#include "flow/input/csv/header.hpp"

#include <algorithm>
#include <set>

#include "core/base/text.hpp"

namespace juan::input {
namespace {

constexpr std::size_t name_characters_max = 64;

// Numbers, dates, telephone numbers, amounts, addresses of mail and web.
bool looks_like_data(std::string_view cell)
{
    if (cell.find('@') != cell.npos || cell.starts_with("http")) {
        return true;
    }
    const auto digits = std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits > 0 && static_cast<std::size_t>(digits) * 2 >= count_characters(cell);
}

bool has_letters(std::string_view cell)
{
    return std::any_of(cell.begin(), cell.end(),
                       [](char c) { return c < 0 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

}  // namespace

bool has_header(const std::vector<SampleRow>& rows)
{
    const std::vector<std::string>& first = rows.front().cells;
    int votes = 0;
    std::size_t empty = 0;
    for (std::size_t column = 0; column < first.size(); ++column) {
        const std::string name = tidy_text(first[column]);
        if (name.empty()) {
            ++empty;
            continue;
        }
        votes -= count_characters(name) > name_characters_max ? 1 : 0;
        std::size_t filled = 0;
        std::size_t data = 0;
        std::size_t lettered = 0;
        bool is_repeated = false;
        for (std::size_t row = 1; row < rows.size(); ++row) {
            if (column < rows[row].cells.size() && !rows[row].cells[column].empty()) {
                ++filled;
                data += looks_like_data(rows[row].cells[column]) ? 1 : 0;
                lettered += has_letters(rows[row].cells[column]) ? 1 : 0;
                is_repeated = is_repeated || rows[row].cells[column] == first[column];
            }
        }
        // "指标 100" above nothing but figures is a name, though most of it is digits.
        const bool is_word_above_figures =
            filled > 0 && lettered == 0 && has_letters(name) && name.find('@') == name.npos;
        const bool is_data = looks_like_data(name) && !is_word_above_figures;
        if (is_data) {
            votes -= 1;
        } else if (data * 2 > filled) {
            votes += 1;
        } else if (is_repeated) {
            votes -= 1;
        }
    }
    return votes >= 0 && empty * 2 <= first.size() && empty < first.size();
}

std::vector<std::string> column_names(const std::vector<std::string>& cells, std::size_t width,
                                      std::vector<Finding>& findings)
{
    std::vector<std::string> names;
    std::set<std::string> taken;
    for (std::size_t column = 0; column < width; ++column) {
        const std::string number = std::to_string(column + 1);
        const std::string own = column < cells.size() ? tidy_text(cells[column]) : std::string();
        std::string name = own.empty() ? "column " + number : own;
        for (int again = 2; taken.contains(name); ++again) {
            name = (own.empty() ? "column " + number : own) + " (" + std::to_string(again) + ")";
        }
        if (own.empty() && !cells.empty()) {
            findings.push_back({ErrorCode::csv_header_empty,
                                {{"column", number}, {"renamed", name}, {"renamed.zh", "第 " + number + " 列"}}});
        } else if (name != own && !cells.empty()) {
            findings.push_back(
                {ErrorCode::csv_header_duplicate, {{"column", number}, {"name", own}, {"renamed", name}}});
        }
        taken.insert(name);
        names.push_back(std::move(name));
    }
    return names;
}

}  // namespace juan::input
