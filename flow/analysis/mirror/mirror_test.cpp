// The copy is equal to the store after every kind of change, and after every kind of damage.
#include "flow/analysis/mirror/mirror.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "core/store/duckdb/statements.hpp"
#include "flow/analysis/test_store.hpp"

namespace juan::analysis {
namespace {

namespace fs = std::filesystem;

using Rows = std::vector<std::vector<store::Value>>;

Rows rows_of(store::Cursor& cursor)
{
    Rows rows;
    while (cursor.next()) {
        std::vector<store::Value>& row = rows.emplace_back();
        for (int i = 0; i < cursor.columns(); ++i) {
            row.push_back(cursor.value(i));
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

class MirrorOfAStore : public testing::Test {
protected:
    MirrorOfAStore() : store_("mirror") { reopen(); }

    void reopen()
    {
        mirror_.reset();
        mirror_ = std::make_unique<Mirror>(settings(), tables());
    }
    MirrorSettings settings() const
    {
        MirrorSettings settings;
        settings.folder = store_.mirror_folder();
        settings.memory_bytes_max = 256 << 20;
        settings.threads = 2;
        return settings;
    }
    std::vector<MirrorTable> tables() const { return mirror_tables(store_.catalogue().objects()); }
    fs::path file() const { return fs::path(store_.mirror_folder()) / "mirror.duckdb"; }

    void expect_equal()
    {
        for (const MirrorTable& table : tables()) {
            std::vector<std::string> names;
            for (const MirrorColumn& column : table.columns) {
                names.push_back(column.name);
            }
            const std::string sql = store::select_all(table.name, names);
            Rows expected;
            store_.database().read([&](store::Session& session) { expected = rows_of(*session.query(sql)); });
            ASSERT_EQ(rows_of(*mirror_->engine().query(sql)), expected) << table.name;
        }
    }

    TestStore store_;
    std::unique_ptr<Mirror> mirror_;
};

TEST(MirrorTables, no_column_identifies_a_person_or_holds_free_text)
{
    const model::Catalogue catalogue = declared_objects();
    std::vector<std::string> columns;
    for (const MirrorTable& table : mirror_tables(catalogue.objects())) {
        EXPECT_EQ(table.columns.at(0).name, "id");
        for (const MirrorColumn& column : table.columns) {
            columns.push_back(table.name + "." + column.name);
        }
    }
    const auto has = [&](const char* name) { return std::find(columns.begin(), columns.end(), name) != columns.end(); };
    for (const char* name : {"customer.name", "customer.phone", "customer.email", "customer.wechat", "customer.code",
                             "customer.address_detail", "customer.remark", "customer.origin", "contact.name",
                             "contact.phone", "user.name", "user.email", "order.number", "order.remark"}) {
        EXPECT_FALSE(has(name)) << name;
    }
    for (const char* name : {"customer.owner_id", "customer.address_city", "customer.value_tier",
                             "customer.lifetime_value", "customer.lifetime_value_currency", "order.customer_id",
                             "order.ordered_at", "order.total", "order.total_currency", "order.status"}) {
        EXPECT_TRUE(has(name)) << name;
    }
}

TEST_F(MirrorOfAStore, the_first_sync_copies_everything_and_the_next_nothing)
{
    store_.add_customers(1, 100);
    store_.put_orders(some_orders(1000, 100));
    const SyncReport first = mirror_->sync(store_.database());
    EXPECT_TRUE(first.is_rebuilt);
    EXPECT_EQ(first.rows, 1100);
    EXPECT_EQ(first.position, 1001);
    expect_equal();
    const SyncReport second = mirror_->sync(store_.database());
    EXPECT_FALSE(second.is_rebuilt);
    EXPECT_EQ(second.rows, 0);
    EXPECT_EQ(second.position, 1001);
    reopen();
    const SyncReport third = mirror_->sync(store_.database());
    EXPECT_FALSE(third.is_rebuilt);
    EXPECT_EQ(third.rows, 0);
    expect_equal();
}

TEST_F(MirrorOfAStore, created_changed_and_deleted_records_are_caught_up_with)
{
    store_.add_customers(1, 10);
    store_.put_orders(some_orders(50, 10));
    mirror_->sync(store_.database());
    store_.add_customers(11, 12);
    store_.put_orders({{51, 11, 1770000000000, 500}, {3, 12, 1770000000001, 700, "shipped"}});
    store_.put_orders({{51, 11, 1770000000000, 900}});
    store_.remove_orders_of(1);
    const SyncReport report = mirror_->sync(store_.database());
    EXPECT_FALSE(report.is_rebuilt);
    EXPECT_GE(report.changes, 4);
    EXPECT_EQ(report.rows, 2 + 2);  // what was deleted is not copied, what changed twice once
    expect_equal();
}

TEST_F(MirrorOfAStore, a_change_of_very_many_records_reads_their_table_whole)
{
    store_.add_customers(1, 21000);
    mirror_->sync(store_.database());
    store_.database().write([&](store::Session& session) {
        session.execute("update customer set version = 2, recency_score = id % 5");
        TestStore::log(session, "customer", "update", 1, 21000);
    });
    const SyncReport report = mirror_->sync(store_.database());
    EXPECT_FALSE(report.is_rebuilt);
    EXPECT_EQ(report.rows, 21000);
    expect_equal();
}

TEST_F(MirrorOfAStore, an_empty_store_is_mirrored_too)
{
    EXPECT_EQ(mirror_->sync(store_.database()).rows, 0);
    expect_equal();
    store_.add_customers(1, 3);
    EXPECT_FALSE(mirror_->sync(store_.database()).is_rebuilt);
    expect_equal();
}

TEST_F(MirrorOfAStore, other_declarations_start_it_anew)
{
    store_.add_customers(1, 10);
    mirror_->sync(store_.database());
    auto fewer = tables();
    fewer.front().columns.pop_back();
    mirror_.reset();
    mirror_ = std::make_unique<Mirror>(settings(), fewer);
    EXPECT_TRUE(mirror_->sync(store_.database()).is_rebuilt);
    reopen();
    EXPECT_TRUE(mirror_->sync(store_.database()).is_rebuilt);
    expect_equal();
}

TEST_F(MirrorOfAStore, a_store_put_back_from_a_copy_starts_it_anew)
{
    store_.add_customers(1, 10);
    store_.add_customers(11, 20);
    mirror_->sync(store_.database());
    store_.database().write([&](store::Session& session) {
        session.execute("delete from change where seq = 2");
        session.execute("delete from customer where id > 10");
    });
    EXPECT_TRUE(mirror_->sync(store_.database()).is_rebuilt);
    expect_equal();
    store_.database().write([&](store::Session& session) {
        session.execute("update change set at = at + 1 where seq = 1");
        session.execute("delete from customer where id > 5");
    });
    store_.add_customers(21, 22);
    EXPECT_TRUE(mirror_->sync(store_.database()).is_rebuilt);
    expect_equal();
}

TEST_F(MirrorOfAStore, a_log_cut_short_before_the_position_starts_it_anew)
{
    store_.add_customers(1, 5);
    mirror_->sync(store_.database());
    store_.add_customers(6, 7);
    store_.add_customers(8, 9);
    store_.database().write([&](store::Session& session) { session.execute("delete from change where seq < 3"); });
    EXPECT_TRUE(mirror_->sync(store_.database()).is_rebuilt);
    expect_equal();
}

TEST_F(MirrorOfAStore, a_truncated_file_is_made_again)
{
    store_.add_customers(1, 2000);
    store_.put_orders(some_orders(2000, 2000));
    mirror_->sync(store_.database());
    mirror_.reset();
    const auto size = fs::file_size(file());
    for (const auto left : {std::uintmax_t{0}, std::uintmax_t{1}, std::uintmax_t{4096}, size / 2, size - 1}) {
        fs::resize_file(file(), left);
        reopen();
        mirror_->sync(store_.database());
        expect_equal();
        mirror_.reset();
    }
}

TEST_F(MirrorOfAStore, a_log_left_by_a_killed_process_is_not_replayed)
{
    store_.add_customers(1, 10);
    mirror_->sync(store_.database());
    mirror_.reset();
    std::ofstream(file().string() + ".wal") << std::string(5000, 'w');
    reopen();
    EXPECT_TRUE(mirror_->sync(store_.database()).is_rebuilt);
    expect_equal();
}

TEST_F(MirrorOfAStore, a_store_that_cannot_be_read_is_not_blamed_on_the_mirror)
{
    store_.add_customers(1, 10);
    mirror_->sync(store_.database());
    store_.database().write([&](store::Session& session) {
        session.script("alter table customer rename to elsewhere");
        TestStore::log(session, "customer", "update", 1, 1);
    });
    EXPECT_THROW(mirror_->sync(store_.database()), Error);
    store_.database().write(
        [&](store::Session& session) { session.script("alter table elsewhere rename to customer"); });
    EXPECT_FALSE(mirror_->sync(store_.database()).is_rebuilt);
    expect_equal();
}

}  // namespace
}  // namespace juan::analysis
