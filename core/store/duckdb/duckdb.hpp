// The columnar engine, by DuckDB's C API. It holds a copy only: whatever goes wrong with its file, the file is deleted
// and made again. Every failure of the engine comes out as Error analysis_too_large (memory), store_full (disk) or
// mirror_failed (the rest).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/store/database.hpp"

namespace juan::store {

struct DuckdbSettings {
    std::string path;         // of the file; empty: in memory only
    std::string temp_folder;  // where work larger than memory goes; empty: nowhere, such work fails
    std::int64_t memory_bytes_max = std::int64_t{1} << 30;
    int threads = 0;  // 0: as many as the machine has
};

// Fills one table, row by row, a few thousand rows at a time. Not more than one at work on a Duckdb.
class Appender {
public:
    virtual ~Appender() = default;
    // The columns of a row in the order of the table; an integer may go to a real column.
    virtual void null() = 0;
    virtual void integer(std::int64_t value) = 0;
    virtual void real(double value) = 0;
    virtual void text(std::string_view value) = 0;
    // Requires: every column given.
    virtual void end_row() = 0;
    // What was appended becomes part of the table here; rows of an appender that is dropped without it may be lost.
    virtual void finish() = 0;
};

// One open file and one connection to it, for one thread. It can open no other file, load no extension and reach no
// network, and that cannot be changed by SQL.
class Duckdb {
public:
    explicit Duckdb(const DuckdbSettings& settings);
    ~Duckdb();
    Duckdb(const Duckdb&) = delete;
    Duckdb& operator=(const Duckdb&) = delete;

    // Parameters are $1, $2, ... The whole result is there when this returns.
    std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Value> parameters = {});
    // Rows changed.
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters = {});
    // `table` as it is named, without quotes. Its columns are bigint, double or text.
    std::unique_ptr<Appender> append(const std::string& table);

private:
    struct Handles;
    std::unique_ptr<Handles> handles_;
};

}  // namespace juan::store
