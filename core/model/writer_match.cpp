// Knowing a record again: by the match keys of its object.
#include <fmt/format.h>

#include <algorithm>

#include "core/model/model.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"

namespace juan::model {
namespace {

// The main value that a draft gives a field; null when none.
const store::Value* drafted(const Draft& draft, std::string_view name)
{
    for (const auto& [field, cells] : draft) {
        if (field->name == name) return is_missing(cells.front()) ? nullptr : &cells.front();
    }
    return nullptr;
}

}  // namespace

Id Writer::find_match(const Object& object, const Draft& draft)
{
    std::vector<const std::string*> stronger;  // keys that the draft has and by which nothing was found
    for (const auto& key : object.match) {
        std::vector<const store::Value*> values;
        values.reserve(key.size());
        for (const std::string& name : key) values.push_back(drafted(draft, name));
        if (std::find(values.begin(), values.end(), nullptr) != values.end()) {
            continue;
        }
        const Id found = find_by_key(object, key, values);
        if (found != Id::none && may_see(object, found) && (stronger.empty() || !has_any(object, found, stronger))) {
            return found;
        }
        stronger.push_back(&key.front());
    }
    return Id::none;
}

Id Writer::find_by_key(const Object& object, const std::vector<std::string>& key,
                       const std::vector<const store::Value*>& values)
{
    const Field& first = object.require(key.front());
    if (key.size() == 1 && !first.identity.empty() && object.customer == "id" && model_.identity_lookup_) {
        return model_.identity_lookup_(session_, first.identity, text_of(*values.front()));
    }
    std::vector<store::Value> parameters;
    std::string condition;
    for (std::size_t i = 0; i < key.size(); ++i) {
        condition += (i == 0 ? "" : " and ") + equality(object, object.require(key[i]), *values[i], *keys_, parameters);
    }
    const auto cursor = session_.query(
        fmt::format("select id from {} where {} order by id limit 1", sql_name(object.name), condition), parameters);
    return cursor->next() ? id_from(cursor->integer(0)) : Id::none;
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
