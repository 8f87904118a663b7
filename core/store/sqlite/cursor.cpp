// Stepping, and columns as values.
#include "core/store/sqlite/cursor.hpp"

#include "core/store/sqlite/connection.hpp"

namespace juan::store {

bool SqliteCursor::next()
{
    if (is_at_end_) {
        return false;
    }
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) {
        return true;
    }
    is_at_end_ = true;
    if (code != SQLITE_DONE) {
        connection_.fail(code);
    }
    sqlite3_reset(handle_);
    return false;
}

std::string_view SqliteCursor::text(int column) const
{
    const unsigned char* text = sqlite3_column_text(handle_, column);
    if (text == nullptr) {
        return {};
    }
    return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

Value SqliteCursor::value(int column) const
{
    switch (sqlite3_column_type(handle_, column)) {
        case SQLITE_INTEGER: return integer(column);
        case SQLITE_FLOAT: return real(column);
        case SQLITE_NULL: return std::monostate{};
        default: return std::string(text(column));
    }
}

}  // namespace juan::store
