// Marks of cells, against the signs that OWASP lists.
#include "core/base/cell.hpp"

#include <gtest/gtest.h>

#include <array>

namespace juan {
namespace {

TEST(Cell, no_marked_text_begins_with_a_sign_of_a_formula)
{
    for (const std::string_view sign : {"=", "+", "-", "@", "\t", "\r", "\n"}) {
        const std::string cell = marked_cell(std::string(sign) + "cmd|' /C calc'!A0");
        EXPECT_EQ(cell.front(), '\'');
    }
    EXPECT_EQ(marked_cell(std::string_view("\0=1", 3)).front(), '\'');
    EXPECT_EQ(marked_cell("+8613800138000"), "'+8613800138000");
}

TEST(Cell, leaves_other_text_alone)
{
    for (const std::string_view text :
         {"", "张三", "00123", "1e5", "a=b", "'s-Hertogenbosch", " =1", "'", "2026-02-28"}) {
        EXPECT_EQ(marked_cell(text), text);
        EXPECT_EQ(unmarked_cell(text), text);
    }
}

// All texts of up to five signs out of those that matter: no two of them may give the same cell.
TEST(Cell, every_text_comes_back_as_it_was)
{
    constexpr std::array<char, 6> signs = {'\'', '=', '-', 'a', '\t', ' '};
    for (int number = 0; number < 6 * 6 * 6 * 6 * 6; ++number) {
        std::string text;
        for (int rest = number; rest > 0; rest /= 6) text += signs.at(static_cast<std::size_t>(rest % 6));
        EXPECT_EQ(unmarked_cell(marked_cell(text)), text);
    }
}

}  // namespace
}  // namespace juan
