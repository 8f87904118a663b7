// From SQLite's result codes to our errors.
#pragma once

#include <sqlite3.h>

#include <string_view>

#include "core/base/error.hpp"

namespace juan::store {

// The error for result `code` of the last call on `connection`. `sql` names the statement when its text is at fault.
// Requires: `code` is neither SQLITE_OK, _ROW, _DONE nor _INTERRUPT.
Error error_from(sqlite3* connection, int code, std::string_view sql = {});

// The disk or the file cannot be trusted after `code`: after a failed fsync the kernel marks pages as written that are
// not, and a second fsync lies. Nothing more may be written or checkpointed by this process.
// Requires: called right after the failure, while the connection still knows the system's error number.
bool is_disk_failure(sqlite3* connection, int code);

}  // namespace juan::store
