// What SQLite is taught besides its own functions.
#pragma once

#include <sqlite3.h>

namespace juan::store {

// among(list, value): whether the JSON array of integers holds the value; null of null. The list is read once in a run
// of a statement, where `in (select value from json_each(...))` builds a table of it.
// Returns SQLite's result code.
int add_functions(sqlite3* connection);

}  // namespace juan::store
