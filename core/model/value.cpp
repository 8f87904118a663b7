// Values out: to JSON and to people.
#include "core/model/value.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/id.hpp"
#include "core/base/money.hpp"
#include "core/base/time.hpp"
#include "core/model/access.hpp"

namespace juan::model {
namespace {

const store::Value& cell(const Row& row, const Column& column)
{
    return row.at(static_cast<std::size_t>(column.position));
}

void write_scalar(JsonWriter& json, const store::Value& value)
{
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        json.integer(*integer);
    } else if (const auto* real = std::get_if<double>(&value)) {
        json.real(*real);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        json.string(*text);
    } else {
        json.null();
    }
}

void write_money(JsonWriter& json, const Field& field, const Row& row)
{
    const std::string_view currency = text_of(cell(row, field.columns[1]));
    const std::int64_t minor = integer_of(cell(row, field.columns[0]));
    json.begin_object().key("amount").raw(format_amount(minor, currency_digits(currency).value_or(2)));
    json.member("currency", currency).end_object();
}

void write_address(JsonWriter& json, const Field& field, const Row& row)
{
    json.begin_object();
    for (const Column& column : field.columns) {
        const store::Value& value = cell(row, column);
        if (is_missing(value)) {
            continue;
        }
        json.key(column.part);
        if (column.part == "region") {
            json.string(std::to_string(integer_of(value)));
        } else {
            write_scalar(json, value);
        }
    }
    json.end_object();
}

// A currency without an amount is nothing; an address may consist of a city alone.
bool is_empty(const Field& field, const Row& row)
{
    if (field.value_type() != FieldType::address) {
        return is_missing(cell(row, field.columns.front()));
    }
    return std::all_of(field.columns.begin(), field.columns.end(),
                       [&](const Column& column) { return is_missing(cell(row, column)); });
}

}  // namespace

bool is_missing(const store::Value& value) { return std::holds_alternative<std::monostate>(value); }

std::int64_t integer_of(const store::Value& value)
{
    const auto* integer = std::get_if<std::int64_t>(&value);
    return integer == nullptr ? 0 : *integer;
}

std::string_view text_of(const store::Value& value)
{
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string_view{} : *text;
}

void write_json(JsonWriter& json, const Field& field, const Row& row, const Catalogue& catalogue)
{
    const store::Value& value = cell(row, field.columns.front());
    switch (field.value_type()) {
        case FieldType::money: write_money(json, field, row); break;
        case FieldType::address: write_address(json, field, row); break;
        case FieldType::boolean: json.boolean(integer_of(value) != 0); break;
        case FieldType::date: json.string(format_date(date_from(integer_of(value)))); break;
        case FieldType::instant: json.string(format_instant(instant_from(integer_of(value)))); break;
        case FieldType::link:
            json.string(format_id(catalogue.require(field.to).prefix, id_from(integer_of(value))));
            break;
        case FieldType::choices:
        case FieldType::links:
        case FieldType::json: json.raw(text_of(value)); break;
        default: write_scalar(json, value);
    }
}

void write_record(JsonWriter& json, const Object& object, const Row& row, const Catalogue& catalogue,
                  const std::vector<const Field*>& fields, const std::vector<const Field*>& masked_fields)
{
    json.begin_object();
    json.member("id", format_id(object.prefix, id_from(integer_of(row.at(0)))));
    for (const Field* field : fields) {
        if (field->name == "id" || field->name == "origin" || is_empty(*field, row)) {
            continue;
        }
        json.key(field->name);
        write_json(json, *field, row, catalogue);
    }
    bool any_masked = false;
    for (const Field* field : masked_fields) {
        if (!is_empty(*field, row)) {
            any_masked = true;
            json.member(field->name, masked(*field, display(*field, row, Language::zh)));
        }
    }
    if (any_masked) {
        json.key("masked").begin_array();
        for (const Field* field : masked_fields) {
            json.string(field->name);
        }
        json.end_array();
    }
    json.end_object();
}

std::string display(const Field& field, const Row& row, Language language)
{
    const store::Value& value = cell(row, field.columns.front());
    if (is_missing(value)) {
        return {};
    }
    switch (field.value_type()) {
        case FieldType::money: {
            const std::string_view currency = text_of(cell(row, field.columns[1]));
            return fmt::format("{} {}", format_amount(integer_of(value), currency_digits(currency).value_or(2)),
                               currency);
        }
        case FieldType::date: return format_date(date_from(integer_of(value)));
        case FieldType::instant: return format_instant(instant_from(integer_of(value)));
        case FieldType::choice:
            for (const Choice& choice : field.choices) {
                if (choice.value == text_of(value)) {
                    return language == Language::zh ? choice.label.zh : choice.label.en;
                }
            }
            return std::string(text_of(value));
        default: break;
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return std::to_string(*integer);
    }
    if (const auto* real = std::get_if<double>(&value)) {
        return fmt::format("{}", *real);
    }
    return std::get<std::string>(value);
}

}  // namespace juan::model
