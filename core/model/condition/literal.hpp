// Literals of a condition, read as the type of what they are compared with.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/model/condition/lexer.hpp"
#include "core/model/condition/tree.hpp"

namespace juan::model::condition {

struct LiteralForm {
    Type type = Type::text;
    const Field* field = nullptr;    // whose choices there are; null for an aggregate
    const Object* target = nullptr;  // of link, links
    std::string_view currency;       // of amounts that name none
};

// Empty when the token is no such literal. A wildcard makes no literal.
std::optional<Literal> read_literal(const Token& token, const LiteralForm& form);
// What would have been one, as notation: "12.50 12.50 USD", "high, mid, low".
std::string expected_literal(const LiteralForm& form);

}  // namespace juan::model::condition
