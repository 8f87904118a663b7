// Takes the text of a condition apart, front to back. Blanks between tokens, also ideographic ones, mean nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/condition/tree.hpp"

namespace juan::model::condition {

// A name, a bare word or a quoted text. A wildcard is a * that is not written \*.
struct Token {
    std::string whole;  // escapes undone
    std::string text;   // whole without a wildcard at either end
    bool is_quoted = false;
    bool has_wildcard_first = false;
    bool has_wildcard_last = false;
    bool has_wildcard_inside = false;
    std::size_t position = 0;  // byte in the source

    bool has_wildcard() const { return has_wildcard_first || has_wildcard_last || has_wildcard_inside; }
    bool is_star() const { return text.empty() && has_wildcard_first; }
};

class Lexer {
public:
    // `source` outlives the lexer; `offset` is added to the positions in errors, in characters.
    // Throws Error condition_invalid when the source is not UTF-8 or has control characters other than blanks.
    explicit Lexer(std::string_view source, std::size_t offset = 0);

    bool at_end();
    // The next character, '\0' at the end.
    char peek();
    char peek_second() const;
    bool take(char expected);
    // A word in upper case, followed by a blank, a bracket, a quote or the end.
    bool take_keyword(std::string_view keyword);
    bool sees_keyword(std::string_view keyword);
    std::optional<Operator> take_operator();
    // Up to a blank, bracket, comma or operator; empty when there is none. Quoted: up to the closing quote.
    Token name();
    // As name(), and may hold colons: "2026-02-28T08:00:00Z".
    Token value();

    bool sees_bracket() const;  // right here, without a blank
    std::size_t position();     // of the next token
    void go_back(std::size_t position) { position_ = position; }
    std::size_t characters_before(std::size_t position) const;

    // Throws Error condition_invalid. `expected` is notation, not a sentence, so that it needs no translation.
    [[noreturn]] void fail(std::size_t position, std::string expected) const;

private:
    void skip_blanks();
    std::size_t blank_at(std::size_t position) const;  // bytes of the blank there, 0 when there is none
    std::string_view last_word() const;                // of the source, between blanks
    bool ends_word(std::size_t position, bool is_value) const;
    Token word(bool is_value);
    Token quoted();
    char escaped();

    std::string_view source_;
    std::size_t offset_;
    std::size_t position_ = 0;
};

}  // namespace juan::model::condition
