// Records of the sample business, in memory and in a store: the same condition is asked of both.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include "core/model/condition/sample.hpp"
#include "core/store/database.hpp"

namespace juan::model::condition::sample {

using Cells = std::vector<store::Value>;  // by Column::position

struct Entry {
    std::int64_t customer;
    std::string kind;
    std::int64_t occurred_at;
};

struct World {
    std::map<std::string, std::vector<Cells>> records;  // by object
    std::vector<Entry> entries;
};

// One record of a world. Follows links and finds a customer's records by looking through everything.
class WorldFacts final : public Facts {
public:
    WorldFacts(const Catalogue& catalogue, const World& world, const Object& object, const Cells& cells)
        : catalogue_(catalogue), world_(world), object_(object), cells_(cells)
    {
    }
    store::Value value(const Column& column) const override
    {
        return cells_.at(static_cast<std::size_t>(column.position));
    }
    const Facts* linked(const Field& link) const override
    {
        const store::Value id = value(link.columns.front());
        const Object& target = catalogue_.require(link.to);
        for (const Cells& cells : records(target.name)) {
            if (cells.front() == id) {
                linked_.push_back(std::make_unique<WorldFacts>(catalogue_, world_, target, cells));
                return linked_.back().get();
            }
        }
        return nullptr;
    }
    void each_record(const Object& object, const Visit& visit) const override
    {
        for (const Cells& cells : records(object.name)) {
            const WorldFacts facts(catalogue_, world_, object, cells);
            const store::Value customer = facts.value(*customer_column(object));
            if (customer == value(*customer_column(object_)) && customer != store::Value{}) {
                visit(facts);
            }
        }
    }
    void each_entry(std::string_view kind, const VisitEntry& visit) const override
    {
        for (const Entry& entry : world_.entries) {
            if (entry.kind == kind && store::Value(entry.customer) == value(*customer_column(object_))) {
                visit(instant_from(entry.occurred_at), *this);
            }
        }
    }

private:
    const std::vector<Cells>& records(const std::string& object) const
    {
        static const std::vector<Cells> none;
        const auto found = world_.records.find(object);
        return found == world_.records.end() ? none : found->second;
    }

    const Catalogue& catalogue_;
    const World& world_;
    const Object& object_;
    const Cells& cells_;
    mutable std::vector<std::unique_ptr<WorldFacts>> linked_;
};

// A store in a folder of its own, erased in the end.
class SampleStore {
public:
    explicit SampleStore(const Catalogue& catalogue) : catalogue_(catalogue)
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "juan-condition-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        database_ = store::open_sqlite(folder_);
        database_->write([&](store::Session& session) {
            for (const Object& object : catalogue_.objects()) {
                session.script(table(object));
            }
            session.script("create table entry (customer_id integer, kind text, occurred_at integer)");
            session.script("create index customer_by_city on customer (address_city)");
            session.script("create index customer_by_name on customer (name)");
            session.script("create index order_by_customer on \"order\" (customer_id, ordered_at)");
            session.script("create index entry_by_customer on entry (customer_id, kind, occurred_at)");
        });
    }
    ~SampleStore()
    {
        database_.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    SampleStore(const SampleStore&) = delete;
    SampleStore& operator=(const SampleStore&) = delete;

    void fill(const World& world)
    {
        database_->write([&](store::Session& session) {
            for (const Object& object : catalogue_.objects()) {
                session.execute("delete from \"" + object.name + "\"");
            }
            session.execute("delete from entry");
            for (const auto& [object, rows] : world.records) {
                for (const Cells& cells : rows) {
                    session.execute(insert(catalogue_.require(object)), cells);
                }
            }
            for (const Entry& entry : world.entries) {
                session.execute("insert into entry values ($1, $2, $3)",
                                store::values(entry.customer, entry.kind, entry.occurred_at));
            }
        });
    }
    store::Database& database() { return *database_; }

private:
    static std::string table(const Object& object)
    {
        std::string columns;
        for (const Field& field : object.fields) {
            for (const Column& column : field.columns) {
                columns += (columns.empty() ? "\"" : ", \"") + column.name + "\" ";
                columns += column.kind == Kind::integer ? "integer" : column.kind == Kind::real ? "real" : "text";
                columns += column.name == "id" ? " primary key" : "";
            }
        }
        return "create table \"" + object.name + "\" (" + columns + ")";
    }
    static std::string insert(const Object& object)
    {
        std::string places;
        for (std::size_t i = 1; i <= object.columns.size(); ++i) {
            places += (i == 1 ? "$" : ", $") + std::to_string(i);
        }
        return "insert into \"" + object.name + "\" values (" + places + ")";
    }

    const Catalogue& catalogue_;
    std::string folder_;
    std::unique_ptr<store::Database> database_;
};

inline std::vector<std::int64_t> found_by_sql(store::Session& session, const Condition& condition, const Object& object,
                                              const Setting& setting, const Narrowing& narrowing = {})
{
    Sql sql;
    sql.text = "select id from \"" + object.name + "\" t where ";
    to_sql(condition, {setting, session.dialect(), narrowing, "t"}, sql);
    sql.text += " order by id";
    std::vector<std::int64_t> ids;
    const auto cursor = session.query(sql.text, sql.parameters);
    while (cursor->next()) {
        ids.push_back(cursor->integer(0));
    }
    return ids;
}

inline std::vector<std::int64_t> found_in_memory(const Catalogue& catalogue, const World& world,
                                                 const Condition& condition, const Object& object,
                                                 const Setting& setting)
{
    std::vector<std::int64_t> ids;
    for (const Cells& cells : world.records.at(object.name)) {
        if (matches(condition, setting, WorldFacts(catalogue, world, object, cells))) {
            ids.push_back(std::get<std::int64_t>(cells.front()));
        }
    }
    return ids;
}

// Cells of a record from values by path ("address.city"); the others are missing.
inline Cells cells_of(const Object& object, const std::vector<std::pair<std::string, store::Value>>& values)
{
    Cells cells(object.columns.size());
    for (const auto& [path, value] : values) {
        cells.at(static_cast<std::size_t>(object.path(path).column->position)) = value;
    }
    return cells;
}

}  // namespace juan::model::condition::sample
