// Prepared statements, kept by their text, so that a text is parsed and planned once for each connection.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace juan::store {

struct StatementCloser {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using StatementHandle = std::unique_ptr<sqlite3_stmt, StatementCloser>;

// One statement of `sql`, parameters as $N. Throws Error when the text is at fault or holds more than one statement.
StatementHandle prepare(sqlite3* connection, std::string_view sql);

// Used by one thread at a time. Drops the statement longest unused when it holds more than `capacity`.
class StatementCache {
    struct Statement {
        std::string sql;
        StatementHandle handle;
        bool is_lent = true;
        bool is_kept = true;  // false: a second one of the same text, gone when given back
    };
    using Place = std::list<Statement>::iterator;

public:
    // A statement lent out; given back, reset and without parameters, at the end of its life.
    class Lease {
    public:
        Lease(StatementCache& cache, Place place) : cache_(&cache), place_(place) {}
        Lease(Lease&& other) noexcept : cache_(std::exchange(other.cache_, nullptr)), place_(other.place_) {}
        Lease& operator=(Lease&&) = delete;
        ~Lease();
        sqlite3_stmt* handle() const { return place_->handle.get(); }

    private:
        StatementCache* cache_;
        Place place_;
    };

    // Requires: `connection` lives longer.
    StatementCache(sqlite3* connection, std::size_t capacity) : connection_(connection), capacity_(capacity) {}
    // The same text may be lent several times at once.
    Lease take(std::string_view sql);
    std::size_t size() const { return statements_.size(); }
    int count_lent() const { return count_lent_; }

private:
    void give_back(Place place) noexcept;
    void drop_oldest();

    sqlite3* connection_;
    std::size_t capacity_;
    int count_lent_ = 0;
    std::list<Statement> statements_;                     // the one used last comes first
    std::unordered_map<std::string_view, Place> places_;  // keys point into statements_
};

}  // namespace juan::store
