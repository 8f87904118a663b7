// A tree back to text, always in the same form.
#include <fmt/format.h>

#include "core/base/id.hpp"
#include "core/base/money.hpp"
#include "core/model/condition/condition.hpp"

namespace juan::model::condition {
namespace {

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '\\':
            case '"':
            case '*':
                out += '\\';
                out += c;
                break;
            case '\n': out += "\\n"; break;
            case '\t': out += "\\t"; break;
            case '\r': out += "\\r"; break;
            default: out += c;
        }
    }
    return out;
}

std::string quote(std::string_view text) { return '"' + escaped(text) + '"'; }

std::string path_of(const Operand& operand)
{
    std::string path = operand.link == nullptr ? "" : operand.link->name + ".";
    path += operand.field->name;
    if (!operand.column->part.empty()) {
        path += '.' + operand.column->part;
    }
    return path;
}

std::string amount_text(const Amount& amount)
{
    std::string text = format_amount(amount.minor, currency_digits(amount.currency).value_or(0));
    if (!amount.is_base) {
        return '"' + text + ' ' + amount.currency + '"';
    }
    if (text.find('.') != text.npos) {
        text.erase(text.find_last_not_of('0') + 1);
        text.erase(text.find_last_not_of('.') + 1);
    }
    return text;
}

std::string literal_text(const Literal& literal, Type type)
{
    if (const auto* text = std::get_if<std::string>(&literal)) {
        return quote(*text);
    }
    if (const auto* integer = std::get_if<std::int64_t>(&literal)) {
        return type == Type::boolean ? (*integer != 0 ? "true" : "false") : std::to_string(*integer);
    }
    if (const auto* real = std::get_if<double>(&literal)) {
        return fmt::format("{}", *real);
    }
    if (const auto* amount = std::get_if<Amount>(&literal)) {
        return amount_text(*amount);
    }
    if (const auto* moment = std::get_if<Moment>(&literal)) {
        const std::string text = format_moment(*moment);
        return moment->kind == Moment::Kind::instant ? quote(text) : text;
    }
    const auto& reference = std::get<Reference>(literal);
    return reference.is_me ? "me" : quote(format_id(reference.prefix, id_from(reference.id)));
}

std::string comparison(const Operand& operand, std::string_view op, const Literal& literal)
{
    const Type type = type_of(*operand.field, *operand.column);
    return fmt::format("{} {} {}", path_of(operand), op, literal_text(literal, type));
}

class Writer {
public:
    std::string operator()(const Group& group) const
    {
        if (group.kind == Group::Kind::negation) {
            return "NOT " + child(group.children.front());
        }
        std::string text;
        for (const Condition& condition : group.children) {
            if (!text.empty()) {
                text += group.kind == Group::Kind::all ? " AND " : " OR ";
            }
            text += child(condition);
        }
        return text;
    }
    std::string operator()(const Compare& compare) const
    {
        return comparison(compare.operand, operator_text(compare.op), compare.literal);
    }
    std::string operator()(const Match& match) const
    {
        return fmt::format("{} = \"{}{}{}\"", path_of(match.operand), match.form == Match::Form::prefix ? "" : "*",
                           escaped(match.text), match.form == Match::Form::suffix ? "" : "*");
    }
    std::string operator()(const Contains& contains) const
    {
        return path_of(contains.operand) + ":" + quote(contains.text);
    }
    std::string operator()(const Holds& holds) const
    {
        return path_of(holds.operand) + ":" + literal_text(holds.literal, Type::text);
    }
    std::string operator()(const Present& present) const { return path_of(present.operand) + ":*"; }
    std::string operator()(const Word& word) const { return quote(word.text); }
    std::string operator()(const Aggregate& aggregate) const
    {
        const Records& records = aggregate.records;
        std::string text = fmt::format("{}({}", function_name(aggregate.function), name_of(records));
        if (aggregate.field != nullptr) {
            text += '.' + aggregate.field->name;
        }
        if (records.window) {
            text += ", " + format_duration(*records.window);
        }
        if (!records.where.empty()) {
            text += ", " + quote(format(records.where.front()));
        }
        return fmt::format("{}) {} {}", text, operator_text(aggregate.op),
                           literal_text(aggregate.literal, Type::integer));
    }
    std::string operator()(const Within& within) const
    {
        return fmt::format("{} within {}", name_of(within.records), format_duration(*within.records.window));
    }

private:
    // Brackets also where OR within AND could do without: people read it the other way.
    static std::string child(const Condition& condition)
    {
        const auto* group = std::get_if<Group>(&condition.node);
        const bool is_bare = group == nullptr || group->kind == Group::Kind::negation;
        return is_bare ? format(condition) : '(' + format(condition) + ')';
    }
    static std::string_view name_of(const Records& records)
    {
        return records.object == nullptr ? std::string_view(records.kind) : std::string_view(records.object->name);
    }
};

}  // namespace

std::string format(const Condition& condition) { return std::visit(Writer{}, condition.node); }

}  // namespace juan::model::condition
