// Targets that are decoded, and targets that are refused.
#include "core/http/target.hpp"

#include <gtest/gtest.h>

namespace juan::http {
namespace {

TEST(Target, path_and_arguments_are_decoded_once)
{
    const auto target = read_target("/api/%E5%AE%A2%E6%88%B7/a%2520b?q=%E5%BC%A0+%26%3D&q=2&empty=&bare&=x&&c=%2B");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/api/客户/a%20b");
    const Fields expected{{"q", "张 &="}, {"q", "2"}, {"empty", ""}, {"bare", ""}, {"", "x"}, {"c", "+"}};
    EXPECT_EQ(target->query, expected);
}

TEST(Target, a_plus_in_the_path_stays_a_plus)
{
    EXPECT_EQ(read_target("/a+b?")->path, "/a+b");
    EXPECT_TRUE(read_target("/?")->query.empty());
}

TEST(Target, dots_within_names_are_allowed)
{
    EXPECT_TRUE(read_target("/assets/index-3f2a.js"));
    EXPECT_TRUE(read_target("/..a/b.../.well-known"));
    EXPECT_FALSE(read_target("/a/.."));
    EXPECT_FALSE(read_target("/./a"));
    EXPECT_FALSE(read_target("/a/../"));
}

TEST(Target, all_utf8_passes_and_nothing_else)
{
    EXPECT_TRUE(read_target("/%F0%9F%98%80%DF%BF%EF%BF%BF%F4%8F%BF%BF"));
    for (const std::string wrong :
         {"%80", "%C3", "%E2%82", "%F4%90%80%80", "%F8%80%80%80", "%ED%BF%BF", "%E0%9F%BF", "%F0%8F%BF%BF"}) {
        EXPECT_FALSE(read_target("/" + wrong)) << wrong;
        EXPECT_FALSE(read_target("/?q=" + wrong)) << wrong;
    }
}

}  // namespace
}  // namespace juan::http
