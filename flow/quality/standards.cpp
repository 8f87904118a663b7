// Rules to columns.
#include "flow/quality/standards.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "flow/quality/amount/amount.hpp"
#include "flow/quality/credit_code/credit_code.hpp"
#include "flow/quality/date/date.hpp"
#include "flow/quality/email/email.hpp"
#include "flow/quality/id_card/id_card.hpp"
#include "flow/quality/name/name.hpp"
#include "flow/quality/phone/phone.hpp"
#include "flow/quality/region/region.hpp"
#include "flow/quality/url/url.hpp"

namespace juan::quality {
namespace {

using model::Cells;
using model::Field;
using model::Reading;
using Result = Expected<Cells, Finding>;

Result text_cells(const Expected<std::string, Finding>& text, const Field& field)
{
    if (!text) {
        return Unexpected{text.error()};
    }
    const auto length = static_cast<int>(count_characters(*text));
    if (field.length_max > 0 && length > field.length_max) {
        return Unexpected{Finding{
            ErrorCode::value_length,
            {{"field", field.name}, {"length", std::to_string(length)}, {"max", std::to_string(field.length_max)}}}};
    }
    return Cells{*text};
}

Result in_range(const Field& field, double value, Cells cells)
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

DateReading date_reading(const Reading& reading)
{
    return {order_from(reading.date_order).value_or(DateOrder::year_month_day), reading.offset_minutes, false};
}

Result phone(std::string_view text, const Field&, const Reading&)
{
    const auto phone = standardise_phone(text);
    if (!phone) {
        return Unexpected{phone.error()};
    }
    // RFC 3966 writes an extension so.
    return Cells{phone->extension.empty() ? phone->e164 : phone->e164 + ";ext=" + phone->extension};
}

// In lower case: no host of today tells two boxes apart by case, and an address must be known again.
Result email(std::string_view text, const Field&, const Reading&)
{
    const auto email = standardise_email(text);
    if (!email) {
        return Unexpected{email.error()};
    }
    return Cells{email->key};
}

Result url(std::string_view text, const Field& field, const Reading&)
{
    return text_cells(standardise_url(text), field);
}

Result person_name(std::string_view text, const Field& field, const Reading&)
{
    const auto name = standardise_person_name(text);
    return name ? text_cells(name->text, field) : Result(Unexpected{name.error()});
}

Result name(std::string_view text, const Field& field, const Reading&)
{
    return text_cells(standardise_name(text), field);
}

Result date(std::string_view text, const Field&, const Reading& reading)
{
    const auto date = standardise_date(text, date_reading(reading));
    if (!date) {
        return Unexpected{date.error()};
    }
    return Cells{to_integer(*date)};
}

Result instant(std::string_view text, const Field&, const Reading& reading)
{
    const auto instant = standardise_instant(text, date_reading(reading));
    if (!instant) {
        return Unexpected{instant.error()};
    }
    return Cells{to_integer(*instant)};
}

Result money(std::string_view text, const Field& field, const Reading& reading)
{
    const auto money = standardise_money(text, reading.currency);
    if (!money) {
        return Unexpected{money.error()};
    }
    const double value = static_cast<double>(money->minor) / std::pow(10, currency_digits(money->currency).value_or(2));
    return in_range(field, value, Cells{money->minor, money->currency});
}

Result number(std::string_view text, const Field& field, const Reading&)
{
    const auto amount = standardise_amount(text);
    double value = 0;
    if (amount && amount->currency.empty()) {
        const std::string& decimal = amount->decimal;
        std::from_chars(decimal.data(), decimal.data() + decimal.size(), value);
        return in_range(field, value, Cells{value});
    }
    return Unexpected{amount ? Finding{ErrorCode::amount_invalid, {{"value", std::string(text)}}} : amount.error()};
}

Result integer(std::string_view text, const Field& field, const Reading&)
{
    const auto amount = standardise_amount(text);
    const auto whole = amount && amount->currency.empty() ? parse_amount(amount->decimal, 0) : std::nullopt;
    const bool is_whole =
        whole && amount->decimal.find_first_not_of(
                     "0", std::min(amount->decimal.find('.'), amount->decimal.size() - 1) + 1) == std::string::npos;
    if (!is_whole) {
        return Unexpected{amount ? Finding{ErrorCode::amount_invalid, {{"value", std::string(text)}}} : amount.error()};
    }
    return in_range(field, static_cast<double>(*whole), Cells{*whole});
}

Result percent(std::string_view text, const Field& field, const Reading& reading)
{
    return number(text.ends_with('%') ? text.substr(0, text.size() - 1) : text, field, reading);
}

Result address(std::string_view text, const Field& field, const Reading&)
{
    const auto place = standardise_region(text);
    if (!place) {
        return Unexpected{place.error()};
    }
    Cells cells(field.columns.size());
    const auto set = [&](std::string_view part, store::Value value) {
        if (const model::Column* column = field.column(part)) {
            cells[static_cast<std::size_t>(column - field.columns.data())] = std::move(value);
        }
    };
    const auto set_text = [&](std::string_view part, const std::string& value) {
        if (!value.empty()) {
            set(part, value);
        }
    };
    set_text("detail", place->detail);
    set_text("province", place->province);
    set_text("city", place->city);
    set_text("district", place->district);
    if (place->region != 0) {
        set("region", std::int64_t{place->region});
    }
    return cells;
}

Result credit_code(std::string_view text, const Field& field, const Reading&)
{
    return text_cells(standardise_credit_code(text), field);
}

Result id_card(std::string_view text, const Field&, const Reading&)
{
    const auto card = standardise_id_card(text);
    if (!card) {
        return Unexpected{card.error()};
    }
    return Cells{card->number};
}

}  // namespace

model::Standards standards()
{
    return {
        {"phone", phone},
        {"email", email},
        {"url", url},
        {"person_name", person_name},
        {"name", name},
        {"date", date},
        {"instant", instant},
        {"money", money},
        {"number", number},
        {"integer", integer},
        {"percent", percent},
        {"address", address},
        {"credit_code", credit_code},
        {"id_card", id_card},
    };
}

}  // namespace juan::quality
