// Fields and comparisons.
#include "core/model/condition/resolve.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace juan::model::condition {
namespace {

constexpr std::size_t name_bytes_max = 64;

// Edits (insert, erase, change, swap neighbours) that make one name of the other.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    std::vector<std::size_t> next(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        next[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                next[j] = std::min(next[j], before[j - 2] + 1);
            }
        }
        before.swap(row);
        row.swap(next);
    }
    return row[b.size()];
}

// What a stranger wrote, short enough for a sentence.
std::string shown(std::string_view text)
{
    return text.size() <= name_bytes_max ? std::string(text) : valid_utf8(text.substr(0, name_bytes_max)) + "...";
}

}  // namespace

void fail_too_large()
{
    throw Error(ErrorCode::condition_too_large, {{"bytes", std::to_string(text_bytes_max)},
                                                 {"depth", std::to_string(depth_max)},
                                                 {"terms", std::to_string(term_count_max)}});
}

Condition Resolver::term(Condition condition)
{
    if (++term_count_ > term_count_max) {
        fail_too_large();
    }
    return condition;
}

// Among the fields that may be used: an unknown name must not tell hidden ones.
std::string Resolver::nearest(const Object& object, std::string_view name) const
{
    const std::size_t allowed = name.size() > name_bytes_max ? 0 : std::max<std::size_t>(1, name.size() / 3);
    std::string best;
    std::size_t best_distance = allowed + 1;
    for (const Field& field : object.fields) {
        const std::size_t found = allowed == 0 ? best_distance : distance(name, field.name);
        if (found < best_distance && names_.may_use(object, field)) {
            best_distance = found;
            best = field.name;
        }
    }
    return best;
}

const Field& Resolver::find_field(const Object& object, std::string_view name) const
{
    const Field* field = object.find(name);
    if (field == nullptr) {
        const std::string near = nearest(object, name);
        throw Error(
            ErrorCode::field_unknown,
            {{"object", object.name}, {"field", shown(name)}, {"near", near.empty() ? "" : " (" + near + "?)"}});
    }
    if (!names_.may_use(object, *field)) {
        throw Error(ErrorCode::field_forbidden, {{"field", field->name}});
    }
    return *field;
}

Operand Resolver::find(const Token& path) const
{
    if (path.is_quoted || path.has_wildcard()) {
        lexer_.fail(path.position, "name");
    }
    Operand operand{nullptr, &object_, nullptr, nullptr};
    std::string_view rest = path.text;
    const auto take = [&rest] {
        const auto dot = rest.find('.');
        const std::string_view segment = rest.substr(0, dot);
        rest = dot == rest.npos ? std::string_view{} : rest.substr(dot + 1);
        return segment;
    };
    operand.field = &find_field(object_, take());
    if (operand.field->type == FieldType::link && path.text.size() > operand.field->name.size()) {
        operand.link = operand.field;
        operand.object = names_.find_object(operand.link->to);
        if (operand.object == nullptr) {
            throw Error(ErrorCode::field_forbidden, {{"field", shown(path.text)}});
        }
        operand.field = &find_field(*operand.object, take());
    }
    operand.column = operand.field->column(rest);
    const bool is_whole = rest.empty() && !path.text.ends_with('.') && !operand.field->columns.empty();
    if ((operand.column == nullptr && !is_whole) || (rest.empty() && path.text.ends_with('.'))) {
        throw Error(ErrorCode::field_unknown, {{"object", operand.object->name}, {"field", shown(path.text)}});
    }
    return operand;
}

LiteralForm Resolver::form_of(const Operand& operand, Type type) const
{
    LiteralForm form{type, operand.field, nullptr, names_.currency()};
    if (type == Type::link || type == Type::links) {
        form.target = operand.field->name == "id" ? operand.object : names_.find_object(operand.field->to);
    }
    return form;
}

Literal Resolver::literal(const Token& token, const LiteralForm& form) const
{
    auto literal = read_literal(token, form);
    if (!literal) {
        lexer_.fail(token.position, expected_literal(form));
    }
    return *std::move(literal);
}

