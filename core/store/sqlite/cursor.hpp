// Rows of a prepared statement.
#pragma once

#include <sqlite3.h>

#include "core/store/database.hpp"
#include "core/store/sqlite/statement.hpp"

namespace juan::store {

class Connection;

// Lives inside the work it was made in, like the session.
class SqliteCursor final : public Cursor {
public:
    SqliteCursor(Connection& connection, StatementCache::Lease statement)
        : connection_(connection), statement_(std::move(statement)), handle_(statement_.handle())
    {
    }

    bool next() override;
    int columns() const override { return sqlite3_column_count(handle_); }
    bool is_null(int column) const override { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(handle_, column); }
    double real(int column) const override { return sqlite3_column_double(handle_, column); }
    std::string_view text(int column) const override;
    Value value(int column) const override;

private:
    Connection& connection_;
    StatementCache::Lease statement_;
    sqlite3_stmt* handle_;
    bool is_at_end_ = false;
};

}  // namespace juan::store
