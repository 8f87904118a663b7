// Full-text search over blank-separated tokens made by core/base/text: one search table beside a table.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.hpp"
#include "core/store/database.hpp"

namespace juan::store {

void create_search(Session& session, const std::string& table);
void add_search(Session& session, const std::string& table, std::int64_t id, const std::string& tokens);
// Requires: `tokens` are those with which `id` was added.
void remove_search(Session& session, const std::string& table, std::int64_t id, const std::string& tokens);

// The bound value for search_condition(): every token must be found.
std::string search_expression(const std::vector<SearchToken>& tokens);
// A condition on `id_expression`; `parameter` ("$2") is bound to search_expression().
std::string search_condition(const std::string& table, std::string_view id_expression, std::string_view parameter);
// Counts matches without looking at the table itself.
std::string search_count(const std::string& table, std::string_view parameter);

// Names of a table's columns; empty when there is no such table.
std::vector<std::string> table_columns(Session& session, const std::string& table);

}  // namespace juan::store
