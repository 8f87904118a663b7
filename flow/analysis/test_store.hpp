// For tests: a store in a folder of its own, with the declared objects, filled by hand; and its log of changes.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/model/catalogue.hpp"
#include "core/model/schema.hpp"
#include "core/store/database.hpp"

namespace juan::analysis {

// Those of objects/.
inline model::Catalogue declared_objects()
{
    std::vector<std::pair<std::string, std::string>> declarations;
    for (const auto& folder : std::filesystem::directory_iterator(std::filesystem::path(JUAN_SOURCE_DIR) / "objects")) {
        const auto file = folder.path() / (folder.path().filename().string() + ".json");
        if (std::filesystem::exists(file)) {
            std::stringstream text;
            text << std::ifstream(file).rdbuf();
            declarations.emplace_back(folder.path().filename().string() + ".json", text.str());
        }
    }
    return model::Catalogue(declarations);
}

// An order as a test states it. Money in minor units, instants in milliseconds.
struct TestOrder {
    std::int64_t id;
    std::int64_t customer_id;
    std::int64_t ordered_at;
    std::int64_t total;
    std::string status = "placed";
    std::string currency = "CNY";
};

class TestStore {
public:
    explicit TestStore(const std::string& name)
        : folder_(std::filesystem::temp_directory_path() / ("juan_" + name + "_" + std::to_string(::getpid()))),
          catalogue_(declared_objects())
    {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
        database_ = store::open_sqlite(folder_.string());
        model::keep_schema(*database_, catalogue_);
    }
    ~TestStore()
    {
        database_.reset();
        std::filesystem::remove_all(folder_);
    }
    TestStore(const TestStore&) = delete;
    TestStore& operator=(const TestStore&) = delete;

    const std::filesystem::path& folder() const { return folder_; }
    std::string mirror_folder() const { return (folder_ / "mirror").string(); }
    store::Database& database() { return *database_; }
    const model::Catalogue& catalogue() const { return catalogue_; }

    void add_customers(std::int64_t first, std::int64_t last)
    {
        database_->write([&](store::Session& session) {
            for (std::int64_t id = first; id <= last; ++id) {
                session.execute(
                    "insert into customer (id, version, created_at, updated_at, name) values ($1, 1, 0, 0, $2)",
                    store::values(id, "客户 " + std::to_string(id)));
            }
            log(session, "customer", "create", first, last);
        });
    }

    // Writes them, over an earlier one of the same id.
    void put_orders(const std::vector<TestOrder>& orders)
    {
        database_->write([&](store::Session& session) {
            for (const TestOrder& order : orders) {
                session.execute(
                    "insert or replace into \"order\" (id, version, created_at, updated_at, number, customer_id, "
                    "ordered_at, "
                    "status, total, total_currency) values ($1, 1, 0, 0, $2, $3, $4, $5, $6, $7)",
                    store::values(order.id, "N" + std::to_string(order.id), order.customer_id, order.ordered_at,
                                  order.status, order.total, order.currency));
                log(session, "order", "create", order.id, order.id);
            }
        });
    }

    void remove_orders_of(std::int64_t customer_id)
    {
        database_->write([&](store::Session& session) {
            std::vector<std::int64_t> ids;
            for (const auto rows =
                     session.query("select id from \"order\" where customer_id = $1", store::values(customer_id));
                 rows->next();) {
                ids.push_back(rows->integer(0));
            }
            session.execute("delete from \"order\" where customer_id = $1", store::values(customer_id));
            for (const std::int64_t id : ids) {
                log(session, "order", "delete", id, id);
            }
        });
    }

    static void log(store::Session& session, const std::string& object, const std::string& action, std::int64_t first,
                    std::int64_t last)
    {
        std::string ids;
        for (std::int64_t id = first; id <= last; ++id) {
            ids += (ids.empty() ? "[" : ",") + std::to_string(id);
        }
        session.execute("insert into change (at, object, action, ids) values (strftime('%s','now') * 1000, $1, $2, $3)",
                        store::values(object, action, ids + "]"));
    }

private:
    std::filesystem::path folder_;
    model::Catalogue catalogue_;
    std::unique_ptr<store::Database> database_;
};

// `count` orders of `customers` customers (ids from 1), the same ones every time, over two years before 2026-03-01.
inline std::vector<TestOrder> some_orders(std::int64_t count, std::int64_t customers)
{
    std::vector<TestOrder> orders;
    std::uint64_t state = 88172645463325252ULL;  // xorshift64, Marsaglia 2003
    const auto next = [&](std::int64_t limit) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<std::int64_t>(state % static_cast<std::uint64_t>(limit));
    };
    for (std::int64_t id = 1; id <= count; ++id) {
        TestOrder order{id, 1 + next(customers) * next(customers) / customers,
                        1709251200000 + next(730) * 86400000 + next(86400000), 1 + next(100000)};
        const std::int64_t kind = next(20);
        order.status = kind == 0 ? "cancelled" : "done";
        order.currency = kind == 1 ? "USD" : "CNY";
        order.total = kind == 2 ? 0 : order.total;
        orders.push_back(order);
    }
    return orders;
}

}  // namespace juan::analysis
