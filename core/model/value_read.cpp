// Values in: from cells of a file and from the API's JSON, checked against the declaration.
#include <fmt/format.h>
#include <unicode/uchar.h>

#include <charconv>
#include <cmath>

#include "core/base/id.hpp"
#include "core/base/money.hpp"
#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "core/model/value.hpp"

namespace juan::model {
namespace {

Finding wrong_type(const Field& field, std::string_view value)
{
    return {ErrorCode::value_type,
            {{"field", field.name},
             {"value", std::string(value.substr(0, 80))},
             {"type", std::string(type_name(field.value_type()))}}};
}

std::optional<double> parse_real(std::string_view text)
{
    double value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || !std::isfinite(value)) {
        return {};
    }
    return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text)
{
    std::int64_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) {
        return {};
    }
    return value;
}

Expected<Cells, Finding> read_choice(const Field& field, std::string_view text)
{
    const std::string folded = fold_text(text);
    std::string known;
    for (const Choice& choice : field.choices) {
        if (folded == choice.value || folded == fold_text(choice.label.zh) || folded == fold_text(choice.label.en)) {
            return Cells{choice.value};
        }
        known += (known.empty() ? "" : ", ") + choice.value + " (" + choice.label.zh + ")";
    }
    return Unexpected{Finding{ErrorCode::choice_unknown,
                              {{"field", field.name}, {"value", std::string(text.substr(0, 80))}, {"choices", known}}}};
}

Expected<Cells, Finding> read_boolean(const Field& field, std::string_view text)
{
    const std::string folded = fold_text(text);
    for (const std::string_view yes : {"true", "1", "yes", "y", "是", "有", "真", "√"}) {
        if (folded == yes) return Cells{std::int64_t{1}};
    }
    for (const std::string_view no : {"false", "0", "no", "n", "否", "无", "假", "×"}) {
        if (folded == no) return Cells{std::int64_t{0}};
    }
    return Unexpected{wrong_type(field, text)};
}

Expected<Cells, Finding> check_range(const Field& field, double value, Cells cells)
{
    if ((field.min && value < *field.min) || (field.max && value > *field.max)) {
        return Unexpected{Finding{ErrorCode::value_range,
                                  {{"field", field.name},
                                   {"value", fmt::format("{}", value)},
                                   {"min", field.min ? fmt::format("{}", *field.min) : "-∞"},
                                   {"max", field.max ? fmt::format("{}", *field.max) : "∞"}}}};
    }
    return cells;
}

Expected<Cells, Finding> check_text(const Field& field, std::string text)
{
    if (text.empty()) {
        return Cells(field.columns.size());
    }
    const auto length = static_cast<std::int64_t>(text.size()) > field.length_max
                            ? static_cast<std::int64_t>(count_characters(text))
                            : std::int64_t{0};
    if (length > field.length_max) {
        return Unexpected{Finding{
            ErrorCode::value_length,
            {{"field", field.name}, {"length", std::to_string(length)}, {"max", std::to_string(field.length_max)}}}};
    }
    return Cells{std::move(text)};
}

// Without a rule of flow/quality: the plain forms.
Expected<Cells, Finding> read_plain(const Field& field, std::string_view text, const Reading& reading)
{
    switch (field.value_type()) {
        case FieldType::number:
        case FieldType::percent:
            if (const auto value = parse_real(text)) return check_range(field, *value, Cells{*value});
            return Unexpected{wrong_type(field, text)};
        case FieldType::integer:
        case FieldType::duration:
            if (const auto value = parse_integer(text)) {
                return check_range(field, static_cast<double>(*value), Cells{*value});
            }
            return Unexpected{wrong_type(field, text)};
        case FieldType::money: {
            const int digits = currency_digits(reading.currency).value_or(2);
            const auto minor = parse_amount(text, digits);
            if (!minor) return Unexpected{wrong_type(field, text)};
            return check_range(field, static_cast<double>(*minor) / std::pow(10, digits),
                               Cells{*minor, reading.currency});
        }
        case FieldType::boolean: return read_boolean(field, text);
        case FieldType::date:
            if (const auto date = parse_date(text)) return Cells{to_integer(*date)};
            return Unexpected{wrong_type(field, text)};
        case FieldType::instant:
            if (const auto instant = parse_instant(text)) return Cells{to_integer(*instant)};
            if (const auto date = parse_date(text)) {
                return Cells{to_integer(Instant{*date} - std::chrono::minutes{reading.offset_minutes})};
            }
            return Unexpected{wrong_type(field, text)};
        case FieldType::choice: return read_choice(field, text);
        case FieldType::address: {
            Cells cells(field.columns.size());
            cells.front() = std::string(text);
            return cells;
        }
        default: return check_text(field, std::string(text));
    }
}

