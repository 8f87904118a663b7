// Tests of parameters.cpp.
#include "core/store/sqlite/parameters.hpp"

#include <gtest/gtest.h>

namespace juan::store {
namespace {

TEST(Parameters, BecomeNumbered)
{
    EXPECT_EQ(number_parameters("select $2 || $1 from t where a=$10"), "select ?2 || ?1 from t where a=?10");
}

TEST(Parameters, StayAsTheyAreInQuotesAndComments)
{
    for (const char* sql : {"select '$1'", "select 'it''s $1'", "select \"$1\"", "select `$1`", "select [$1]",
                            "select 1 -- $1", "select /* $1 */ 1", "select a$1", "select '$1", "select /* $1"}) {
        EXPECT_EQ(number_parameters(sql), sql);
    }
}

TEST(Parameters, AreSeenAfterQuotesAndComments)
{
    EXPECT_EQ(number_parameters("select '$1',$1 /*$2*/,$2 -- $3\n,$3"), "select '$1',?1 /*$2*/,?2 -- $3\n,?3");
    EXPECT_EQ(number_parameters(""), "");
    EXPECT_EQ(number_parameters("$"), "$");
}

}  // namespace
}  // namespace juan::store
