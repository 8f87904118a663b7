// What people read instead of the names that programs use.
#include "core/model/label.hpp"

#include <gtest/gtest.h>

#include "core/model/test_model.hpp"

namespace juan::model {
namespace {

std::string said(Finding finding, Language language)
{
    static const Catalogue catalogue(TestModel::declarations());
    add_labels(finding, catalogue, catalogue.find("customer"));
    add_labels(finding, catalogue, catalogue.find("customer"));  // A second time changes nothing.
    return sentence(finding, language);
}

TEST(Label, names_fields_and_types_in_both_languages)
{
    const Finding finding{ErrorCode::value_type, {{"field", "employees"}, {"value", "很多"}, {"type", "integer"}}};
    EXPECT_EQ(said(finding, Language::zh), "「员工人数」的值「很多」不是整数。");
    EXPECT_EQ(said(finding, Language::en), "Employees: \"很多\" is not a whole number.");
}

TEST(Label, names_the_field_of_a_path)
{
    EXPECT_EQ(said({ErrorCode::field_forbidden, {{"field", "address.city"}}}, Language::zh),
              "您的角色不能使用字段「地址」。");
}

TEST(Label, names_objects_and_verbs)
{
    const Finding finding{ErrorCode::forbidden, {{"object", "order"}, {"verb", "delete"}}};
    EXPECT_EQ(said(finding, Language::zh), "您的角色不能对「订单」执行「删除」。");
    EXPECT_EQ(said(finding, Language::en), "Your role may not delete Order.");
}

TEST(Label, shows_choices_by_label_and_by_value)
{
    const Finding finding{ErrorCode::choice_unknown,
                          {{"field", "gender"}, {"value", "x"}, {"choices", "female, male"}}};
    EXPECT_EQ(said(finding, Language::zh), "「性别」没有选项「x」，可选：女 (female)、男 (male)。");
    EXPECT_EQ(said(finding, Language::en), "Gender has no choice \"x\"; there are: female, male.");
}

TEST(Label, leaves_alone_what_is_not_declared)
{
    const Finding finding{ErrorCode::field_unknown, {{"object", "customer"}, {"field", "nose"}}};
    EXPECT_EQ(said(finding, Language::en), "Customer has no field nose.");
    EXPECT_EQ(said({ErrorCode::object_unknown, {{"object", "bird"}}}, Language::en), "There is no object bird.");
}

TEST(Label, keeps_a_label_that_is_there_already)
{
    const Finding finding{ErrorCode::field_required, {{"field", "name"}, {"field.zh", "店名"}, {"field.en", "Shop"}}};
    EXPECT_EQ(said(finding, Language::zh), "「店名」必须填写。");
}

}  // namespace
}  // namespace juan::model
