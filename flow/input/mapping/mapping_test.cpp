// Proposals for the headers that real exports carry.
#include "flow/input/mapping/mapping.hpp"

#include <gtest/gtest.h>

#include "flow/input/mapping/header_words.hpp"

namespace juan::input {
namespace {

using model::FieldType;

const std::vector<MappingTarget>& customer()
{
    static const std::vector<MappingTarget> targets{
        {"name", {"客户名称", "Name", "name", "姓名", "公司名称", "company"}, FieldType::text, {}},
        {"kind", {"类型", "Kind", "kind"}, FieldType::choice, {"person", "organisation", "个人", "企业"}},
        {"phone", {"电话", "Phone", "phone", "手机号"}, FieldType::phone, {}},
        {"email", {"邮箱", "E-mail", "email"}, FieldType::email, {}},
        {"website", {"网站", "Website", "website"}, FieldType::url, {}},
        {"industry", {"行业", "Industry", "industry"}, FieldType::text, {}},
        {"address", {"地址", "Address", "address"}, FieldType::address, {}},
        {"address.city", {"城市", "City", "address_city"}, FieldType::text, {}},
        {"birth_date", {"生日", "Birth date", "birth_date", "出生日期"}, FieldType::date, {}},
        {"remark", {"备注", "Remark", "remark", "note"}, FieldType::long_text, {}},
    };
    return targets;
}

std::string proposed(const std::string& header, std::vector<std::string> samples = {})
{
    const auto out = propose({{header, std::move(samples)}}, customer());
    return out[0] ? out[0]->path : "";
}

TEST(Mapping, headers_are_known_however_they_are_written)
{
    EXPECT_EQ(proposed("客户名称"), "name");
    EXPECT_EQ(proposed("客戶名稱"), "name");
    EXPECT_EQ(proposed("*客户名称（必填）"), "name");
    EXPECT_EQ(proposed("联系电话"), "phone");
    EXPECT_EQ(proposed("客户手机号码"), "phone");
    EXPECT_EQ(proposed("Mobile Phone"), "phone");
    EXPECT_EQ(proposed("E_MAIL"), "email");
    EXPECT_EQ(proposed("emailAddress"), "email");
    EXPECT_EQ(proposed("电子邮箱"), "email");
    EXPECT_EQ(proposed("BirthDate"), "birth_date");
    EXPECT_EQ(proposed("所在城市"), "address.city");
    EXPECT_EQ(proposed("Web Site"), "website");
    EXPECT_EQ(proposed("所属行业"), "industry");
    EXPECT_EQ(proposed("xyz"), "");
}

TEST(Mapping, cells_speak_where_the_header_does_not)
{
    EXPECT_EQ(proposed("column 1", {"a@example.com", "b@example.org"}), "email");
    EXPECT_EQ(proposed("A", {"13812345678", "", "021-62345678"}), "phone");
    EXPECT_EQ(proposed("B", {"上海市徐汇区漕溪路 1 号", "广东省深圳市南山区"}), "address");
    EXPECT_EQ(proposed("C", {"1990-01-02", "1985/12/31"}), "birth_date");
    EXPECT_EQ(proposed("D", {"个人", "企业", "企业"}), "kind");
    EXPECT_EQ(proposed("E", {"1", "2", "3"}), "");
}

TEST(Mapping, cells_can_contradict_a_header)
{
    EXPECT_EQ(proposed("邮箱", {"13812345678", "13912345678", "13712345678"}), "phone");
}

TEST(Mapping, no_target_is_proposed_twice)
{
    const auto out = propose({{"手机", {}}, {"电话", {}}, {"Phone 2", {}}}, customer());
    EXPECT_FALSE(out[0].has_value());
    ASSERT_TRUE(out[1].has_value());
    EXPECT_EQ(out[1]->path, "phone");
    EXPECT_EQ(out[1]->confidence, 1);
    EXPECT_EQ(out[1]->reason, Proposal::Reason::header);
    EXPECT_FALSE(out[2].has_value());
}

TEST(Mapping, a_table_scores_higher_for_the_object_it_holds)
{
    const std::vector<MappingTarget> order{
        {"number", {"订单号", "Order number", "number"}, FieldType::text, {}},
        {"ordered_at", {"下单时间", "Ordered at", "ordered_at"}, FieldType::instant, {}},
        {"total", {"订单金额", "Total", "total"}, FieldType::money, {}},
    };
    const std::vector<MappingColumn> columns{{"订单号", {"A1", "A2"}},
                                             {"下单时间", {"2026-01-02 10:00", "2026-01-03 11:00"}},
                                             {"订单金额", {"12.50", "¥1,234.00"}}};
    EXPECT_GT(score_targets(columns, order), 0.9);
    EXPECT_LT(score_targets(columns, customer()), 0.1);
}

TEST(Mapping, header_keys_leave_out_what_does_not_name)
{
    EXPECT_EQ(header_key("First_Name"), "first name");
    EXPECT_EQ(header_key("firstName"), "first name");
    EXPECT_EQ(header_key("手机号（必填）"), "手机号");
    EXPECT_EQ(header_key("(x)"), "(x)");
}

}  // namespace
}  // namespace juan::input
