// Which result code becomes which error.
#include "core/store/sqlite/failure.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <string>

namespace juan::store {
namespace {

constexpr std::size_t sql_characters_max = 300;

// A full disk shows as SQLITE_FULL, but as an I/O error where a quota is used up or the WAL index cannot grow.
bool is_full(sqlite3* connection, int code)
{
    const int system_error = sqlite3_system_errno(connection);
    return (code & 0xff) == SQLITE_FULL || code == SQLITE_IOERR_SHMSIZE ||
           (code == SQLITE_IOERR_WRITE && (system_error == EDQUOT || system_error == ENOSPC));
}

bool is_unique(int code)
{
    return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID;
}

// "UNIQUE constraint failed: customer.phone" -> "customer.phone"
std::string what_is_unique(std::string_view message)
{
    const auto colon = message.rfind(": ");
    return std::string(colon == message.npos ? message : message.substr(colon + 2));
}

}  // namespace

Error error_from(sqlite3* connection, int code, std::string_view sql)
{
    const std::string message = sqlite3_errmsg(connection);
    if (is_unique(code)) {
        return Error(ErrorCode::unique_violation, {{"what", what_is_unique(message)}});
    }
    if (is_full(connection, code)) {
        return Error(ErrorCode::store_full);
    }
    if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) {
        return Error(ErrorCode::store_busy);
    }
    std::string what = fmt::format("{} (SQLite {})", message, code);
    if (!sql.empty()) {
        what += fmt::format(": {}", sql.substr(0, sql_characters_max));
    }
    return Error(ErrorCode::store_failed, {{"what", std::move(what)}});
}

bool is_disk_failure(sqlite3* connection, int code)
{
    const int kind = code & 0xff;
    const bool is_bad =
        (kind == SQLITE_IOERR && code != SQLITE_IOERR_NOMEM) || kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB;
    return is_bad && !is_full(connection, code);
}

}  // namespace juan::store
