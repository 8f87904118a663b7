// In which order a list stands.
#pragma once

#include <string>
#include <string_view>

#include "core/model/access.hpp"

namespace juan::model {

struct Order {
    std::string sql;                 // of the table as `t`; ends with the id, so that pages never overlap
    const Column* column = nullptr;  // what is first ordered by
    bool is_descending = false;      // by that
    bool is_simple = false;          // by that alone and, the same way round, the id; and it is always filled
};

// The declared order of the object, unless it would tell what the principal may not read; then the newest first.
// Valid as long as the object.
std::string_view default_order(const Principal& principal, const Object& object);

// "name, -created_at, total desc"; empty: the default order. Throws Error field_unknown, field_forbidden,
// field_encrypted.
Order order_from(const Principal& principal, const Object& object, std::string_view order_by);

}  // namespace juan::model
