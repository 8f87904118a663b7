// Rights of roles, and masks.
#include "core/model/access.hpp"

#include <gtest/gtest.h>

#include "core/model/test_model.hpp"

namespace juan::model {
namespace {

std::vector<ObjectRights> rights_of(const Catalogue& catalogue, const char* code, const char* rights)
{
    return role_rights(catalogue, {code, rights, "", ""}, {"CNY", {}}).objects;
}

TEST(AccessTest, ARoleThatMayNotWriteMayNotWriteFields)
{
    const Catalogue catalogue(TestModel::declarations());
    const Object& customer = catalogue.require("customer");
    const auto rights = rights_of(catalogue, "viewer", "");
    const ObjectRights& on = rights.at(static_cast<std::size_t>(customer.position));
    EXPECT_EQ(on.read, Scope::all);
    EXPECT_EQ(on.edit, Scope::none);
    EXPECT_FALSE(on.may_create);
    for (const Field& field : customer.fields) {
        EXPECT_NE(on.fields.at(static_cast<std::size_t>(field.position)), Right::write) << field.name;
    }
}

TEST(AccessTest, SensitiveFieldsAreHiddenUnlessSaidOtherwise)
{
    const Catalogue catalogue(TestModel::declarations());
    const Object& product = catalogue.require("product");
    const auto cost = static_cast<std::size_t>(product.require("cost").position);
    const auto at = static_cast<std::size_t>(product.position);
    EXPECT_EQ(rights_of(catalogue, "manager", "").at(at).fields.at(cost), Right::hidden);
    EXPECT_EQ(rights_of(catalogue, "manager", R"({"product": {"fields": {"cost": "read"}}})").at(at).fields.at(cost),
              Right::read);
    EXPECT_EQ(rights_of(catalogue, "administrator", "").at(at).fields.at(cost), Right::write);
}

TEST(AccessTest, LinesFollowWhatTheyAreLinesOf)
{
    const Catalogue catalogue(TestModel::declarations());
    const auto rights = rights_of(catalogue, "sales", "");
    EXPECT_EQ(rights.at(static_cast<std::size_t>(catalogue.require("order_line").position)).read, Scope::own);
    EXPECT_EQ(rights.at(static_cast<std::size_t>(catalogue.require("order_line").position)).edit, Scope::own);
}

TEST(AccessTest, RightsThatAreNotUnderstoodAreRefused)
{
    const Catalogue catalogue(TestModel::declarations());
    for (const char* wrong :
         {"[]", R"({"nothing": "all"})", R"({"customer": "some"})", R"({"customer": {"read": 1}})",
          R"({"customer": {"fields": {"phone": "blurred"}}})", R"({"customer": {"fields": {"colour": "read"}}})"}) {
        EXPECT_THROW(rights_of(catalogue, "x", wrong), Error) << wrong;
    }
}

TEST(AccessTest, MasksLeaveEnoughToRecogniseAndNoMore)
{
    Field phone;
    phone.type = FieldType::phone;
    Field email;
    email.type = FieldType::email;
    EXPECT_EQ(masked(phone, "+8613812345678"), "+86138****5678");
    EXPECT_EQ(masked(email, "li@example.com"), "l***@example.com");
    EXPECT_EQ(masked(Field{}, "张三"), "张*");
    EXPECT_EQ(masked(Field{}, ""), "");
}

}  // namespace
}  // namespace juan::model
