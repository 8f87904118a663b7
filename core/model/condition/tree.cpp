// Building and comparing trees.
#include "core/model/condition/tree.hpp"

#include <array>
#include <utility>

namespace juan::model::condition {

bool Group::operator==(const Group& other) const { return kind == other.kind && children == other.children; }

bool Records::operator==(const Records& other) const
{
    return object == other.object && kind == other.kind && customer == other.customer && window == other.window &&
           where == other.where;
}

bool Condition::operator==(const Condition& other) const { return node == other.node; }

std::string_view operator_text(Operator op)
{
    static constexpr std::array<std::string_view, 7> texts = {"=", "!=", "<", "<=", ">", ">=", ":"};
    return texts.at(static_cast<std::size_t>(op));
}

std::string_view function_name(Aggregate::Function function)
{
    static constexpr std::array<std::string_view, 4> names = {"count", "sum", "first", "last"};
    return names.at(static_cast<std::size_t>(function));
}

Type type_of(const Field& field, const Column& column)
{
    if (field.name == "id") {
        return Type::link;
    }
    const bool is_main = &column == &field.columns.front() && column.part.empty();
    switch (is_main ? field.value_type() : FieldType::text) {
        case FieldType::money: return Type::money;
        case FieldType::boolean: return Type::boolean;
        case FieldType::date: return Type::date;
        case FieldType::instant: return Type::instant;
        case FieldType::duration: return Type::duration;
        case FieldType::choice: return Type::choice;
        case FieldType::choices: return Type::choices;
        case FieldType::link: return Type::link;
        case FieldType::links: return Type::links;
        default: break;
    }
    return column.kind == Kind::text ? Type::text : column.kind == Kind::real ? Type::real : Type::integer;
}

Condition join(Group::Kind kind, std::vector<Condition> children)
{
    if (children.size() == 1) {
        return std::move(children.front());
    }
    Group joined{kind, {}};
    for (Condition& child : children) {
        auto* group = std::get_if<Group>(&child.node);
        if (group != nullptr && group->kind == kind) {
            for (Condition& grandchild : group->children) {
                joined.children.push_back(std::move(grandchild));
            }
        } else {
            joined.children.push_back(std::move(child));
        }
    }
    return {std::move(joined)};
}

Condition negate(Condition condition)
{
    auto* group = std::get_if<Group>(&condition.node);
    if (group != nullptr && group->kind == Group::Kind::negation) {
        Condition inner = std::move(group->children.front());
        return inner;
    }
    Group negation{Group::Kind::negation, {}};
    negation.children.push_back(std::move(condition));
    return {std::move(negation)};
}

const Field* happened(const Object& object)
{
    return object.find(object.happened.empty() ? "created_at" : std::string_view(object.happened));
}

Type time_type(const Records& records)
{
    const Field* field = records.object == nullptr ? nullptr : happened(*records.object);
    return field == nullptr ? Type::instant : type_of(*field, field->columns.front());
}

Type type_of(const Aggregate& aggregate)
{
    switch (aggregate.function) {
        case Aggregate::Function::count: return Type::integer;
        case Aggregate::Function::sum: return type_of(*aggregate.field, aggregate.field->columns.front());
        default: return time_type(aggregate.records);
    }
}

const Column* customer_column(const Object& object)
{
    const Field* field = object.customer.empty() ? nullptr : object.find(object.customer);
    return field == nullptr ? nullptr : field->column();
}

std::string lower_ascii(std::string_view text)
{
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return lower;
}

}  // namespace juan::model::condition
