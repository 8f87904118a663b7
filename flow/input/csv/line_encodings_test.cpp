// Lines told apart; the bytes of GB 18030 are those that iconv writes.
#include "flow/input/csv/line_encodings.hpp"

#include <gtest/gtest.h>

#include <string>

namespace juan::input {
namespace {

const std::string utf8_line = "张三,13800001111,上海\n";
const std::string gb_line = "\xC0\xEE\xCB\xC4,13800002222,\xB1\xB1\xBE\xA9\n";  // 李四, 北京

TEST(LineEncodings, tells_the_lines_of_a_mixed_file_apart)
{
    const auto counts = count_line_encodings("name,phone,city\n" + utf8_line + gb_line + utf8_line);
    EXPECT_TRUE(counts.is_mixed());
    EXPECT_EQ(counts.utf8, 2U);
    EXPECT_EQ(counts.first_utf8, 2U);
    EXPECT_EQ(counts.gb, 1U);
    EXPECT_EQ(counts.first_gb, 3U);
}

TEST(LineEncodings, finds_nothing_odd_in_a_file_of_one_encoding)
{
    EXPECT_FALSE(count_line_encodings(utf8_line + utf8_line).is_mixed());
    EXPECT_FALSE(count_line_encodings(gb_line + gb_line).is_mixed());
    EXPECT_FALSE(count_line_encodings("").is_mixed());
}

TEST(LineEncodings, is_not_taken_in_by_pairs_that_both_can_read)
{
    // 陇陈 in GB 18030 is a sequence of two bytes in UTF-8, too.
    const auto counts = count_line_encodings("\xC2\xA4\xB3\xC2\n" + gb_line);
    EXPECT_EQ(counts.utf8, 0U);
}

TEST(LineEncodings, leaves_out_a_line_that_is_damaged)
{
    const auto counts = count_line_encodings(utf8_line + "\xE5\xBC\xA0\xE4\xB8,1\n");
    EXPECT_EQ(counts.utf8, 1U);
    EXPECT_EQ(counts.gb, 0U);
}

}  // namespace
}  // namespace juan::input
