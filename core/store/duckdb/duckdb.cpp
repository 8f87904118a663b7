// Opening with a locked configuration, statements, and the mapping of failures.
#include "core/store/duckdb/duckdb.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "core/store/duckdb/handles.hpp"

namespace juan::store {
namespace {

void set(OwnedConfig& config, const char* name, const std::string& value)
{
    if (duckdb_set_config(config.handle, name, value.c_str()) != DuckDBSuccess) {
        throw Error(ErrorCode::mirror_failed, {{"what", fmt::format("DuckDB has no setting {}", name)}});
    }
}

void bind(duckdb_prepared_statement statement, idx_t place, const Value& value)
{
    duckdb_state state = DuckDBSuccess;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        state = duckdb_bind_int64(statement, place, *integer);
    } else if (const auto* real = std::get_if<double>(&value)) {
        state = duckdb_bind_double(statement, place, *real);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        state = duckdb_bind_varchar_length(statement, place, text->data(), text->size());
    } else {
        state = duckdb_bind_null(statement, place);
    }
    if (state != DuckDBSuccess) {
        throw_duckdb(DUCKDB_ERROR_BINDER, duckdb_prepare_error(statement));
    }
}

std::unique_ptr<OwnedResult> run(duckdb_connection connection, std::string_view sql, std::span<const Value> parameters)
{
    OwnedStatement statement;
    if (duckdb_prepare(connection, std::string(sql).c_str(), &statement.handle) != DuckDBSuccess) {
        throw_duckdb(DUCKDB_ERROR_PARSER, duckdb_prepare_error(statement.handle));
    }
    CHECK(duckdb_nparams(statement.handle) == parameters.size());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        bind(statement.handle, i + 1, parameters[i]);
    }
    auto result = std::make_unique<OwnedResult>();
    if (duckdb_execute_prepared(statement.handle, &result->result) != DuckDBSuccess) {
        throw_duckdb(duckdb_result_error_type(&result->result), duckdb_result_error(&result->result));
    }
    return result;
}

}  // namespace

// Closed in the reverse order: the connection before the database.
struct Duckdb::Handles {
    OwnedDatabase database;
    OwnedConnection connection;
};

void throw_duckdb(duckdb_error_type type, const char* message)
{
    if (type == DUCKDB_ERROR_OUT_OF_MEMORY) {
        throw Error(ErrorCode::analysis_too_large);
    }
    // The first line says it; what follows may quote values.
    std::string_view what = message == nullptr ? "DuckDB gave no reason" : message;
    // The type is that of any failure to write.
    if (what.find(std::strerror(ENOSPC)) != what.npos) {
        throw Error(ErrorCode::store_full);
    }
    throw Error(ErrorCode::mirror_failed, {{"what", std::string(what.substr(0, what.find('\n')))}});
}

Duckdb::Duckdb(const DuckdbSettings& settings) : handles_(std::make_unique<Handles>())
{
    OwnedConfig config;
    CHECK(duckdb_create_config(&config.handle) == DuckDBSuccess);
    set(config, "memory_limit", fmt::format("{}B", settings.memory_bytes_max));
    if (settings.threads > 0) {
        set(config, "threads", std::to_string(settings.threads));
    }
    set(config, "temp_directory", settings.temp_folder);
    set(config, "preserve_insertion_order", "false");
    set(config, "autoinstall_known_extensions", "false");
    set(config, "autoload_known_extensions", "false");
    set(config, "allow_community_extensions", "false");
    set(config, "enable_external_access", "false");
    set(config, "lock_configuration", "true");
    char* message = nullptr;
    const char* path = settings.path.empty() ? nullptr : settings.path.c_str();
    if (duckdb_open_ext(path, &handles_->database.handle, config.handle, &message) != DuckDBSuccess) {
        const std::unique_ptr<char, void (*)(void*)> owned(message, duckdb_free);
        throw_duckdb(DUCKDB_ERROR_IO, message);
    }
    CHECK(duckdb_connect(handles_->database.handle, &handles_->connection.handle) == DuckDBSuccess);
}

Duckdb::~Duckdb() = default;

std::unique_ptr<Cursor> Duckdb::query(std::string_view sql, std::span<const Value> parameters)
{
    return make_cursor(run(handles_->connection.handle, sql, parameters));
}

std::int64_t Duckdb::execute(std::string_view sql, std::span<const Value> parameters)
{
    const auto result = run(handles_->connection.handle, sql, parameters);
    return static_cast<std::int64_t>(duckdb_rows_changed(&result->result));
}

std::unique_ptr<Appender> Duckdb::append(const std::string& table)
{
    return make_appender(handles_->connection.handle, table);
}

}  // namespace juan::store
