// A file of rows on its way out: CSV or XLSX. Cells are typed, and nothing in them is ever a formula.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace juan::action {

enum class Format { csv, xlsx };

// Cells follow each other from left to right. Memory does not grow with the rows. All throw Error store_full,
// store_failed.
class Sheet {
public:
    virtual ~Sheet() = default;
    virtual void text(std::string_view text) = 0;
    virtual void number(std::string_view digits) = 0;  // a plain decimal: "-70", "1234.50"
    virtual void date(Date date) = 0;
    virtual void instant(Instant local) = 0;  // as a clock on the wall shows it
    virtual void empty() = 0;
    virtual void end_row() = 0;
    // Nothing may follow.
    virtual void finish() = 0;
};

// RFC 4180, UTF-8 with its mark, because Excel asks for one. Text that a spreadsheet would take for a formula is
// marked as core/base/cell.hpp says.
std::unique_ptr<Sheet> make_csv(const std::string& path);

// One sheet, its first row staying in view. `folder` takes what is kept meanwhile.
std::unique_ptr<Sheet> make_xlsx(const std::string& path, const std::string& folder);

constexpr std::int64_t xlsx_rows_max = 1'048'576;     // with the heading; ECMA-376, as Excel reads it
constexpr std::int64_t xlsx_characters_max = 32'767;  // of one cell, UTF-16 units

}  // namespace juan::action
