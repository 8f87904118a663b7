// Names of people and organisations, by tables of cases.
#include "flow/quality/name/name.hpp"

#include <gtest/gtest.h>

#include "flow/quality/cases.hpp"

namespace juan::quality {
namespace {

TEST(Name, cases_of_people)
{
    for (const Case& one : read_cases("flow/quality/name/name_cases.csv")) {
        SCOPED_TRACE(one.at("input"));
        EXPECT_FALSE(is_organisation_name(one.at("input")));
        const auto name = standardise_person_name(one.at("input"));
        if (!name) {
            EXPECT_EQ(error_text(name.error().code).name, one.at("finding"));
            continue;
        }
        EXPECT_EQ("", one.at("finding"));
        EXPECT_EQ(name->text, one.at("text"));
        EXPECT_EQ(name->surname, one.at("surname"));
        EXPECT_EQ(name->given, one.at("given"));
        EXPECT_EQ(name->title, one.at("title"));
        EXPECT_EQ(*standardise_name(one.at("input")), one.at("text"));
    }
}

TEST(Name, cases_of_organisations)
{
    for (const Case& one : read_cases("flow/quality/name/organisation_cases.csv")) {
        SCOPED_TRACE(one.at("input"));
        EXPECT_TRUE(is_organisation_name(one.at("input")));
        EXPECT_EQ(*standardise_name(one.at("input")), one.at("name"));
        EXPECT_EQ(organisation_core(one.at("input")), one.at("core"));
    }
}

}  // namespace
}  // namespace juan::quality
