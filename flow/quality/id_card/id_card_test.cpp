// Identity numbers: the two examples of GB 11643-1999.
#include "flow/quality/id_card/id_card.hpp"

#include <gtest/gtest.h>

namespace juan::quality {
namespace {

TEST(IdCard, the_examples_of_the_standard_are_valid)
{
    const auto one = standardise_id_card("11010519491231002x");
    ASSERT_TRUE(one.has_value());
    EXPECT_EQ(one->number, "11010519491231002X");
    EXPECT_EQ(one->region, "110105");
    EXPECT_EQ(format_date(one->birth_date), "1949-12-31");
    EXPECT_TRUE(one->is_female);
    const auto two = standardise_id_card("440524 18800101 0014");
    ASSERT_TRUE(two.has_value());
    EXPECT_FALSE(two->is_female);
}

TEST(IdCard, every_single_wrong_digit_is_found)
{
    const std::string right = "440524188001010014";
    for (std::size_t i = 0; i < right.size(); ++i) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            std::string number = right;
            number[i] = digit;
            EXPECT_EQ(standardise_id_card(number).has_value(), number == right) << number;
        }
    }
}

TEST(IdCard, findings_do_not_carry_the_number)
{
    const auto wrong = standardise_id_card("440524188001010015");
    ASSERT_FALSE(wrong.has_value());
    EXPECT_EQ(wrong.error().code, ErrorCode::id_card_check);
    EXPECT_EQ(wrong.error().parameters.at(0).second, "4405****15");
    EXPECT_EQ(standardise_id_card("440524188002300014").error().code, ErrorCode::id_card_invalid);
    EXPECT_FALSE(standardise_id_card("").has_value());
    EXPECT_FALSE(standardise_id_card("张三").has_value());
}

}  // namespace
}  // namespace juan::quality
