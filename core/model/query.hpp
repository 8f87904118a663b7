// Building SQL for reading: the scope of a principal, conditions, order. Text comes from declarations, values are
// bound.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/condition/condition.hpp"
#include "core/model/model.hpp"
#include "core/model/order.hpp"

namespace juan::model {

using condition::Sql;

// The condition that `principal` may do `verb` with the record `alias` of `object`; "1 = 1" when with all of them.
// `by_owner`: the store may look records up by their owner; otherwise only check it, because another way is shorter.
// Throws Error forbidden when with none.
std::string scope_condition(const Catalogue& catalogue, const Principal& principal, const Object& object, Verb verb,
                            std::string_view alias, const store::Dialect& dialect, Sql& sql, bool by_owner);

// The condition of the records that the principal reads only because they were shared with them; empty when there are
// none. Requires: the scope for reading is own, team or team_below, and no condition narrows it.
std::string shared_condition(const Principal& principal, const Object& object, const store::Dialect& dialect, Sql& sql);

// The condition that the principal's role puts on the object's records; "1 = 1" when it puts none.
std::string rule_condition(const Principal& principal, const Object& object, std::string_view alias,
                           const store::Dialect& dialect, Sql& sql);

// What must be allowed of a record so that `verb` is allowed of its lines.
Verb verb_of_whole(Verb verb);

// The condition of a filter a person wrote. Hidden and masked fields cannot be named in it.
std::string person_filter(const Model& model, const Principal& principal, const Object& object, std::string_view filter,
                          Sql& sql);

// The condition of a filter from a declaration.
std::string trusted_filter(const Model& model, const Object& object, std::string_view filter, Sql& sql);

// What a list reads: of which columns, of which records, in which order. The conditions hold for the table as `t`.
struct ListQuery {
    Page page;  // its fields; no rows yet
    std::vector<const Column*> columns;
    Sql where;
    Order order;
};
// Throws as Model::list() does.
ListQuery list_query(const Model& model, store::Session& session, const Principal& principal, const Object& object,
                     const ListRequest& request);

}  // namespace juan::model
