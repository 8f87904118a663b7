// Entries and keys, on a real store.
#include <gtest/gtest.h>

#include "core/model/test_model.hpp"
#include "flow/volume/entry.hpp"
#include "flow/volume/identity.hpp"

namespace juan::volume {
namespace {

class VolumeTest : public ::testing::Test {
protected:
    VolumeTest()
    {
        test.database->write(create_tables);
        test.model->set_identity_lookup(find_customer);
        test.model->add_observer(identity_observer());
        test.model->add_observer(timeline_observer(test.ids));
    }
    Timeline timeline(Id customer, const std::string& before = {}, int limit = 50)
    {
        Timeline found;
        test.database->read([&](store::Session& session) {
            found = read_timeline(session, {customer, "", "", before, limit});
        });
        return found;
    }
    model::TestModel test{"volume"};
};

TEST_F(VolumeTest, AnOrderStandsOnTheTimelineWhenItWasPlaced)
{
    const Id customer = test.create("customer", {{"name", "甲"}});
    test.create("order",
                {{"number", "S1"}, {"customer", format_id("cus", customer)}, {"ordered_at", "2025-01-02T03:04:05Z"}});
    const Timeline found = timeline(customer);
    ASSERT_EQ(found.entries.size(), 2u);
    EXPECT_EQ(found.entries[0].kind, "created");
    EXPECT_EQ(found.entries[1].kind, "order_placed");
    EXPECT_EQ(format_instant(found.entries[1].occurred_at), "2025-01-02T03:04:05.000Z");
    EXPECT_EQ(found.entries[1].recorded_at, test.clock.now());
}

TEST_F(VolumeTest, OnlyTrackedFieldsLeaveAnEntryWhenTheyChange)
{
    const Id customer = test.create("customer", {{"name", "甲"}});
    test.update("customer", customer, {{"remark", "x"}});
    EXPECT_EQ(timeline(customer).entries.size(), 1u);
    test.update("customer", customer, {{"stage", "active"}});
    const Timeline found = timeline(customer);
    ASSERT_EQ(found.entries.size(), 2u);
    EXPECT_EQ(found.entries[0].payload, R"({"stage":{"before":"潜在","after":"活跃"}})");
}

TEST_F(VolumeTest, PagesOfATimelineMeetWithoutGapOrOverlap)
{
    const Id customer = test.create("customer", {{"name", "甲"}});
    for (int i = 0; i < 7; ++i) {
        add_entry(*test.model, test.juan(), customer, "note", "第" + std::to_string(i), {});
    }
    std::vector<Id> seen;
    std::string cursor;
    do {
        const Timeline page = timeline(customer, cursor, 3);
        for (const Entry& entry : page.entries) {
            seen.push_back(entry.id);
        }
        cursor = page.next;
    } while (!cursor.empty());
    ASSERT_EQ(seen.size(), 8u);
    EXPECT_TRUE(std::is_sorted(seen.rbegin(), seen.rend()));
}

TEST_F(VolumeTest, KeysFollowTheFieldsTheyComeFrom)
{
    const Id customer = test.create("customer", {{"name", "甲"}, {"wechat", "wx1"}, {"code", "C1"}});
    test.update("customer", customer, {{"wechat", "wx2"}});
    test.database->read([&](store::Session& session) {
        EXPECT_EQ(find_customer(session, "wechat", "wx1"), Id::none);
        EXPECT_EQ(find_customer(session, "wechat", "wx2"), customer);
        EXPECT_EQ(identities_of(session, customer).size(), 2u);
    });
    test.erase("customer", customer);
    EXPECT_EQ(test.number("select count(*) from identity"), 0);
}

TEST_F(VolumeTest, AnEntryOfAKindThatPeopleDoNotWriteIsRefused)
{
    const Id customer = test.create("customer", {{"name", "甲"}});
    EXPECT_THROW(add_entry(*test.model, test.juan(), customer, "order_placed", "x", {}), Error);
    EXPECT_THROW(add_entry(*test.model, test.juan(), customer, "note", " ", {}), Error);
    EXPECT_EQ(timeline(customer).entries.size(), 1u);
}

}  // namespace
}  // namespace juan::volume
