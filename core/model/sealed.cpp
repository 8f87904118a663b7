// Places bind a sealed value to its record, so that it cannot be copied to another one.
#include "core/model/sealed.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/model/schema.hpp"

namespace juan::model {
namespace {

std::size_t at(const Column& column) { return static_cast<std::size_t>(column.position); }

std::string sealed_place(const Object& object, const Column& column, const Row& row)
{
    return fmt::format("{}|{}|{}", object.name, column.name, integer_of(row.at(0)));
}

}  // namespace

std::string index_place(const Object& object, const Column& index_column)
{
    return fmt::format("{}|{}", object.name, index_column.name);
}

bool has_encrypted(const Object& object)
{
    return std::any_of(object.fields.begin(), object.fields.end(), [](const Field& f) { return f.is_encrypted(); });
}

Row sealed_row(const Object& object, Row row, const Keyring& keys)
{
    for (const Field& field : object.fields) {
        if (!field.is_encrypted()) continue;
        const Column& column = field.columns.front();
        store::Value& value = row.at(at(column));
        store::Value& index = row.at(at(*field.index_column));
        if (is_missing(value)) {
            index = {};
            continue;
        }
        const std::string text(text_of(value));
        index = keys.indexes(index_place(object, *field.index_column), text).front();
        value = keys.seal(sealed_place(object, column, row), text);
    }
    return row;
}

void open_row(const Object& object, Row& row, const Keyring& keys)
{
    for (const Field& field : object.fields) {
        if (!field.is_encrypted()) continue;
        const Column& column = field.columns.front();
        store::Value& value = row.at(at(column));
        if (!is_missing(value)) {
            value = keys.open(sealed_place(object, column, row), text_of(value));
        }
        row.at(at(*field.index_column)) = {};
    }
}

void open_rows(const Object& object, std::vector<Row>& rows, const Keyring& keys)
{
    if (!has_encrypted(object)) {
        return;
    }
    for (Row& row : rows) open_row(object, row, keys);
}

std::string shown_filter(const Catalogue& catalogue, const std::string& filter)
{
    for (const Object& object : catalogue.objects()) {
        for (const Field& field : object.fields) {
            if (field.is_encrypted() && filter.find(field.name) != filter.npos) {
                return field.name + " ***";
            }
        }
    }
    return filter;
}

std::string equality(const Object& object, const Field& field, const store::Value& value, const Keyring& keys,
                     std::vector<store::Value>& parameters)
{
    if (!field.is_encrypted()) {
        parameters.push_back(value);
        return fmt::format("{} = ${}", sql_name(field.columns.front().name), parameters.size());
    }
    std::string list;
    for (std::string& index : keys.indexes(index_place(object, *field.index_column), text_of(value))) {
        parameters.emplace_back(std::move(index));
        list += fmt::format("{}${}", list.empty() ? "" : ", ", parameters.size());
    }
    return fmt::format("{} in ({})", sql_name(field.index_column->name), list);
}

}  // namespace juan::model
