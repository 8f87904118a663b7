// SQL texts whose names of tables and columns come from declarations. Values never stand in them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/store/database.hpp"

namespace juan::store {

// A name as SQL writes it, in double quotes.
std::string quoted(std::string_view name);

// `columns`: name and type.
std::string create_table(std::string_view table, const std::vector<std::pair<std::string, std::string>>& columns);
// A temporary table of column KEY, an integer, and of `columns` with the types they have in table `like`.
std::string create_temporary_like(std::string_view table, std::string_view key, std::string_view like,
                                  const std::vector<std::string>& columns);
std::string drop_table(std::string_view table);
std::string select_all(std::string_view table, const std::vector<std::string>& columns);
std::string select_count(std::string_view table);
// Rows whose id stands in the JSON array bound as $1.
std::string select_listed(std::string_view table, const std::vector<std::string>& columns, const Dialect& dialect);
// Rows whose id stands in column id of table `list`.
std::string delete_listed(std::string_view table, std::string_view list);
// The result of `query` (columns KEY, then `columns`, found by name) put into `table`, which has the same columns.
std::string insert_query(std::string_view table, std::string_view key, const std::vector<std::string>& columns,
                         std::string_view query);
// id and the new `columns` of every row of `table` that `result` (columns KEY and `columns`) says otherwise about;
// rows it does not tell of are to have nulls.
std::string select_changed(std::string_view table, std::string_view result, std::string_view key,
                           const std::vector<std::string>& columns);

}  // namespace juan::store
