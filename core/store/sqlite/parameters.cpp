// Walks over SQL text token by token, as far as quotes and comments go.
#include "core/store/sqlite/parameters.hpp"

#include <algorithm>
#include <cstddef>

namespace juan::store {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; }

// Length of the text up to and with `end`, or all of it.
std::size_t length_to(std::string_view text, std::string_view end, std::size_t from)
{
    const auto place = text.find(end, from);
    return place == text.npos ? text.size() : place + end.size();
}

// Length of the quoted text, comment or name at the front: what is taken over as it stands. At least 1.
// A doubled quote inside a quoted text reads as two quoted texts, which comes to the same.
std::size_t length_of_plain(std::string_view text)
{
    switch (text.front()) {
        case '\'': return length_to(text, "'", 1);
        case '"': return length_to(text, "\"", 1);
        case '`': return length_to(text, "`", 1);
        case '[': return length_to(text, "]", 1);
        default: break;
    }
    if (text.starts_with("--")) {
        return length_to(text, "\n", 2);
    }
    if (text.starts_with("/*")) {
        return length_to(text, "*/", 2);
    }
    const auto end = std::find_if_not(text.begin(), text.end(), is_name);
    return std::max<std::size_t>(1, static_cast<std::size_t>(end - text.begin()));
}

}  // namespace

std::string number_parameters(std::string_view sql)
{
    std::string numbered;
    numbered.reserve(sql.size());
    while (!sql.empty()) {
        if (sql.size() > 1 && sql[0] == '$' && is_digit(sql[1])) {
            numbered += '?';
            sql.remove_prefix(1);
            continue;
        }
        const auto length = length_of_plain(sql);
        numbered += sql.substr(0, length);
        sql.remove_prefix(length);
    }
    return numbered;
}

}  // namespace juan::store
