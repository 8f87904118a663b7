// One value for one reason, and how many of them.
#include "flow/action/reveal/reveal.hpp"

#include <gtest/gtest.h>

#include "core/model/test_model.hpp"
#include "flow/action/action.hpp"

namespace juan::action {
namespace {

class Reveal : public ::testing::Test {
protected:
    Reveal()
    {
        store.database->write(create_tables);
        const Json rights{{"customer",
                           {{"read", "own"},
                            {"fields", {{"phone", "masked"}, {"email", "masked"}, {"remark", "hidden"}}},
                            {"reveal", {"phone"}}}}};
        const Id role =
            store.create("role", {{"name", "客服"}, {"code", "some"}, {"rights", rights}, {"reveals_per_day", 2}});
        const Id user =
            store.create("user", {{"name", "李"}, {"email", "li@example.com"}, {"role", format_id("rol", role)}});
        li = store.model->principal(user);
        customer = store.create("customer", {{"name", "张三"},
                                             {"phone", "+8613800138000"},
                                             {"email", "z@example.com"},
                                             {"owner", format_id("usr", user)}});
    }

    std::string ask(const char* field, const char* reason) { return ask(customer, field, reason); }
    std::string ask(Id id, const char* field, const char* reason)
    {
        return reveal(*store.model, li, store.object("customer"), {id, field, reason, "person"});
    }
    ErrorCode refusal(const std::function<void()>& work)
    {
        try {
            work();
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    }
    std::int64_t audited(const std::string& action) const
    {
        return store.number("select count(*) from audit where action = '" + action + "'");
    }

    model::TestModel store{"reveal"};
    model::Principal li;
    Id customer = Id::none;
};

TEST_F(Reveal, shows_the_value_and_keeps_the_reason)
{
    const std::int64_t changes = store.number("select count(*) from change");
    EXPECT_EQ(ask("phone", "客户要求回电"), "\"+8613800138000\"");
    EXPECT_EQ(audited("reveal"), 1);
    EXPECT_EQ(store.number("select count(*) from audit where action = 'reveal' and detail like '%客户要求回电%'"), 1);
    EXPECT_EQ(store.number("select count(*) from change"), changes);
}

TEST_F(Reveal, what_may_be_read_anyhow_is_not_counted)
{
    EXPECT_EQ(ask("name", ""), "\"张三\"");
    EXPECT_EQ(audited("reveal"), 0);
}

TEST_F(Reveal, needs_a_reason_a_right_and_the_record)
{
    const Id others = store.create("customer", {{"name", "王五"}, {"phone", "+8613900139000"}});
    EXPECT_EQ(refusal([&] { ask("phone", " 因为 "); }), ErrorCode::reveal_reason);
    EXPECT_EQ(refusal([&] { ask("email", "客户要求回信"); }), ErrorCode::field_forbidden);
    EXPECT_EQ(refusal([&] { ask("remark", "客户要求回信"); }), ErrorCode::field_unknown);
    EXPECT_EQ(refusal([&] { ask(others, "phone", "客户要求回电"); }), ErrorCode::not_found);
    EXPECT_EQ(audited("reveal_refused"), 1);
    EXPECT_EQ(store.number("select count(*) from allowance_use"), 0);
}

TEST_F(Reveal, a_day_has_so_many_and_the_next_has_them_again)
{
    ask("phone", "客户要求回电");
    ask("phone", "再次回电");
    EXPECT_EQ(refusal([&] { ask("phone", "第三次回电"); }), ErrorCode::reveal_quota);
    EXPECT_EQ(audited("reveal_refused"), 1);
    // Midnight in Shanghai is 16:00 in UTC.
    store.clock = FixedClock(*parse_instant("2026-03-01T16:00:00Z"));
    EXPECT_EQ(ask("phone", "第二天回电"), "\"+8613800138000\"");
}

}  // namespace
}  // namespace juan::action
