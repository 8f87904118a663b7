// Hand-overs on a real store: who may, who receives what, what comes back.
#include "flow/action/hand_over/hand_over.hpp"

#include <gtest/gtest.h>

#include "core/model/test_model.hpp"
#include "flow/action/action.hpp"

namespace juan::action {
namespace {

using model::Principal;

class HandOver : public ::testing::Test {
protected:
    HandOver()
    {
        store.database->write(create_tables);
        store.model->add_observer([this](store::Session&, const model::WriteContext& context, auto all) {
            for (const model::Written& written : all) seen += written.action == model::Action::update ? 1 : 0;
            last_source = context.source.kind;
        });
        role = store.create("role", {{"name", "销售"}, {"code", "sales"}});
        boss = user("boss", Id::none);
        li = user("li", boss);
        wang = user("wang", boss);
        zhao = user("zhao", li);
    }

    Id user(const std::string& name, Id manager)
    {
        Json values{{"name", name}, {"email", name + "@example.com"}, {"role", format_id("rol", role)}};
        if (manager != Id::none) values["manager"] = format_id("usr", manager);
        return store.create("user", values);
    }
    Id customer(const std::string& name, const std::string& city, Id owner)
    {
        return store.create("customer",
                            {{"name", name}, {"address", {{"city", city}}}, {"owner", format_id("usr", owner)}});
    }
    Principal principal(Id id)
    {
        Principal loaded;
        loaded = store.model->principal(id);
        return loaded;
    }
    Id owner(Id id) const
    {
        const model::Object& object = store.object("customer");
        return id_from(model::integer_of(model::get(object, store.row("customer", id), "owner")));
    }
    std::int64_t counted(Id whose) const
    {
        return store.number(
            "select coalesce(sum(count), 0) from record_count where object = 'customer' and owner_id = " +
            std::to_string(to_integer(whose)));
    }
    Id run(HandOverPlan plan) { return hand_over(*store.model, store.juan(), plan, ended); }
    // The code of the refusal; internal when there is none.
    template <class Work>
    ErrorCode refusal(Work work)
    {
        try {
            work();
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    }

    model::TestModel store{"hand_over"};
    EndAccess ended = [](store::Session&, Id) { return AccessEnded{2, 1}; };
    std::string last_source;
    int seen = 0;
    Id role = Id::none;
    Id boss = Id::none;
    Id li = Id::none;
    Id wang = Id::none;
    Id zhao = Id::none;
};

TEST_F(HandOver, moves_everything_by_the_first_rule_that_fits)
{
    const Id shanghai = customer("一", "上海", li);
    const Id beijing = customer("二", "北京", li);
    const Id named = customer("三", "上海", li);
    const Id others = customer("四", "上海", wang);
    const std::int64_t version = model::version_of(store.row("customer", shanghai));
    const model::Object& object = store.object("customer");
    run({li, {{&object, "", {named}, boss}, {&object, "address.city = \"上海\"", {}, wang}}, zhao, 7});
    EXPECT_EQ(owner(named), boss);
    EXPECT_EQ(owner(shanghai), wang);
    EXPECT_EQ(owner(beijing), zhao);
    EXPECT_EQ(owner(others), wang);
    EXPECT_EQ(model::version_of(store.row("customer", shanghai)), version + 1);
    EXPECT_EQ(counted(li), 0);
    EXPECT_EQ(counted(wang), 2);
    EXPECT_EQ(last_source, "hand_over");
    EXPECT_EQ(store.number("select is_active from \"user\" where name = 'li'"), 0);
    EXPECT_EQ(store.number("select count(*) from audit where action = 'hand_over'"), 1);
}

TEST_F(HandOver, who_was_led_by_the_leaver_gets_the_receiver_as_manager)
{
    const Id chen = user("chen", li);
    run({li, {}, zhao, 7});
    const auto manager = [&](const char* name) {
        return id_from(store.number(std::string("select manager_id from \"user\" where name = '") + name + "'"));
    };
    EXPECT_EQ(manager("chen"), zhao);
    EXPECT_EQ(manager("zhao"), boss);
    EXPECT_NE(chen, Id::none);
}

TEST_F(HandOver, refuses_receivers_who_cannot_receive)
{
    const Id one = customer("一", "上海", li);
    store.update("user", wang, {{"is_active", false}});
    EXPECT_EQ(refusal([&] { run({li, {}, wang, 7}); }), ErrorCode::hand_over_receiver);
    EXPECT_EQ(refusal([&] { run({li, {}, li, 7}); }), ErrorCode::hand_over_receiver);
    EXPECT_EQ(refusal([&] {
                  run({li, {{&store.object("customer"), "", {}, wang}}, zhao, 7});
              }),
              ErrorCode::hand_over_receiver);
    EXPECT_EQ(owner(one), li);
    EXPECT_EQ(store.number("select is_active from \"user\" where name = 'li'"), 1);
}

TEST_F(HandOver, refuses_all_when_one_of_the_list_is_not_the_leavers)
{
    const Id one = customer("一", "上海", li);
    const Id others = customer("二", "上海", wang);
    EXPECT_EQ(refusal([&] {
                  run({li, {{&store.object("customer"), "", {one, others}, wang}}, zhao, 7});
              }),
              ErrorCode::hand_over_not_owned);
    EXPECT_EQ(owner(one), li);
    EXPECT_EQ(store.number("select count(*) from hand_over"), 0);
}

TEST_F(HandOver, is_for_administrators_and_the_leavers_own_manager)
{
    const auto as = [&](Id who) {
        const Principal person = principal(who);
        return refusal([&] { hand_over(*store.model, person, {li, {}, wang, 7}, ended); });
    };
    EXPECT_EQ(as(wang), ErrorCode::hand_over_forbidden);
    EXPECT_EQ(as(zhao), ErrorCode::hand_over_forbidden);
    EXPECT_EQ(as(li), ErrorCode::hand_over_forbidden);
    EXPECT_EQ(as(boss), ErrorCode::internal);
}

TEST_F(HandOver, the_last_administrator_stays)
{
    const Id administrators = store.create("role", {{"name", "管理员"}, {"code", "administrator"}});
    const Id first = store.create(
        "user", {{"name", "first"}, {"email", "first@example.com"}, {"role", format_id("rol", administrators)}});
    EXPECT_EQ(refusal([&] { run({first, {}, wang, 7}); }), ErrorCode::hand_over_last_administrator);
    EXPECT_EQ(refusal([&] {
                  hand_over(*store.model, principal(first), {first, {}, wang, 7}, ended);
              }),
              ErrorCode::hand_over_oneself);
    store.create("user",
                 {{"name", "second"}, {"email", "second@example.com"}, {"role", format_id("rol", administrators)}});
    EXPECT_EQ(refusal([&] { run({first, {}, wang, 7}); }), ErrorCode::internal);
}

TEST_F(HandOver, a_filter_sees_only_what_the_manager_sees)
{
    const Id hidden = customer("看不见", "上海", li);
    const model::Object& object = store.object("customer");
    hand_over(*store.model, principal(boss), {li, {{&object, "name = \"看不见\"", {}, zhao}}, wang, 7}, ended);
    EXPECT_EQ(owner(hidden), wang);
}

TEST_F(HandOver, undoing_brings_back_what_the_receiver_still_holds)
{
    const Id untouched = customer("一", "上海", li);
    const Id changed = customer("二", "上海", li);
    const Id passed_on = customer("三", "上海", li);
    const Id erased = customer("四", "上海", li);
    const Id own = customer("五", "上海", wang);
    const Id id = run({li, {}, wang, 7});
    store.update("customer", changed, {{"remark", "改过"}});
    store.update("customer", passed_on, {{"owner", format_id("usr", zhao)}});
    store.erase("customer", erased);
    undo_hand_over(*store.model, store.juan(), id);
    EXPECT_EQ(owner(untouched), li);
    EXPECT_EQ(owner(changed), li);
    EXPECT_EQ(model::text_of(model::get(store.object("customer"), store.row("customer", changed), "remark")), "改过");
    EXPECT_EQ(owner(passed_on), zhao);
    EXPECT_EQ(owner(own), wang);
    EXPECT_EQ(counted(li), 2);
    EXPECT_EQ(store.number("select is_active from \"user\" where name = 'li'"), 1);
    EXPECT_EQ(id_from(store.number("select manager_id from \"user\" where name = 'zhao'")), li);
    const Json record = Json::parse(hand_over_record(*store.model, store.juan(), id, nullptr));
    const Json& undone = record.at("undone").at("outcome");
    EXPECT_EQ(undone.at("returned"), 3);  // two customers and a report
    EXPECT_EQ(undone.at("kept"), Json::array({format_id("cus", passed_on)}));
    EXPECT_EQ(undone.at("erased"), Json::array({format_id("cus", erased)}));
    EXPECT_EQ(undone.at("changed"), Json::array({format_id("cus", changed)}));
    EXPECT_EQ(refusal([&] { undo_hand_over(*store.model, store.juan(), id); }), ErrorCode::hand_over_undone);
}

TEST_F(HandOver, cannot_be_undone_after_its_time)
{
    const Id id = run({li, {}, wang, 1});
    store.clock = FixedClock(store.clock.now() + std::chrono::days(1) + std::chrono::milliseconds(1));
    EXPECT_EQ(refusal([&] { undo_hand_over(*store.model, store.juan(), id); }), ErrorCode::hand_over_expired);
}

TEST_F(HandOver, who_was_not_active_before_is_not_after_undoing)
{
    store.update("user", li, {{"is_active", false}});
    undo_hand_over(*store.model, store.juan(), run({li, {}, wang, 7}));
    EXPECT_EQ(store.number("select is_active from \"user\" where name = 'li'"), 0);
}

TEST_F(HandOver, more_than_a_thousand_records_leave_versions_counts_and_audit_whole)
{
    constexpr int many = 2345;
    store.create_all("customer", std::vector<Json>(many, {{"name", "客户"}, {"owner", format_id("usr", li)}}));
    seen = 0;
    run({li, {}, wang, 7});
    EXPECT_EQ(counted(wang), many);
    EXPECT_EQ(counted(li), 0);
    EXPECT_EQ(seen, many + 2);  // with the account and the report
    EXPECT_EQ(store.number("select count(*) from customer where version = 2"), many);
    EXPECT_EQ(
        store.number("select sum(json_array_length(ids)) from change where object = 'customer' and action = 'update'"),
        many);
    EXPECT_EQ(store.number("select sum(json_array_length(ids)) from hand_over_move where object = 'customer'"), many);
}

TEST_F(HandOver, a_transfer_moves_all_of_a_list_or_nothing)
{
    const Id own = customer("一", "上海", li);
    const Id others = customer("二", "上海", wang);
    const model::Object& object = store.object("customer");
    store.update("role", role, {{"rights", {{"customer", {{"read", "all"}, {"edit", "own"}}}}}});
    const Principal person = principal(li);
    EXPECT_EQ(refusal([&] { transfer(*store.model, person, {&object, "", {}, zhao, 7}); }), ErrorCode::transfer_partly);
    EXPECT_EQ(refusal([&] {
                  transfer(*store.model, person, {&object, "", {others}, zhao, 7});
              }),
              ErrorCode::transfer_partly);
    EXPECT_EQ(owner(own), li);
    const Transferred done = transfer(*store.model, person, {&object, "name = \"一\"", {}, zhao, 7});
    EXPECT_EQ(done.count, 1);
    EXPECT_EQ(owner(own), zhao);
    undo_hand_over(*store.model, person, done.id);
    EXPECT_EQ(owner(own), li);
    EXPECT_EQ(owner(others), wang);
}

}  // namespace
}  // namespace juan::action
