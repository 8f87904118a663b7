// One reader for each type.
#include "core/model/condition/literal.hpp"

#include <charconv>
#include <cmath>

#include "core/base/id.hpp"
#include "core/base/money.hpp"
#include "core/base/text.hpp"

namespace juan::model::condition {
namespace {

constexpr std::size_t choices_shown_max = 12;

template <class Number>
std::optional<Number> read_number(std::string_view text)
{
    Number value{};
    if (text.starts_with('+') && !text.starts_with("+-")) {
        text.remove_prefix(1);
    }
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end) {
        return {};
    }
    return value;
}

std::optional<Literal> read_real(std::string_view text, const Field* field)
{
    if (field != nullptr && field->value_type() == FieldType::percent && text.ends_with('%')) {
        text.remove_suffix(1);
    }
    const auto value = read_number<double>(text);
    if (!value || !std::isfinite(*value)) {
        return {};
    }
    return *value == 0 ? 0.0 : *value;
}

std::optional<Literal> read_integer(std::string_view text)
{
    const auto value = read_number<std::int64_t>(text);
    return value ? std::optional<Literal>(*value) : std::nullopt;
}

// Decimal places that the currency has not are refused: "> 0.005" would have to be rounded.
std::optional<Literal> read_amount(std::string_view text, std::string_view base)
{
    Amount amount{0, std::string(base), true};
    if (const auto blank = text.find(' '); blank != text.npos) {
        amount.currency = std::string(text.substr(blank + 1));
        amount.is_base = false;
        text = text.substr(0, blank);
    }
    const auto digits = currency_digits(amount.currency);
    if (!digits) {
        return {};
    }
    if (const auto point = text.find('.'); point != text.npos) {
        std::string_view places = text.substr(point + 1);
        while (places.ends_with('0')) {
            places.remove_suffix(1);
        }
        if (places.size() > static_cast<std::size_t>(*digits)) {
            return {};
        }
    }
    const auto minor = parse_amount(text, *digits);
    if (!minor) {
        return {};
    }
    amount.minor = *minor;
    return amount;
}

std::optional<Literal> read_seconds(std::string_view text)
{
    if (const auto duration = parse_duration(text)) {
        const auto seconds = seconds_of(*duration);
        return seconds ? std::optional<Literal>(*seconds) : std::nullopt;
    }
    return read_integer(text);
}

// The code, or a label in either language.
std::optional<Literal> read_choice(const std::string& text, const Field* field)
{
    if (field == nullptr || field->choices.empty()) {
        return text.empty() ? std::nullopt : std::optional<Literal>(text);
    }
    for (const Choice& choice : field->choices) {
        if (choice.value == text) {
            return choice.value;
        }
    }
    const std::string folded = fold_text(text);
    for (const Choice& choice : field->choices) {
        if (folded == fold_text(choice.label.zh) || folded == fold_text(choice.label.en)) {
            return choice.value;
        }
    }
    return {};
}

bool leads_to_user(const LiteralForm& form)
{
    return form.target != nullptr ? form.target->name == "user" : form.field != nullptr && form.field->to == "user";
}

// "me" also for who may not read users.
std::optional<Literal> read_reference(const std::string& text, const LiteralForm& form)
{
    if (text == "me" && leads_to_user(form) && (form.target != nullptr || form.type == Type::link)) {
        return Reference{true, form.target == nullptr ? std::string() : form.target->prefix, 0};
    }
    const auto id = form.target == nullptr ? std::nullopt : parse_id(form.target->prefix, text);
    return id ? std::optional<Literal>(Reference{false, form.target->prefix, to_integer(*id)}) : std::nullopt;
}

std::string expected_reference(const LiteralForm& form)
{
    std::string text = leads_to_user(form) ? "me" : "*";
    if (form.target != nullptr) {
        text += ", \"" + format_id(form.target->prefix, Id::none) + "\"";
    }
    return text;
}

std::string expected_choice(const Field* field)
{
    std::string text;
    std::size_t count = 0;
    for (const Choice& choice : field == nullptr ? std::vector<Choice>{} : field->choices) {
        if (count++ == choices_shown_max) {
            return text + ", ...";
        }
        text += (text.empty() ? "" : ", ") + choice.value;
    }
    return text.empty() ? "\"...\"" : text;
}

}  // namespace

std::optional<Literal> read_literal(const Token& token, const LiteralForm& form)
{
    if (token.has_wildcard()) {
        return {};
    }
    switch (form.type) {
        case Type::text: return token.text;
        case Type::integer: return read_integer(token.text);
        case Type::real: return read_real(token.text, form.field);
        case Type::money: return read_amount(token.text, form.currency);
        case Type::boolean:
            if (token.text == "true" || token.text == "false") {
                return std::int64_t{token.text == "true" ? 1 : 0};
            }
            return {};
        case Type::date:
        case Type::instant: {
            const auto moment = parse_moment(token.text);
            return moment ? std::optional<Literal>(*moment) : std::nullopt;
        }
        case Type::duration: return read_seconds(token.text);
        case Type::choice:
        case Type::choices: return read_choice(token.text, form.field);
        case Type::link:
        case Type::links: return read_reference(token.text, form);
    }
    return {};
}

std::string expected_literal(const LiteralForm& form)
{
    switch (form.type) {
        case Type::text: return "\"...\"";
        case Type::integer: return "12";
        case Type::real: return "12.5";
        case Type::money: return "12.50, \"12.50 " + std::string(form.currency) + "\"";
        case Type::boolean: return "true, false";
        case Type::date: return "2026-02-28, today, today-30d, this_month";
        case Type::instant: return "2026-02-28, \"2026-02-28T08:00:00+08:00\", now-2h, today-30d, this_month";
        case Type::duration: return "90, 90s, 15m, 2h, 1d";
        case Type::choice:
        case Type::choices: return expected_choice(form.field);
        case Type::link:
        case Type::links: return expected_reference(form);
    }
    return {};
}

}  // namespace juan::model::condition
