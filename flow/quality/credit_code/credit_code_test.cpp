// Credit codes: the example of GB 32100-2015 and codes that companies publish of themselves.
#include "flow/quality/credit_code/credit_code.hpp"

#include <gtest/gtest.h>

#include "flow/quality/cases.hpp"

namespace juan::quality {
namespace {

TEST(CreditCode, cases)
{
    for (const Case& one : read_cases("flow/quality/credit_code/credit_code_cases.csv")) {
        SCOPED_TRACE(one.at("input"));
        const auto code = standardise_credit_code(one.at("input"));
        EXPECT_EQ(code ? *code : "", one.at("code"));
        EXPECT_EQ(code ? "" : error_text(code.error().code).name, one.at("finding"));
    }
}

}  // namespace
}  // namespace juan::quality
