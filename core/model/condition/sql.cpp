// Comparisons of a record's own values, and of the records it links to.
#include <array>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/id.hpp"
#include "core/model/condition/sql_writer.hpp"

namespace juan::model::condition {
namespace {

bool can_be_listed(const Compare& compare)
{
    return compare.op == Operator::equal && !compare.operand.field->is_encrypted() &&
           !std::holds_alternative<Moment>(compare.literal) && !std::holds_alternative<Amount>(compare.literal);
}

// How many children from `first` on compare one column with equality, so that they can be one list.
std::size_t count_equalities(const std::vector<Condition>& children, std::size_t first)
{
    const auto* head = std::get_if<Compare>(&children[first].node);
    std::size_t count = 1;
    if (head == nullptr || !can_be_listed(*head)) {
        return count;
    }
    while (first + count < children.size()) {
        const auto* next = std::get_if<Compare>(&children[first + count].node);
        if (next == nullptr || !can_be_listed(*next) || !(next->operand == head->operand)) {
            break;
        }
        ++count;
    }
    return count;
}

}  // namespace

std::string quoted_name(std::string_view name)
{
    CHECK(!name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == name.npos);
    return '"' + std::string(name) + '"';
}

std::string quoted_column(std::string_view alias, std::string_view name)
{
    return std::string(alias) + '.' + quoted_name(name);
}

void SqlWriter::write(const Condition& condition)
{
    sql_.text += '(';
    std::visit(*this, condition.node);
    sql_.text += ')';
}

void SqlWriter::operator()(const Group& group)
{
    if (group.kind == Group::Kind::negation) {
        sql_.text += "not ";
        write(group.children.front());
        return;
    }
    const bool is_all = group.kind == Group::Kind::all;
    if (group.children.empty()) {
        sql_.text += is_all ? "true" : "false";
    }
    for (std::size_t i = 0; i < group.children.size();) {
        sql_.text += i == 0 ? "" : is_all ? " and " : " or ";
        const std::size_t same = is_all ? 1 : count_equalities(group.children, i);
        if (same > 1) {
            write_list(group.children, i, same);
        } else {
            write(group.children[i]);
        }
        i += same;
    }
}

void SqlWriter::operator()(const Compare& compare)
{
    const Type type = type_of(*compare.operand.field, *compare.operand.column);
    const Check check = check_of(compare.op, compare.literal, type, context_.setting);
    sql_.text += check.is_negated ? "not " : "";
    if (compare.operand.field->is_encrypted()) {
        write_sealed(compare, check);
        return;
    }
    test(compare.operand, [&](const std::string& alias, const std::string& expression) {
        sql_.text += " and ";
        write_check(expression, check);
        if (const auto* amount = std::get_if<Amount>(&compare.literal)) {
            write_currency(alias, *compare.operand.field, *amount);
        }
    });
}

void SqlWriter::operator()(const Match& match)
{
    test(match.operand, [&](const std::string&, const std::string& expression) {
        sql_.text += " and ";
        switch (match.form) {
            case Match::Form::infix: sql_.text += context_.dialect.contains(expression, sql_.bind(match.text)); break;
            case Match::Form::suffix: write_suffix(expression, match.text); break;
            case Match::Form::prefix: write_prefix(expression, match.text); break;
        }
    });
}

void SqlWriter::operator()(const Contains& contains)
{
    test(contains.operand, [&](const std::string&, const std::string& expression) {
        const std::string parameter = sql_.bind(lower_ascii(contains.text));
        sql_.text += " and " + context_.dialect.contains("lower(" + expression + ")", parameter);
    });
}

void SqlWriter::operator()(const Holds& holds)
{
    test(holds.operand, [&](const std::string&, const std::string& expression) {
        const auto* reference = std::get_if<Reference>(&holds.literal);
        std::string element = reference == nullptr ? std::get<std::string>(holds.literal)
                                                   : format_id(reference->prefix, id_of(*reference, context_.setting));
        sql_.text += " and " + context_.dialect.array_contains(expression, sql_.bind(std::move(element)));
    });
}

void SqlWriter::operator()(const Present& present)
{
    const Type type = type_of(*present.operand.field, *present.operand.column);
    test(present.operand, [&](const std::string&, const std::string& expression) {
        if (type == Type::choices || type == Type::links) {
            sql_.text += " and " + expression + " <> '[]'";
        }
    });
}

void SqlWriter::operator()(const Word& word)
{
    sql_.text += word.operands.empty() ? "false" : "";
    for (std::size_t i = 0; i < word.operands.size(); ++i) {
        sql_.text += i == 0 ? "" : " or ";
        (*this)(Contains{word.operands[i], word.text});
    }
}

void SqlWriter::test(const Operand& operand, const Body& body)
{
    if (operand.link == nullptr) {
        const std::string expression = quoted_column(alias_, operand.column->name);
        sql_.text += '(' + expression + " is not null";
        body(alias_, expression);
    } else {
        const std::string target = sql_.alias();
        const std::string expression = quoted_column(target, operand.column->name);
        sql_.text += "exists (select 1 from " + quoted_name(operand.object->name) + ' ' + target + " where " +
                     quoted_column(target, "id") + " = " + quoted_column(alias_, operand.link->columns.front().name);
        narrow(operand.object->name, target);
        sql_.text += " and " + expression + " is not null";
        body(target, expression);
    }
    sql_.text += ')';
}

void SqlWriter::narrow(std::string_view object, const std::string& alias)
{
    if (context_.narrowing) {
        sql_.text += " and (";
        context_.narrowing(object, alias, sql_);
        sql_.text += ')';
    }
}

// Equal values are found by what they have in the index column.
void SqlWriter::write_sealed(const Compare& compare, const Check& check)
{
    CHECK(check.form == Check::Form::equal && context_.indexes);
    Operand operand = compare.operand;
    operand.column = &*operand.field->index_column;
    const auto* text = std::get_if<std::string>(&check.value);
    const auto indexes = context_.indexes(*operand.object, *operand.field, text == nullptr ? "" : *text);
    test(operand, [&](const std::string&, const std::string& expression) {
        sql_.text += " and " + expression + " in (";
        for (std::size_t i = 0; i < indexes.size(); ++i) {
            sql_.text += (i == 0 ? "" : ", ") + sql_.bind(indexes[i]);
        }
        sql_.text += ')';
    });
}

void SqlWriter::write_check(const std::string& expression, const Check& check)
{
    static constexpr std::array<std::string_view, 6> operators = {" = ", " < ", " <= ", " > ", " >= ", " between "};
    sql_.text += expression;
    sql_.text += operators.at(static_cast<std::size_t>(check.form));
    sql_.text += sql_.bind(check.value);
    if (check.form == Check::Form::between) {
        sql_.text += " and " + sql_.bind(check.last);
    }
}

// An amount whose currency was not kept is in the base currency.
void SqlWriter::write_currency(const std::string& alias, const Field& field, const Amount& amount)
{
    const Column* column = field.column("currency");
    CHECK(column != nullptr);
    const std::string expression = quoted_column(alias, column->name);
    const std::string parameter = sql_.bind(amount.currency);
    sql_.text += " and coalesce(" + expression + ", " + (amount.is_base ? parameter : "''") + ") = " + parameter;
}

void SqlWriter::write_prefix(const std::string& expression, const std::string& text)
{
    sql_.text += expression + " >= " + sql_.bind(text);
    if (std::string after = after_prefix(text); !after.empty()) {
        sql_.text += " and " + expression + " < " + sql_.bind(std::move(after));
    }
}

void SqlWriter::write_suffix(const std::string& expression, const std::string& text)
{
    const std::string parameter = sql_.bind(text);
    sql_.text += "length(" + expression + ") >= length(" + parameter + ") and substr(" + expression + ", length(" +
                 expression + ") - length(" + parameter + ") + 1) = " + parameter;
}

void SqlWriter::write_list(const std::vector<Condition>& children, std::size_t first, std::size_t count)
{
    const Operand& operand = std::get<Compare>(children[first].node).operand;
    const Type type = type_of(*operand.field, *operand.column);
    test(operand, [&](const std::string&, const std::string& expression) {
        sql_.text += " and " + expression + " in (";
        for (std::size_t i = first; i < first + count; ++i) {
            const auto& compare = std::get<Compare>(children[i].node);
            sql_.text += i == first ? "" : ", ";
            sql_.text += sql_.bind(check_of(compare.op, compare.literal, type, context_.setting).value);
        }
        sql_.text += ')';
    });
}

std::string Sql::bind(store::Value value)
{
    parameters.push_back(std::move(value));
    return '$' + std::to_string(parameters.size());
}

std::string Sql::alias() { return 'x' + std::to_string(++alias_count); }

void to_sql(const Condition& condition, const SqlContext& context, Sql& sql)
{
    SqlWriter(context, sql, std::string(context.alias)).write(condition);
}

}  // namespace juan::model::condition
