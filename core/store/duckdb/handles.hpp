// What the files of this folder share: owners of DuckDB's C handles, and its failures as Error.
#pragma once

#include <duckdb.h>

#include <string_view>
#include <vector>

#include "core/store/duckdb/duckdb.hpp"

namespace juan::store {

// A C handle and the function that destroys it.
template <class Handle, void (*destroy)(Handle*)>
struct Owned {
    Handle handle = nullptr;
    Owned() = default;
    ~Owned() { destroy(&handle); }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
};

using OwnedDatabase = Owned<duckdb_database, duckdb_close>;
using OwnedConnection = Owned<duckdb_connection, duckdb_disconnect>;
using OwnedConfig = Owned<duckdb_config, duckdb_destroy_config>;
using OwnedStatement = Owned<duckdb_prepared_statement, duckdb_destroy_prepare>;
using OwnedChunk = Owned<duckdb_data_chunk, duckdb_destroy_data_chunk>;

// A result is a struct, not a pointer.
struct OwnedResult {
    duckdb_result result = {};
    OwnedResult() = default;
    ~OwnedResult() { duckdb_destroy_result(&result); }
    OwnedResult(const OwnedResult&) = delete;
    OwnedResult& operator=(const OwnedResult&) = delete;
};

// `message` may be null.
[[noreturn]] void throw_duckdb(duckdb_error_type type, const char* message);

std::unique_ptr<Cursor> make_cursor(std::unique_ptr<OwnedResult> result);
std::unique_ptr<Appender> make_appender(duckdb_connection connection, const std::string& table);

}  // namespace juan::store
