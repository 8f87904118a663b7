// Which passwords pass, under both profiles.
#include "core/account/password.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/account/common_passwords.hpp"

namespace juan::account {
namespace {

ErrorCode judged(PasswordProfile profile, std::string_view password)
{
    const auto finding = judge_password(profile, password, "李娜", "li.na@example.com");
    return finding ? finding->code : ErrorCode::internal;
}
constexpr ErrorCode fine = ErrorCode::internal;

TEST(Password, needs_eight_characters_of_any_script)
{
    EXPECT_EQ(judged(PasswordProfile::normal, "qz7kv2x"), ErrorCode::password_short);
    EXPECT_EQ(judged(PasswordProfile::normal, "qz7kv2xw"), fine);
    EXPECT_EQ(judged(PasswordProfile::normal, "春江潮水连海"), ErrorCode::password_short);
    EXPECT_EQ(judged(PasswordProfile::normal, "春江潮水连海平月"), fine);
    EXPECT_EQ(judged(PasswordProfile::normal, "🐎🐎❄️🦅🦉🍵🍵🍵🍵"), fine);
}

TEST(Password, may_be_long_but_not_without_bound)
{
    EXPECT_EQ(judged(PasswordProfile::normal, std::string(64, 'x') + "y"), fine);
    EXPECT_EQ(judged(PasswordProfile::normal, std::string(password_bytes_max, 'x')), fine);
    EXPECT_EQ(judged(PasswordProfile::normal, std::string(password_bytes_max + 1, 'x')), ErrorCode::password_long);
}

// The ten of eight characters or more that stand highest in the published lists of SplashData and NordPass.
TEST(Password, is_not_one_of_the_most_common_in_any_case)
{
    for (const char* common : {"password", "12345678", "123456789", "iloveyou", "sunshine", "princess", "football",
                               "1q2w3e4r", "trustno1", "Password1", "QWERTYUIOP"}) {
        EXPECT_EQ(judged(PasswordProfile::normal, common), ErrorCode::password_common) << common;
    }
}

// High in the leaked lists of Chinese sites (CSDN, Tianya), which the list of English ones leaves out.
TEST(Password, is_not_common_in_china_nor_typed_without_thinking)
{
    for (const char* common : {"88888888", "00000000", "66666666", "12341234", "123123123", "87654321", "abcdefgh",
                               "5201314520", "woaini1314", "Woaini520", "dearbook", "wojiushiwo"}) {
        EXPECT_EQ(judged(PasswordProfile::normal, common), ErrorCode::password_common) << common;
    }
}

TEST(Password, list_holds_three_thousand_and_more)
{
    const std::string_view list = common_passwords();
    EXPECT_GT(std::count(list.begin(), list.end(), '\n'), 3001);
}

TEST(Password, is_not_the_person_themselves)
{
    EXPECT_EQ(judged(PasswordProfile::normal, "Li.Na@example.com"), ErrorCode::password_personal);
    EXPECT_TRUE(judge_password(PasswordProfile::normal, "wangxiaoming", "王", "wangxiaoming@example.com"));
}

TEST(Password, has_no_rules_of_composition_by_default)
{
    EXPECT_EQ(judged(PasswordProfile::normal, "zonder hoofdletters"), fine);
}

TEST(Password, of_dengbao_has_three_classes_of_four)
{
    EXPECT_EQ(judged(PasswordProfile::dengbao3, "zonderhoofdletters"), ErrorCode::password_simple);
    EXPECT_EQ(judged(PasswordProfile::dengbao3, "Zonderhoofdletters"), ErrorCode::password_simple);
    EXPECT_EQ(judged(PasswordProfile::dengbao3, "Zonderhoofdletters7"), fine);
    EXPECT_EQ(judged(PasswordProfile::dengbao3, "zonder-hoofdletters7"), fine);
}

}  // namespace
}  // namespace juan::account
