// Knowing a record again: by the match keys of its object.
#include <fmt/format.h>

#include <algorithm>

#include "core/model/model.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"

namespace juan::model {
namespace {

// The main value that a draft gives a field; null when none.
store::Value drafted(const Draft& draft, std::string_view name)
{
    for (const auto& [field, cells] : draft) {
        if (field->name == name) return cells.front();
    }
    return {};
}

}  // namespace

Id Writer::find_match(const Object& object, const Draft& draft)
{
    std::vector<const std::string*> stronger;  // keys that the draft has and by which nothing was found
    for (const auto& key : object.match) {
        std::vector<store::Value> parameters;
        std::string condition;
        std::size_t filled = 0;
        for (const std::string& name : key) {
            const store::Value value = drafted(draft, name);
            if (is_missing(value)) break;
            condition +=
                (condition.empty() ? "" : " and ") + equality(object, object.require(name), value, *keys_, parameters);
            ++filled;
        }
        if (filled != key.size()) {
            continue;
        }
        Id found = Id::none;
        const std::string& identity = object.require(key.front()).identity;
        if (key.size() == 1 && !identity.empty() && object.customer == "id" && model_.identity_lookup_) {
            found = model_.identity_lookup_(session_, identity, text_of(parameters.front()));
        } else {
            const auto cursor = session_.query(
                fmt::format("select id from {} where {} order by id limit 1", sql_name(object.name), condition),
                parameters);
            if (cursor->next()) found = id_from(cursor->integer(0));
        }
        if (found != Id::none && may_see(object, found) && (stronger.empty() || !has_any(object, found, stronger))) {
            return found;
        }
        stronger.push_back(&key.front());
    }
    return Id::none;
}

// A record that one may not see is not known again: what an import answers must not tell that it is there.
bool Writer::may_see(const Object& object, Id id)
{
    const Principal& principal = context_.principal;
    if (principal.scope(object, Verb::read) == Scope::all && !principal.on(object).condition) {
        return true;
    }
    const auto cursor = session_.query(model_.prepared_.at(static_cast<std::size_t>(object.position)).select,
                                       store::values(to_integer(id)));
    if (!cursor->next()) {
        return false;
    }
    Row row;
    for (int i = 0; i < static_cast<int>(object.columns.size()); ++i) {
        row.push_back(cursor->value(i));
    }
    return model_.may(session_, principal, object, Verb::read, row);
}

// A record that has another number is another record, even when the names are the same.
bool Writer::has_any(const Object& object, Id id, const std::vector<const std::string*>& fields)
{
    const auto cursor = session_.query(model_.prepared_.at(static_cast<std::size_t>(object.position)).select,
                                       store::values(to_integer(id)));
    return cursor->next() && std::any_of(fields.begin(), fields.end(), [&](const std::string* name) {
               return !cursor->is_null(object.path(*name).column->position);
           });
}

bool Writer::exists(const Object& object, Id id)
{
    return session_
        .query(fmt::format("select 1 from {} where id = $1", sql_name(object.name)), store::values(to_integer(id)))
        ->next();
}

}  // namespace juan::model