Condition Resolver::word(const Token& token)
{
    if (token.text.empty()) {
        lexer_.fail(token.position, "word, name = ..., (...)");
    }
    Word word{token.text, {}};
    for (const Field& field : object_.fields) {
        if (!field.search || !names_.may_use(object_, field)) {
            continue;
        }
        for (const Column& column : field.columns) {
            if (type_of(field, column) == Type::text) {
                word.operands.push_back({nullptr, &object_, &field, &column});
            }
        }
    }
    return term({std::move(word)});
}

Condition Resolver::compare(const Token& path, Operator op, const Token& value)
{
    const Operand operand = find(path);
    if (operand.column == nullptr) {
        const bool is_null = !value.is_quoted && value.text == "null";
        if (op != Operator::has && !(is_null && (op == Operator::equal || op == Operator::not_equal))) {
            lexer_.fail(path.position, operand.field->name + "." + operand.field->columns.front().part);
        }
        Condition found = has_in_parts(operand, value);
        return op == Operator::equal ? negate(std::move(found)) : found;
    }
    return compare_value(operand, op, value);
}

// In any of the parts that are text; missing when all of them are.
Condition Resolver::has_in_parts(const Operand& operand, const Token& value)
{
    const bool is_presence = value.is_star() || (!value.is_quoted && value.text == "null");
    std::vector<Condition> parts;
    for (const Column& column : operand.field->columns) {
        Operand part = operand;
        part.column = &column;
        if (is_presence) {
            parts.push_back(term({Present{part}}));
        } else if (column.kind == Kind::text) {
            parts.push_back(has(part, value));
        }
    }
    return join(Group::Kind::any, std::move(parts));
}

Condition Resolver::compare_value(const Operand& operand, Operator op, const Token& value)
{
    const Type type = type_of(*operand.field, *operand.column);
    const bool is_equality = op == Operator::equal || op == Operator::not_equal;
    if (is_equality && !value.is_quoted && value.text == "null") {
        Condition present = term({Present{operand}});
        return op == Operator::equal ? negate(std::move(present)) : present;
    }
    if (operand.field->is_encrypted()) {
        const bool is_presence = op == Operator::has && value.is_star();
        if (!is_presence && (!is_equality || value.has_wildcard())) {
            throw Error(ErrorCode::field_encrypted, {{"field", operand.field->name}});
        }
    }
    if (op == Operator::has) {
        return has(operand, value);
    }
    check_operator(type, op, value);
    if (type == Type::text && value.has_wildcard()) {
        if (!is_equality) {
            lexer_.fail(value.position, "\"...\"");
        }
        Condition matched = match(operand, value);
        return op == Operator::equal ? matched : negate(std::move(matched));
    }
    return term({Compare{operand, op, literal(value, form_of(operand, type))}});
}

void Resolver::check_operator(Type type, Operator op, const Token& value) const
{
    const bool is_set = type == Type::choices || type == Type::links;
    const bool is_plain = type == Type::choice || type == Type::boolean || type == Type::link;
    if (is_set || (is_plain && op != Operator::equal && op != Operator::not_equal)) {
        lexer_.fail(value.position, is_set ? ":" : "= != :");
    }
}

Condition Resolver::has(const Operand& operand, const Token& value)
{
    const Type type = type_of(*operand.field, *operand.column);
    if (value.is_star() || (type == Type::text && value.text.empty())) {
        return term({Present{operand}});
    }
    if (type == Type::choices || type == Type::links) {
        return term({Holds{operand, literal(value, form_of(operand, type))}});
    }
    if (type == Type::text) {
        if (value.has_wildcard_inside) {
            lexer_.fail(value.position, "\"...\"");
        }
        return term({Contains{operand, value.text}});
    }
    return term({Compare{operand, Operator::equal, literal(value, form_of(operand, type))}});
}

Condition Resolver::match(const Operand& operand, const Token& value)
{
    if (value.has_wildcard_inside) {
        lexer_.fail(value.position, "\"...*\" \"*...\" \"*...*\"");
    }
    if (value.text.empty()) {
        return term({Present{operand}});
    }
    const Match::Form form = !value.has_wildcard_first ? Match::Form::prefix
                             : value.has_wildcard_last ? Match::Form::infix
                                                       : Match::Form::suffix;
    return term({Match{operand, form, value.text}});
}

}  // namespace juan::model::condition
