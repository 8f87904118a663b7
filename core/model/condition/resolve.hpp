// From tokens to nodes: finds the fields, checks rights and operators, reads literals.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/condition/condition.hpp"
#include "core/model/condition/lexer.hpp"
#include "core/model/condition/literal.hpp"

namespace juan::model::condition {

// count(order, 90d, 'status = "done"')
struct Call {
    Token function;
    Token subject;
    std::optional<Token> window;
    std::optional<Token> where;
};

class Resolver {
public:
    // `lexer` tells where a token stands. `term_count` is shared with the conditions within this one.
    Resolver(const Object& object, const Names& names, const Lexer& lexer, int& term_count)
        : object_(object), names_(names), lexer_(lexer), term_count_(term_count)
    {
    }
    // Of the records of an aggregate: these have no aggregates themselves.
    void set_inner() { is_inner_ = true; }

    Condition word(const Token& token);
    Condition compare(const Token& path, Operator op, const Token& value);
    Condition aggregate(const Call& call, Operator op, const Token& value);
    Condition within(const Token& subject, Duration window);

private:
    // Of an address itself: field without column.
    Operand find(const Token& path) const;
    const Field& find_field(const Object& object, std::string_view name) const;
    std::string nearest(const Object& object, std::string_view name) const;
    LiteralForm form_of(const Operand& operand, Type type) const;
    Literal literal(const Token& token, const LiteralForm& form) const;

    Condition compare_value(const Operand& operand, Operator op, const Token& value);
    Condition has(const Operand& operand, const Token& value);
    Condition has_in_parts(const Operand& operand, const Token& value);
    Condition match(const Operand& operand, const Token& value);
    void check_operator(Type type, Operator op, const Token& value) const;

    Records records(const Token& subject, std::string_view name, const std::optional<Token>& where);
    Condition compare_aggregate(Aggregate aggregate, Operator op, const Token& value);
    Condition none_or_any(const Aggregate& aggregate, Operator op, const Token& value);
    void set_field(const Call& call, std::string_view path, Aggregate& aggregate, LiteralForm& form) const;

    Condition term(Condition condition);

    const Object& object_;
    const Names& names_;
    const Lexer& lexer_;
    int& term_count_;
    bool is_inner_ = false;
};

// A condition within a quoted text, or the whole of it. `offset`: characters before it.
Condition parse_part(std::string_view text, const Object& object, const Names& names, std::size_t offset,
                     int& term_count, bool is_inner);

[[noreturn]] void fail_too_large();

}  // namespace juan::model::condition
