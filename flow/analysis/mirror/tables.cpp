// Which columns of which objects the mirror has.
#include <algorithm>

#include "flow/analysis/mirror/mirror.hpp"

namespace juan::analysis {
namespace {

using model::FieldType;

bool is_free_text(FieldType type)
{
    switch (type) {
        case FieldType::long_text:
        case FieldType::email:
        case FieldType::phone:
        case FieldType::url:
        case FieldType::person_name:
        case FieldType::file:
        case FieldType::json:
        case FieldType::auto_number: return true;
        default: return false;
    }
}

// Numbers, dates, choices, links, and the words people group by.
bool is_mirrored(const model::Object& object, const model::Field& field, const model::Column& column)
{
    if (field.sensitivity == model::Sensitivity::sensitive || !field.identity.empty() || is_free_text(field.type)) {
        return false;
    }
    const bool is_text = field.type == FieldType::text;
    const bool names_the_record = field.name == object.title || field.unique;
    if (is_text && (names_the_record || field.sensitivity == model::Sensitivity::personal)) {
        return false;
    }
    return !(field.type == FieldType::address && column.part == "detail");
}

}  // namespace

std::vector<MirrorTable> mirror_tables(const std::vector<model::Object>& objects)
{
    std::vector<MirrorTable> tables;
    for (const model::Object& object : objects) {
        if (object.is_internal) {
            continue;
        }
        MirrorTable table{object.name, {}};
        for (const model::Field& field : object.fields) {
            for (const model::Column& column : field.columns) {
                if (is_mirrored(object, field, column)) {
                    table.columns.push_back({column.name, column.kind});
                }
            }
        }
        const auto id =
            std::find_if(table.columns.begin(), table.columns.end(), [](const auto& c) { return c.name == "id"; });
        if (id != table.columns.end()) {
            std::rotate(table.columns.begin(), id, id + 1);
            tables.push_back(std::move(table));
        }
    }
    return tables;
}

}  // namespace juan::analysis
