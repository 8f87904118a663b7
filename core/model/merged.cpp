// One SELECT for each owner, joined by UNION ALL under one ORDER BY: the stores merge what is ordered already. These
// read no more than the indexes; the records of the page are looked up one after the other.
#include "core/model/merged.hpp"

#include <fmt/format.h>

#include "core/model/schema.hpp"

namespace juan::model {

bool is_merged(const Principal& principal, const Object& object, const ListRequest& request, const Order& order)
{
    const Scope scope = principal.scope(object, Verb::read);
    const bool is_all_of_owners = object.is_owned && object.part_of.empty() && scope != Scope::all &&
                                  !principal.on(object).condition && request.filter.empty() && request.search.empty();
    return is_all_of_owners && principal.owners(scope).are_few() && order.is_simple &&
           (order.column->name == "id" || order.column == column_within_owner(object));
}

Sql merged_sql(const store::Dialect& dialect, const Principal& principal, const Object& object,
               std::string_view columns, const Order& order, std::int64_t offset, std::int64_t count)
{
    Sql sql;
    const std::string keys = order.column->name == "id" ? "id" : "id, " + sql_name(order.column->name);
    const auto add = [&](const std::string& condition) {
        sql.text += fmt::format("{}select {} from {} where {}", sql.text.empty() ? "" : " union all ", keys,
                                sql_name(object.name), condition);
    };
    const Owners& owners = principal.owners(principal.scope(object, Verb::read));
    for (const std::int64_t owner : owners.ids) {
        add("owner_id = " + sql.bind(owner));
    }
    if (const std::string shared = shared_condition(principal, object, dialect, sql); !shared.empty()) {
        add(shared);
    }
    const char* direction = order.is_descending ? " desc" : "";
    sql.text += order.column->name == "id" ? fmt::format(" order by 1{}", direction)
                                           : fmt::format(" order by 2{0}, 1{0}", direction);
    sql.text = fmt::format("select {} from ({} limit {} offset {}) page cross join {} t on t.id = page.id{}", columns,
                           sql.text, sql.bind(count), sql.bind(offset), sql_name(object.name),
                           dialect.order_of_outer(order.sql));
    return sql;
}

}  // namespace juan::model
