// Telephone numbers: a table of cases, and the short path held against libphonenumber.
#include "flow/quality/phone/phone.hpp"

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include "flow/quality/cases.hpp"

namespace juan::quality {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

TEST(Phone, cases)
{
    for (const Case& one : read_cases("flow/quality/phone/phone_cases.csv")) {
        SCOPED_TRACE(one.at("input"));
        const auto phone = standardise_phone(one.at("input"), one.at("region"));
        if (!phone) {
            EXPECT_EQ(error_text(phone.error().code).name, one.at("finding"));
            continue;
        }
        EXPECT_EQ("", one.at("finding"));
        EXPECT_EQ(phone->e164, one.at("e164"));
        EXPECT_EQ(kind_name(phone->kind), one.at("kind"));
        EXPECT_EQ(phone->extension, one.at("extension"));
    }
}

TEST(Phone, mainland_mobiles_agree_with_libphonenumber_over_all_prefixes)
{
    const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
    std::size_t mobiles = 0;
    for (int prefix = 1300000; prefix < 2000000; prefix += 37) {
        const std::string text = std::to_string(prefix) + std::to_string(1000 + prefix * 7 % 9000);
        PhoneNumber number;
        library.Parse(text, "CN", &number);
        const bool is_mobile =
            library.IsValidNumber(number) && library.GetNumberType(number) == PhoneNumberUtil::MOBILE;
        const auto phone = standardise_phone(text);
        ASSERT_EQ(phone.has_value() && phone->kind == PhoneKind::mobile, is_mobile) << text;
        mobiles += is_mobile ? 1 : 0;
        if (is_mobile) {
            std::string e164;
            library.Format(number, PhoneNumberUtil::E164, &e164);
            ASSERT_EQ(phone->e164, e164);
        }
    }
    EXPECT_GT(mobiles, 10000u);
}

TEST(Phone, mainland_landlines_agree_with_libphonenumber_over_all_area_codes)
{
    const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
    std::size_t landlines = 0;
    for (int area = 10; area < 1000; area = area == 29 ? 300 : area + 1) {
        for (int head = 2000; head < 10000; head += 263) {
            const std::string text =
                "0" + std::to_string(area) + std::to_string(head) + std::to_string(1000 + head * 7 % 9000);
            PhoneNumber number;
            library.Parse(text, "CN", &number);
            const auto phone = standardise_phone(text);
            ASSERT_EQ(phone.has_value(), library.IsValidNumber(number)) << text;
            if (phone) {
                std::string e164;
                library.Format(number, PhoneNumberUtil::E164, &e164);
                ASSERT_EQ(phone->e164, e164);
                ASSERT_EQ(phone->kind == PhoneKind::landline,
                          library.GetNumberType(number) == PhoneNumberUtil::FIXED_LINE)
                    << text;
                ++landlines;
            }
        }
    }
    EXPECT_GT(landlines, 1000u);
}

}  // namespace
}  // namespace juan::quality
