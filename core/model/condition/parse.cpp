// The grammar, by recursive descent. As in AIP-160, OR binds tighter than AND, and AND may be left out.
//
//   expression: factor { [AND] factor }      factor: term { OR term }      term: [NOT | -] simple
//   simple: ( expression ) | word | name operator value | name within duration | call operator value
//   value: word | ( expression of values )
#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "core/model/condition/resolve.hpp"

namespace juan::model::condition {
namespace {

// What the values within brackets are compared with: city = ("上海" OR "北京").
struct Subject {
    Token name;
    std::optional<Call> call;
    Operator op = Operator::equal;
};

class Parser {
public:
    Parser(Lexer& lexer, Resolver& resolver) : lexer_(lexer), resolver_(resolver) {}

    Condition whole()
    {
        if (lexer_.at_end()) {
            return {};
        }
        Condition condition = expression();
        if (!lexer_.at_end()) {
            lexer_.fail(lexer_.position(), "AND, OR");
        }
        return condition;
    }

private:
    Condition expression()
    {
        std::vector<Condition> factors;
        bool needs_more = true;
        while (needs_more || (!lexer_.at_end() && lexer_.peek() != ')')) {
            factors.push_back(factor());
            needs_more = lexer_.take_keyword("AND");
        }
        return join(Group::Kind::all, std::move(factors));
    }

    Condition factor()
    {
        std::vector<Condition> terms;
        do {
            terms.push_back(term());
        } while (lexer_.take_keyword("OR"));
        return join(Group::Kind::any, std::move(terms));
    }

    Condition term() { return takes_negation() ? negate(simple()) : simple(); }

    // Before a value a minus belongs to the number, unless a bracket or a quote follows.
    bool takes_negation()
    {
        if (lexer_.take_keyword("NOT")) {
            return true;
        }
        const char next = lexer_.peek() == '-' ? lexer_.peek_second() : '\0';
        const bool is_sign = subject_ != nullptr && next != '(' && next != '"' && next != '\'';
        return next != '\0' && !is_sign && lexer_.take('-');
    }

    Condition simple()
    {
        if (lexer_.peek() == '(') {
            return brackets();
        }
        if (subject_ != nullptr) {
            return restrict(*subject_, lexer_.value());
        }
        const std::size_t position = lexer_.position();
        if (lexer_.sees_keyword("AND") || lexer_.sees_keyword("OR") || lexer_.sees_keyword("NOT")) {
            lexer_.fail(position, "word, name = ..., (...)");
        }
        Subject subject{lexer_.name(), {}, {}};
        if (!subject.name.is_quoted && (subject.name.whole.empty() || subject.name.whole == "-")) {
            lexer_.fail(position, "word, name = ..., (...)");
        }
        if (lexer_.sees_bracket() && !subject.name.is_quoted) {
            subject.call = call(subject.name);
        }
        const auto op = lexer_.take_operator();
        if (op) {
            subject.op = *op;
            return argument(subject);
        }
        if (subject.call) {
            lexer_.fail(lexer_.position(), "= != < <= > >=");
        }
        const auto window = take_window(subject.name);
        return window ? resolver_.within(subject.name, *window) : resolver_.word(subject.name);
    }

    Condition brackets()
    {
        if (++depth_ > depth_max) {
            fail_too_large();
        }
        lexer_.take('(');
        Condition condition = expression();
        if (!lexer_.take(')')) {
            lexer_.fail(lexer_.position(), ")");
        }
        --depth_;
        return condition;
    }

    // x != (a OR b) is neither a nor b.
    Condition argument(Subject& subject)
    {
        if (lexer_.peek() != '(') {
            return restrict(subject, lexer_.value());
        }
        const bool is_negated = subject.op == Operator::not_equal;
        if (is_negated) {
            subject.op = Operator::equal;
        }
        const Subject* outer = std::exchange(subject_, &subject);
        Condition condition = brackets();
        subject_ = outer;
        return is_negated ? negate(std::move(condition)) : condition;
    }

    // A missing value is looked at, too: what belongs there depends on the type.
    Condition restrict(const Subject& subject, const Token& value)
    {
        Condition condition = subject.call ? resolver_.aggregate(*subject.call, subject.op, value)
                                           : resolver_.compare(subject.name, subject.op, value);
        required(value);
        return condition;
    }

    Token required(Token value)
    {
        if (value.whole.empty() && !value.is_quoted) {
            lexer_.fail(value.position, "\"...\"");
        }
        return value;
    }

    Call call(const Token& function)
    {
        lexer_.take('(');
        Call call{function, required(lexer_.name()), {}, {}};
        while (lexer_.take(',')) {
            Token argument = required(lexer_.value());
            auto& place = argument.is_quoted ? call.where : call.window;
            if (place || (call.where && !argument.is_quoted)) {
                lexer_.fail(argument.position, ")");
            }
            place = std::move(argument);
        }
        if (!lexer_.take(')')) {
            lexer_.fail(lexer_.position(), ", )");
        }
        return call;
    }

    // The "within 30d" after a name; without a duration these are words to search for.
    std::optional<Duration> take_window(const Token& name)
    {
        const std::size_t before = lexer_.position();
        if (name.is_quoted || name.has_wildcard() || !lexer_.take_keyword("within")) {
            return {};
        }
        const Token token = lexer_.name();
        auto window = token.is_quoted ? std::nullopt : parse_duration(token.whole);
        if (!window) {
            lexer_.go_back(before);
        }
        return window;
    }

    Lexer& lexer_;
    Resolver& resolver_;
    const Subject* subject_ = nullptr;
    int depth_ = 0;
};

int depth_of(const Condition& condition)
{
    const auto* group = std::get_if<Group>(&condition.node);
    int deepest = 0;
    if (group != nullptr) {
        for (const Condition& child : group->children) {
            deepest = std::max(deepest, depth_of(child) + 1);
        }
    }
    return deepest;
}

}  // namespace

Condition parse_part(std::string_view text, const Object& object, const Names& names, std::size_t offset,
                     int& term_count, bool is_inner)
{
    Lexer lexer(text, offset);
    Resolver resolver(object, names, lexer, term_count);
    if (is_inner) {
        resolver.set_inner();
    }
    Condition condition = Parser(lexer, resolver).whole();
    if (depth_of(condition) > depth_max) {
        fail_too_large();
    }
    return condition;
}

Condition parse(std::string_view text, const Object& object, const Names& names)
{
    if (text.size() > text_bytes_max) {
        fail_too_large();
    }
    int term_count = 0;
    Condition condition = parse_part(text, object, names, 0, term_count, false);
    if (format(condition).size() > text_bytes_max) {
        fail_too_large();
    }
    return condition;
}

}  // namespace juan::model::condition
