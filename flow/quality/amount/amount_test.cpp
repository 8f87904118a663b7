// Amounts, by a table of cases.
#include "flow/quality/amount/amount.hpp"

#include <gtest/gtest.h>

#include "flow/quality/cases.hpp"

namespace juan::quality {
namespace {

TEST(Amount, cases)
{
    for (const Case& one : read_cases("flow/quality/amount/amount_cases.csv")) {
        SCOPED_TRACE(one.at("input"));
        const auto amount = standardise_amount(one.at("input"));
        if (!amount) {
            EXPECT_EQ(error_text(amount.error().code).name, one.at("finding"));
            continue;
        }
        EXPECT_EQ("", one.at("finding"));
        EXPECT_EQ(amount->decimal, one.at("decimal"));
        EXPECT_EQ(amount->currency, one.at("currency"));
    }
}

TEST(Amount, money_is_in_minor_units_of_its_currency)
{
    EXPECT_EQ(*standardise_money("1.2万"), (Money{1'200'000, "CNY"}));
    EXPECT_EQ(*standardise_money("$12.5"), (Money{1250, "USD"}));
    EXPECT_EQ(*standardise_money("¥500", "JPY"), (Money{500, "JPY"}));
    EXPECT_EQ(*standardise_money("0.005"), (Money{1, "CNY"}));
    EXPECT_EQ(*standardise_money("-70"), (Money{-7000, "CNY"}));
    EXPECT_EQ(standardise_money("99999999999亿").error().code, ErrorCode::amount_too_large);
}

}  // namespace
}  // namespace juan::quality
