// Which columns a record becomes in a file, and each of its cells.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/model/model.hpp"
#include "flow/action/export/sheet.hpp"

namespace juan::action {

struct ExportColumn {
    const model::Field* field = nullptr;
    std::string part;  // of the field: "city", "currency"; empty: the whole, of an address its detail
    std::string header;
    bool is_masked = false;
};

// Of the fields that `page` shows, in the order of `wanted` (paths), else all but those that only Juan needs. An amount
// has its currency beside it, an address its province, city, district and detail.
std::vector<ExportColumn> export_columns(const model::Object& object, const model::Page& page,
                                         const std::vector<std::string>& wanted, Language language);

struct CellContext {
    const model::Object& object;
    const model::Catalogue& catalogue;
    const std::map<std::string, std::string>& titles;  // of linked records, by shown id
    Language language;
    int offset_minutes;
};
void write_cell(Sheet& sheet, const ExportColumn& column, const model::Row& row, const CellContext& context);

}  // namespace juan::action
