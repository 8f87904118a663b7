// Literals as the store would hold them, relative ones worked out.
#include "core/model/condition/check.hpp"

#include <unicode/utf8.h>

#include <compare>

#include "core/base/id.hpp"

namespace juan::model::condition {
namespace {

Check::Form form_of(Operator op)
{
    switch (op) {
        case Operator::less: return Check::Form::less;
        case Operator::less_or_equal: return Check::Form::less_or_equal;
        case Operator::greater: return Check::Form::greater;
        case Operator::greater_or_equal: return Check::Form::greater_or_equal;
        default: return Check::Form::equal;
    }
}

Check check_of_interval(Operator op, Interval interval)
{
    Check check{form_of(op), interval.first, {}, op == Operator::not_equal};
    if (op == Operator::less_or_equal || op == Operator::greater) {
        check.value = interval.last;
    } else if (check.form == Check::Form::equal && interval.first != interval.last) {
        check.form = Check::Form::between;
        check.last = interval.last;
    }
    return check;
}

store::Value value_of(const Literal& literal, const Setting& setting)
{
    if (const auto* text = std::get_if<std::string>(&literal)) {
        return *text;
    }
    if (const auto* integer = std::get_if<std::int64_t>(&literal)) {
        return *integer;
    }
    if (const auto* real = std::get_if<double>(&literal)) {
        return *real;
    }
    if (const auto* amount = std::get_if<Amount>(&literal)) {
        return amount->minor;
    }
    return to_integer(id_of(std::get<Reference>(literal), setting));
}

// Numbers by their value, texts by their bytes; anything else does not compare.
std::partial_ordering order(const store::Value& a, const store::Value& b)
{
    if (const auto* text = std::get_if<std::string>(&a)) {
        const auto* other = std::get_if<std::string>(&b);
        return other == nullptr ? std::partial_ordering::unordered : text->compare(*other) <=> 0;
    }
    const auto* a_integer = std::get_if<std::int64_t>(&a);
    const auto* b_integer = std::get_if<std::int64_t>(&b);
    if (a_integer != nullptr && b_integer != nullptr) {
        return *a_integer <=> *b_integer;
    }
    const auto* a_real = std::get_if<double>(&a);
    const auto* b_real = std::get_if<double>(&b);
    if ((a_integer == nullptr && a_real == nullptr) || (b_integer == nullptr && b_real == nullptr)) {
        return std::partial_ordering::unordered;
    }
    const double left = a_real != nullptr ? *a_real : static_cast<double>(*a_integer);
    const double right = b_real != nullptr ? *b_real : static_cast<double>(*b_integer);
    return left <=> right;
}

}  // namespace

Check check_of(Operator op, const Literal& literal, Type type, const Setting& setting)
{
    if (const auto* moment = std::get_if<Moment>(&literal)) {
        const bool is_day = type == Type::date;
        return check_of_interval(op, is_day ? days_of(*moment, setting) : milliseconds_of(*moment, setting));
    }
    return {form_of(op), value_of(literal, setting), {}, op == Operator::not_equal};
}

bool passes(const Check& check, const store::Value& value)
{
    const std::partial_ordering found = order(value, check.value);
    switch (check.form) {
        case Check::Form::equal: return found == 0;
        case Check::Form::less: return found < 0;
        case Check::Form::less_or_equal: return found <= 0;
        case Check::Form::greater: return found > 0;
        case Check::Form::greater_or_equal: return found >= 0;
        case Check::Form::between: return found >= 0 && order(value, check.last) <= 0;
    }
    return false;
}

std::string after_prefix(std::string_view prefix)
{
    std::string text(prefix);
    while (!text.empty()) {
        auto* bytes = reinterpret_cast<std::uint8_t*>(text.data());
        const auto length = static_cast<std::int32_t>(text.size());
        std::int32_t start = length;
        U8_BACK_1(bytes, 0, start);
        std::int32_t end = start;
        UChar32 point = 0;
        U8_NEXT(bytes, end, length, point);
        text.resize(static_cast<std::size_t>(start));
        if (point < 0x10FFFF) {
            const UChar32 next = point == 0xD7FF ? 0xE000 : point + 1;
            std::uint8_t encoded[U8_MAX_LENGTH] = {};
            std::int32_t size = 0;
            U8_APPEND_UNSAFE(encoded, size, next);
            return text.append(reinterpret_cast<const char*>(encoded), static_cast<std::size_t>(size));
        }
    }
    return text;
}

Id id_of(const Reference& reference, const Setting& setting)
{
    return reference.is_me ? setting.me : id_from(reference.id);
}

Interval window_of(Duration window, Type type, const Setting& setting)
{
    return type == Type::date ? days_within(window, setting) : milliseconds_within(window, setting);
}

}  // namespace juan::model::condition
