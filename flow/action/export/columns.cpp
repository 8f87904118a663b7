// Numbers and moments keep their type, choices and links read as people see them.
#include "flow/action/export/columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/money.hpp"

namespace juan::action {
namespace {

using model::Field;
using model::FieldType;
using model::Object;
using model::Page;

struct Part {
    const char* name;
    const char* zh;
    const char* en;
};
// Headings by which an import knows the parts again.
constexpr std::array<Part, 3> address_parts = {
    {{"province", "省份", "province"}, {"city", "城市", "city"}, {"district", "区县", "district"}}};

std::string part_header(const Field& field, std::string_view part, Language language)
{
    const bool is_zh = language == Language::zh;
    const std::string& label = is_zh ? field.label.zh : field.label.en;
    if (part.empty()) {
        return label;
    }
    for (const Part& known : address_parts) {
        if (known.name == part) return fmt::format("{} {}", label, is_zh ? known.zh : known.en);
    }
    return fmt::format("{} {}", label, is_zh && part == "currency" ? "币种" : part);
}

// Not "id": an import would take that for the number by which the business knows its customers.
std::string header_of(const Field& field, std::string_view part, Language language)
{
    if (field.name == "id") {
        return language == Language::zh ? "记录标识" : "Record key";
    }
    return part_header(field, part, language);
}

void add(std::vector<ExportColumn>& columns, const Field& field, const Page& page, std::string_view part,
         Language language)
{
    const bool is_masked =
        std::find(page.masked_fields.begin(), page.masked_fields.end(), &field) != page.masked_fields.end();
    columns.push_back({&field, std::string(part), header_of(field, part, language), is_masked});
}

void add_whole(std::vector<ExportColumn>& columns, const Field& field, const Page& page, Language language)
{
    const std::size_t first = columns.size();
    add(columns, field, page, "", language);
    if (columns[first].is_masked) {
        return;
    }
    if (field.value_type() == FieldType::money) {
        add(columns, field, page, "currency", language);
    } else if (field.value_type() == FieldType::address) {
        for (const Part& part : address_parts) add(columns, field, page, part.name, language);
        std::rotate(columns.begin() + static_cast<std::ptrdiff_t>(first),
                    columns.begin() + static_cast<std::ptrdiff_t>(first) + 1, columns.end());
    }
}

bool is_for_juan_only(const Field& field)
{
    return field.name == "version" || field.name == "origin" || field.name == "created_by" ||
           field.name == "updated_by";
}

bool comes_last(const Field& field)
{
    return field.name == "owner" || field.name == "created_at" || field.name == "updated_at";
}

const store::Value& cell_of(const model::Row& row, const Field& field, std::string_view part)
{
    const model::Column& column = part.empty() ? field.columns.front() : *field.column(part);
    return row.at(static_cast<std::size_t>(column.position));
}

std::string joined_list(const Field& field, std::string_view json, const CellContext& context)
{
    std::string text;
    for (const Json& item : Json::parse(json, nullptr, false)) {
        std::string value = item.is_string() ? item.get<std::string>() : item.dump();
        for (const model::Choice& choice : field.choices) {
            if (choice.value == value) value = context.language == Language::zh ? choice.label.zh : choice.label.en;
        }
        const auto title = context.titles.find(value);
        text += (text.empty() ? "" : ", ") + (title == context.titles.end() ? value : title->second);
    }
    return text;
}

void write_part(Sheet& sheet, const store::Value& value)
{
    if (const auto* integer = std::get_if<std::int64_t>(&value)) sheet.number(std::to_string(*integer));
    else if (const auto* real = std::get_if<double>(&value)) sheet.number(fmt::format("{}", *real));
    else sheet.text(model::text_of(value));
}

void write_link(Sheet& sheet, const Field& field, std::int64_t id, const CellContext& context)
{
    const std::string shown = format_id(context.catalogue.require(field.to).prefix, id_from(id));
    const auto title = context.titles.find(shown);
    sheet.text(title == context.titles.end() ? shown : title->second);
}

}  // namespace

std::vector<ExportColumn> export_columns(const Object& object, const Page& page, const std::vector<std::string>& wanted,
                                         Language language)
{
    std::vector<ExportColumn> columns;
    for (const std::string& path : wanted) {
        const auto dot = path.find('.');
        const Field& field = object.require(path.substr(0, dot));
        if (dot == path.npos) {
            add_whole(columns, field, page, language);
        } else {
            const std::string_view part = std::string_view(path).substr(dot + 1);
            const bool is_masked =
                std::find(page.masked_fields.begin(), page.masked_fields.end(), &field) != page.masked_fields.end();
            // Throws when there is no such part; the parts of what is masked show no more than the whole does.
            add(columns, *object.path(path).field, page, is_masked || part == "detail" ? "" : part, language);
        }
    }
    if (!wanted.empty()) {
        return columns;
    }
    for (const bool is_last : {false, true}) {
        for (const Field& field : object.fields) {
            const auto is_shown = [&](const auto& fields) {
                return std::find(fields.begin(), fields.end(), &field) != fields.end();
            };
            if (comes_last(field) == is_last && !is_for_juan_only(field) &&
                (is_shown(page.fields) || is_shown(page.masked_fields))) {
                add_whole(columns, field, page, language);
            }
        }
    }
    return columns;
}

void write_cell(Sheet& sheet, const ExportColumn& column, const model::Row& row, const CellContext& context)
{
    const Field& field = *column.field;
    const store::Value& value = cell_of(row, field, column.part);
    if (model::is_missing(value)) {
        return sheet.empty();
    }
    if (column.is_masked) {
        return sheet.text(model::masked(field, model::display(field, row, context.language)));
    }
    if (field.name == "id") {
        return sheet.text(format_id(context.object.prefix, model::id_of(row)));
    }
    switch (field.value_type()) {
        case FieldType::money: {
            const std::string_view currency = model::text_of(cell_of(row, field, "currency"));
            if (column.part == "currency") {
                const bool has_amount = !model::is_missing(cell_of(row, field, ""));
                return has_amount ? sheet.text(currency) : sheet.empty();
            }
            return sheet.number(format_amount(model::integer_of(value), currency_digits(currency).value_or(2)));
        }
        case FieldType::boolean: {
            const bool is_true = model::integer_of(value) != 0;
            const bool is_zh = context.language == Language::zh;
            return sheet.text(is_zh ? (is_true ? "是" : "否") : (is_true ? "yes" : "no"));
        }
        case FieldType::date: return sheet.date(date_from(model::integer_of(value)));
        case FieldType::instant:
            return sheet.instant(instant_from(model::integer_of(value)) + std::chrono::minutes(context.offset_minutes));
        case FieldType::choice: return sheet.text(model::display(field, row, context.language));
        case FieldType::choices:
        case FieldType::links: return sheet.text(joined_list(field, model::text_of(value), context));
        case FieldType::link: return write_link(sheet, field, model::integer_of(value), context);
        default: return write_part(sheet, value);
    }
}

}  // namespace juan::action
