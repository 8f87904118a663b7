// Addresses: the examples of RFC 3696, section 3 (with its erratum), RFC 6531 forms, and what stands in real lists.
#include "flow/quality/email/email.hpp"

#include <gtest/gtest.h>

#include "flow/quality/cases.hpp"

namespace juan::quality {
namespace {

TEST(Email, cases)
{
    for (const Case& one : read_cases("flow/quality/email/email_cases.csv")) {
        SCOPED_TRACE(one.at("input"));
        const auto email = standardise_email(one.at("input"));
        if (!email) {
            EXPECT_EQ(error_text(email.error().code).name, one.at("finding"));
            continue;
        }
        EXPECT_EQ("", one.at("finding"));
        EXPECT_EQ(email->address, one.at("address"));
        EXPECT_EQ(email->is_role, one.at("role") == "yes");
        EXPECT_EQ(email->advice ? email->advice->parameters.at(1).second : "", one.at("proposal"));
    }
}

TEST(Email, the_key_is_in_lower_case)
{
    EXPECT_EQ(standardise_email("Zhang.San@Example.COM")->key, "zhang.san@example.com");
}

}  // namespace
}  // namespace juan::quality
