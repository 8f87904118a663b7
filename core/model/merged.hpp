// Lists for who sees the records of a few owners among those of many. Each owner's records stand in order in an index;
// the list is merged from these, so that what others own is not even passed by.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/model/query.hpp"

namespace juan::model {

// Whether the list is all the principal may read, of few owners, in an order that stands in an index of theirs.
bool is_merged(const Principal& principal, const Object& object, const ListRequest& request, const Order& order);

// Selects `columns` of the table as `t` from the place `offset` of the list on, at most `count` records. Requires:
// is_merged().
Sql merged_sql(const store::Dialect& dialect, const Principal& principal, const Object& object,
               std::string_view columns, const Order& order, std::int64_t offset, std::int64_t count);

}  // namespace juan::model
