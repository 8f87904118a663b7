// Keeps the tables in step with the declarations.
#pragma once

#include <string>

#include "core/model/catalogue.hpp"
#include "core/store/database.hpp"

namespace juan::model {

// Raised by one with each change of the system tables' meaning. A store of a higher one is refused.
// 2: the audit is signed with a key. 3: tallies are kept.
inline constexpr std::int64_t store_version = 3;

// Creates what is missing: tables, columns, indexes, search tables. Never drops or changes anything.
// Throws Error store_newer, or migration_needed when a declared column can not simply be added.
void keep_schema(store::Database& database, const Catalogue& catalogue);

// Whether `text` is what was last noted under `key`; from now on it is.
bool is_noted(store::Session& session, const std::string& key, const std::string& text);

// The store does not take a record without it.
bool is_always_filled(const Field& field, const Column& column);

// The column by which, and by the id, the records of each owner stand in order in an index of their own: the title,
// where people sort by it. Null when there is none.
const Column* column_within_owner(const Object& object);

// All columns in the order of a Row, of the record with id $1.
std::string select_one_sql(const Object& object);
// A record with all columns, $1 being the id.
std::string insert_sql(const Object& object);

// "order" needs quotes in SQL; so all names get them.
std::string sql_name(std::string_view name);

}  // namespace juan::model
