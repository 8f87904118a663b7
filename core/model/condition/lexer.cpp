// Tokens of a condition.
#include "core/model/condition/lexer.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/text.hpp"

namespace juan::model::condition {
namespace {

constexpr std::string_view ideographic_blank = "\u3000";
constexpr std::size_t found_bytes_max = 40;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// Takes wildcards at the ends off. `wildcards` are their places in `whole`.
void set_text(Token& token, const std::vector<std::size_t>& wildcards)
{
    std::size_t from = 0;
    std::size_t to = token.whole.size();
    for (const std::size_t place : wildcards) {
        const bool is_first = place == 0;
        const bool is_last = place + 1 == token.whole.size();
        token.has_wildcard_first = token.has_wildcard_first || is_first;
        token.has_wildcard_last = token.has_wildcard_last || is_last;
        token.has_wildcard_inside = token.has_wildcard_inside || (!is_first && !is_last);
    }
    from += token.has_wildcard_first ? 1 : 0;
    to -= token.has_wildcard_last && to > from ? 1 : 0;
    token.text = token.whole.substr(from, to - from);
}

}  // namespace

Lexer::Lexer(std::string_view source, std::size_t offset) : source_(source), offset_(offset)
{
    const std::string valid = valid_utf8(source);
    if (valid != source) {
        const auto wrong = std::mismatch(valid.begin(), valid.end(), source.begin(), source.end()).second;
        fail(static_cast<std::size_t>(wrong - source.begin()), "UTF-8");
    }
    const auto control = std::find_if(source.begin(), source.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
    });
    if (control != source.end()) {
        fail(static_cast<std::size_t>(control - source.begin()), "a b c");
    }
}

std::size_t Lexer::blank_at(std::size_t position) const
{
    if (position >= source_.size()) {
        return 0;
    }
    const char c = source_[position];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        return 1;
    }
    return source_.substr(position).starts_with(ideographic_blank) ? ideographic_blank.size() : 0;
}

void Lexer::skip_blanks()
{
    while (const std::size_t size = blank_at(position_)) {
        position_ += size;
    }
}

bool Lexer::at_end()
{
    skip_blanks();
    return position_ == source_.size();
}

char Lexer::peek() { return at_end() ? '\0' : source_[position_]; }

char Lexer::peek_second() const
{
    const bool is_blank = blank_at(position_ + 1) != 0 || position_ + 1 >= source_.size();
    return is_blank ? '\0' : source_[position_ + 1];
}

bool Lexer::take(char expected)
{
    if (peek() != expected) {
        return false;
    }
    ++position_;
    return true;
}

bool Lexer::sees_bracket() const { return position_ < source_.size() && source_[position_] == '('; }

std::size_t Lexer::position()
{
    skip_blanks();
    return position_;
}

bool Lexer::sees_keyword(std::string_view keyword)
{
    skip_blanks();
    if (!source_.substr(position_).starts_with(keyword)) {
        return false;
    }
    const std::size_t after = position_ + keyword.size();
    return after == source_.size() || blank_at(after) != 0 ||
           std::string_view("()\"'").find(source_[after]) != std::string_view::npos;
}

bool Lexer::take_keyword(std::string_view keyword)
{
    if (!sees_keyword(keyword)) {
        return false;
    }
    position_ += keyword.size();
    return true;
}

std::optional<Operator> Lexer::take_operator()
{
    static constexpr std::array<std::pair<std::string_view, Operator>, 7> operators = {
        {{"<=", Operator::less_or_equal},
         {">=", Operator::greater_or_equal},
         {"!=", Operator::not_equal},
         {"<", Operator::less},
         {">", Operator::greater},
         {"=", Operator::equal},
         {":", Operator::has}}};
    skip_blanks();
    for (const auto& [text, op] : operators) {
        if (source_.substr(position_).starts_with(text)) {
            position_ += text.size();
            return op;
        }
    }
    return {};
}

Token Lexer::name() { return word(false); }

Token Lexer::value() { return word(true); }

bool Lexer::ends_word(std::size_t position, bool is_value) const
{
    const char c = source_[position];
    if (std::string_view("(),=<>").find(c) != std::string_view::npos || blank_at(position) != 0) {
        return true;
    }
    return (c == ':' && !is_value) || source_.substr(position).starts_with("!=");
}

Token Lexer::word(bool is_value)
{
    skip_blanks();
    if (position_ < source_.size() && (source_[position_] == '"' || source_[position_] == '\'')) {
        return quoted();
    }
    Token token;
    token.position = position_;
    std::vector<std::size_t> wildcards;
    while (position_ < source_.size() && !ends_word(position_, is_value)) {
        if (source_[position_] == '*') {
            wildcards.push_back(token.whole.size());
        }
        token.whole += source_[position_++];
    }
    set_text(token, wildcards);
    return token;
}

Token Lexer::quoted()
{
    Token token;
    token.position = position_;
    token.is_quoted = true;
    std::vector<std::size_t> wildcards;
    const char quote = source_[position_++];
    while (position_ < source_.size() && source_[position_] != quote) {
        if (source_[position_] == '\\') {
            token.whole += escaped();
            continue;
        }
        if (source_[position_] == '*') {
            wildcards.push_back(token.whole.size());
        }
        token.whole += source_[position_++];
    }
    if (position_ == source_.size()) {
        fail(token.position, std::string(1, quote) + "..." + quote);
    }
    ++position_;
    set_text(token, wildcards);
    return token;
}

char Lexer::escaped()
{
    static constexpr std::array<std::pair<char, char>, 7> escapes = {
        {{'\\', '\\'}, {'"', '"'}, {'\'', '\''}, {'*', '*'}, {'n', '\n'}, {'t', '\t'}, {'r', '\r'}}};
    const char next = position_ + 1 < source_.size() ? source_[position_ + 1] : '\0';
    for (const auto& [written, meant] : escapes) {
        if (written == next) {
            position_ += 2;
            return meant;
        }
    }
    fail(position_, R"(\\ \" \' \* \n \t \r)");
}

std::size_t Lexer::characters_before(std::size_t position) const
{
    const std::string_view before = source_.substr(0, position);
    const auto continued = std::count_if(before.begin(), before.end(), is_continuation);
    return offset_ + before.size() - static_cast<std::size_t>(continued);
}

std::string_view Lexer::last_word() const
{
    constexpr std::string_view blanks = " \t\n\r";
    const std::string_view text = source_.substr(0, source_.find_last_not_of(blanks) + 1);
    return text.substr(text.find_last_of(blanks) + 1);
}

void Lexer::fail(std::size_t position, std::string expected) const
{
    std::size_t end = std::min(position + found_bytes_max, source_.size());
    // Of a text that ends too early: what stands there last, and how it goes on.
    const std::string_view last = last_word();
    if (position == source_.size() && !last.empty() && last.size() <= found_bytes_max) {
        position = static_cast<std::size_t>(last.data() - source_.data());
        end = position + last.size();
        expected.insert(0, std::string(last) + " ");
    }
    while (end < source_.size() && end > position && is_continuation(source_[end])) {
        --end;
    }
    throw Error(ErrorCode::condition_invalid, {{"position", std::to_string(characters_before(position) + 1)},
                                               {"found", valid_utf8(source_.substr(position, end - position))},
                                               {"expected", std::move(expected)}});
}

}  // namespace juan::model::condition
