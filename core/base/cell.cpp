// Text that begins with apostrophes and then such a sign is marked, too: otherwise its own apostrophe would be lost.
#include "core/base/cell.hpp"

namespace juan {

bool needs_mark(std::string_view text)
{
    constexpr std::string_view signs("=+-@\t\r\n\0", 8);
    const auto first = text.find_first_not_of('\'');
    return first != text.npos && signs.find(text[first]) != signs.npos;
}

std::string marked_cell(std::string_view text)
{
    std::string cell = needs_mark(text) ? "'" : "";
    return cell.append(text);
}

std::string_view unmarked_cell(std::string_view cell)
{
    return cell.starts_with('\'') && needs_mark(cell) ? cell.substr(1) : cell;
}

}  // namespace juan
