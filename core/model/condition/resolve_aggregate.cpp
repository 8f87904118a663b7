// count, sum, first, last and within.
#include <array>
#include <utility>

#include "core/base/error.hpp"
#include "core/model/condition/resolve.hpp"

namespace juan::model::condition {
namespace {

constexpr std::string_view functions_expected = "count(...) sum(...) first(...) last(...)";

std::optional<Aggregate::Function> function_from(std::string_view name)
{
    for (const auto function : {Aggregate::Function::count, Aggregate::Function::sum, Aggregate::Function::first,
                                Aggregate::Function::last}) {
        if (function_name(function) == name) {
            return function;
        }
    }
    return {};
}

bool is_name(std::string_view text)
{
    return !text.empty() && text.size() <= 64 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
}

bool can_be_summed(Type type)
{
    return type == Type::integer || type == Type::real || type == Type::money || type == Type::duration;
}

// The window and the bounds go by when a record took place: who may not see that may not ask about it.
void require_time(const Records& records, const Names& names)
{
    if (records.object == nullptr) {
        return;
    }
    const Field* field = happened(*records.object);
    if (field == nullptr) {
        throw Error(ErrorCode::field_unknown, {{"object", records.object->name}, {"field", "happened"}});
    }
    if (!names.may_use(*records.object, *field)) {
        throw Error(ErrorCode::field_forbidden, {{"field", field->name}});
    }
}

}  // namespace

Records Resolver::records(const Token& subject, std::string_view name, const std::optional<Token>& where)
{
    Records records;
    records.customer = customer_column(object_);
    if (is_inner_ || records.customer == nullptr) {
        lexer_.fail(subject.position, "name = ...");
    }
    if (object_.customer != "id") {
        find_field(object_, object_.customer);
    }
    records.object = names_.find_object(name);
    const Object* object = records.object;
    if (object == nullptr) {
        if (!is_name(name) || subject.is_quoted || !names_.is_entry_kind(name)) {
            lexer_.fail(subject.position, names_.countable());
        }
        records.kind = std::string(name);
        object = names_.find_object("entry");
    } else if (customer_column(*object) == nullptr) {
        lexer_.fail(subject.position, names_.countable());
    } else if (object->customer != "id") {
        find_field(*object, object->customer);
    }
    if (where) {
        if (object == nullptr) {
            lexer_.fail(where->position, ")");
        }
        records.where.push_back(parse_part(where->whole, *object, names_, lexer_.characters_before(where->position) + 1,
                                           term_count_, true));
    }
    return records;
}

Condition Resolver::within(const Token& subject, Duration window)
{
    Records found = records(subject, subject.text, {});
    found.window = window;
    require_time(found, names_);
    return term({Within{std::move(found)}});
}

void Resolver::set_field(const Call& call, std::string_view path, Aggregate& aggregate, LiteralForm& form) const
{
    if (aggregate.function == Aggregate::Function::first || aggregate.function == Aggregate::Function::last) {
        require_time(aggregate.records, names_);
        form.type = time_type(aggregate.records);
        return;
    }
    if (aggregate.function == Aggregate::Function::count) {
        form.type = Type::integer;
        return;
    }
    const Object* object = aggregate.records.object;
    if (object == nullptr || path.empty()) {
        lexer_.fail(call.subject.position, "order.total");
    }
    aggregate.field = &find_field(*object, path);
    const Column* column = aggregate.field->column();
    if (column == nullptr || !can_be_summed(type_of(*aggregate.field, *column))) {
        lexer_.fail(call.subject.position, "order.total");
    }
    form.type = type_of(*aggregate.field, *column);
}

Condition Resolver::aggregate(const Call& call, Operator op, const Token& value)
{
    Aggregate aggregate;
    const auto function = call.function.is_quoted ? std::nullopt : function_from(call.function.whole);
    if (!function) {
        lexer_.fail(call.function.position, std::string(functions_expected));
    }
    aggregate.function = *function;
    const std::string_view subject = call.subject.whole;
    const auto dot = subject.find('.');
    const std::string_view path = dot == subject.npos ? std::string_view{} : subject.substr(dot + 1);
    if (dot != subject.npos && *function != Aggregate::Function::sum) {
        lexer_.fail(call.subject.position, std::string(subject.substr(0, dot)));
    }
    aggregate.records = records(call.subject, subject.substr(0, dot), call.where);
    if (call.window) {
        aggregate.records.window = parse_duration(call.window->whole);
        if (!aggregate.records.window) {
            lexer_.fail(call.window->position, "90d, 12h, 6mo, 1y");
        }
        require_time(aggregate.records, names_);
    }
    LiteralForm form{Type::integer, nullptr, nullptr, names_.currency()};
    set_field(call, path, aggregate, form);
    if (op == Operator::has) {
        lexer_.fail(value.position, "= != < <= > >=");
    }
    const bool has_no_value = !value.is_quoted && value.text == "null";
    if (has_no_value && (form.type == Type::date || form.type == Type::instant)) {
        return none_or_any(aggregate, op, value);
    }
    aggregate.op = op;
    aggregate.literal = literal(value, form);
    return term({std::move(aggregate)});
}

// last(order) = null: there is no order.
Condition Resolver::none_or_any(const Aggregate& aggregate, Operator op, const Token& value)
{
    if (op != Operator::equal && op != Operator::not_equal) {
        lexer_.fail(value.position, "2026-02-28, today-30d");
    }
    return term({Aggregate{Aggregate::Function::count, aggregate.records, nullptr,
                           op == Operator::equal ? Operator::equal : Operator::greater, std::int64_t{0}}});
}

}  // namespace juan::model::condition
