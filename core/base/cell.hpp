// Text on its way into a cell of CSV and back. Spreadsheets take text that begins with = + - @ for a formula, so such
// text carries an apostrophe in front, and whoever reads the cell takes exactly that apostrophe off again.
#pragma once

#include <string>
#include <string_view>

namespace juan {

// Whether a spreadsheet would do more with the cell than show it, or might take a mark of ours for its own text:
// after any apostrophes it begins with = + - @, a tab, a line end or NUL.
// OWASP, "CSV Injection"; ASVS 5.0, 1.2.10.
bool needs_mark(std::string_view text);

// The text with its mark, when it needs one.
std::string marked_cell(std::string_view text);
// The text without the mark that marked_cell() gave it; unmarked_cell(marked_cell(x)) == x for every x.
std::string_view unmarked_cell(std::string_view cell);

}  // namespace juan