Expected<Cells, Finding> read_money(const Field& field, const Json& json, const Reading& reading)
{
    const bool is_pair = json.is_object() && json.contains("amount");
    const Json& amount = is_pair ? json.at("amount") : json;
    Reading with_currency = reading;
    if (is_pair && json.contains("currency") && json.at("currency").is_string()) {
        with_currency.currency = json.at("currency").get<std::string>();
        if (!currency_digits(with_currency.currency)) {
            return Unexpected{wrong_type(field, with_currency.currency)};
        }
    }
    if (!amount.is_number() && !amount.is_string()) {
        return Unexpected{wrong_type(field, json.dump())};
    }
    const std::string text = amount.is_string()         ? amount.get<std::string>()
                             : amount.is_number_float() ? fmt::format("{:.6f}", amount.get<double>())
                                                        : amount.dump();
    return read_plain(field, text, with_currency);
}

Expected<Cells, Finding> read_address(const Field& field, const Json& json, const Standards& standards,
                                      const Reading& reading)
{
    if (json.is_string()) {
        return read_text(field, json.get<std::string>(), standards, reading);
    }
    Cells cells(field.columns.size());
    if (!json.is_object()) {
        return Unexpected{wrong_type(field, json.dump())};
    }
    for (const auto& [part, value] : json.items()) {
        const Column* column = field.column(part);
        if (column == nullptr) {
            return Unexpected{Finding{ErrorCode::field_not_there, {{"object", field.name}, {"field", part}}}};
        }
        store::Value& target = cells.at(static_cast<std::size_t>(column - field.columns.data()));
        if (value.is_null()) {
            continue;
        }
        if (column->kind == Kind::text && value.is_string()) {
            target = tidy_text(value.get<std::string>());
        } else if (column->kind == Kind::real && value.is_number()) {
            target = value.get<double>();
        } else if (part == "region" && value.is_string() && parse_integer(value.get<std::string>())) {
            target = *parse_integer(value.get<std::string>());
        } else {
            return Unexpected{wrong_type(field, value.dump())};
        }
    }
    return cells;
}

Expected<Cells, Finding> read_link(const Field& field, const Json& json, const Catalogue& catalogue)
{
    const Object& target = catalogue.require(field.to);
    const auto id = json.is_string() ? parse_id(target.prefix, json.get<std::string>()) : std::nullopt;
    if (!id) {
        return Unexpected{Finding{ErrorCode::link_broken,
                                  {{"field", field.name},
                                   {"object", target.name},
                                   {"value", json.is_string() ? json.get<std::string>() : json.dump()}}}};
    }
    return Cells{to_integer(*id)};
}

Expected<Cells, Finding> read_choices(const Field& field, const Json& json)
{
    if (!json.is_array()) {
        return Unexpected{wrong_type(field, json.dump())};
    }
    for (const Json& item : json) {
        auto choice = item.is_string() ? read_choice(field, item.get<std::string>())
                                       : Expected<Cells, Finding>(Unexpected{wrong_type(field, item.dump())});
        if (!choice) {
            return choice;
        }
    }
    return Cells{json.dump()};
}

}  // namespace

Expected<Cells, Finding> read_text(const Field& field, std::string_view text, const Standards& standards,
                                   const Reading& reading)
{
    const std::string tidy = field.is_multiline ? valid_utf8(text) : tidy_text(text);
    if (tidy.empty()) {
        return Cells(field.columns.size());
    }
    const auto standard = standards.find(field.standard);
    auto cells =
        standard == standards.end() ? read_plain(field, tidy, reading) : standard->second(tidy, field, reading);
    if (!cells) {
        Finding finding = cells.error();
        const bool named = !finding.parameters.empty() && finding.parameters.front().first == "field";
        if (!named) {
            finding.parameters.insert(finding.parameters.begin(), {"field", field.name});
        }
        return Unexpected{std::move(finding)};
    }
    return cells;
}

Expected<Cells, Finding> read_json(const Field& field, const Json& json, const Catalogue& catalogue,
                                   const Standards& standards, const Reading& reading)
{
    if (json.is_null()) {
        return Cells(field.columns.size());
    }
    switch (field.value_type()) {
        case FieldType::money: return read_money(field, json, reading);
        case FieldType::address: return read_address(field, json, standards, reading);
        case FieldType::link: return read_link(field, json, catalogue);
        case FieldType::choices: return read_choices(field, json);
        case FieldType::json: return Cells{json.dump()};
        case FieldType::boolean:
            if (json.is_boolean()) return Cells{std::int64_t{json.get<bool>()}};
            return Unexpected{wrong_type(field, json.dump())};
        case FieldType::number:
        case FieldType::percent:
            if (json.is_number()) return check_range(field, json.get<double>(), Cells{json.get<double>()});
            return Unexpected{wrong_type(field, json.dump())};
        case FieldType::integer:
        case FieldType::duration:
            if (json.is_number_integer()) {
                return check_range(field, json.get<double>(), Cells{json.get<std::int64_t>()});
            }
            return Unexpected{wrong_type(field, json.dump())};
        default:
            if (json.is_string()) return read_text(field, json.get<std::string>(), standards, reading);
            return Unexpected{wrong_type(field, json.dump())};
    }
}

}  // namespace juan::model
