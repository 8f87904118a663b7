// Scopes, and rows in and out.
#include "core/account/api_key.hpp"

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/json.hpp"

namespace juan::account {
namespace {

bool holds(const KeyScope& scope, const std::string& word)
{
    return std::find(scope.begin(), scope.end(), word) != scope.end();
}

std::optional<Instant> optional_instant(const store::Cursor& cursor, int column)
{
    return cursor.is_null(column) ? std::nullopt : std::optional(instant_from(cursor.integer(column)));
}

KeyRow row_of(const store::Cursor& cursor)
{
    return {id_from(cursor.integer(0)),      id_from(cursor.integer(1)),
            std::string(cursor.text(2)),     Json::parse(cursor.text(3)).get<KeyScope>(),
            instant_from(cursor.integer(4)), optional_instant(cursor, 5),
            optional_instant(cursor, 6)};
}

void close_reading(model::ObjectRights& rights)
{
    rights.read = rights.export_rows = model::Scope::none;
    std::fill(rights.fields.begin(), rights.fields.end(), model::Right::hidden);
}

void close_writing(model::ObjectRights& rights)
{
    rights.may_create = rights.may_import = false;
    rights.edit = rights.erase = model::Scope::none;
    for (model::Right& right : rights.fields) {
        right = std::min(right, model::Right::read);
    }
}

}  // namespace

void check_scope(const model::Catalogue& catalogue, const KeyScope& scope)
{
    auto is_known = [&](const std::string& word) {
        const auto colon = word.find(':');
        const std::string verb = colon == word.npos ? word : word.substr(colon + 1);
        return (verb == "read" || verb == "write") &&
               (colon == word.npos || catalogue.find(word.substr(0, colon)) != nullptr);
    };
    const auto wrong = std::find_if_not(scope.begin(), scope.end(), is_known);
    if (scope.empty() || wrong != scope.end()) {
        throw Error(ErrorCode::parameter_invalid, {{"name", "scope"},
                                                   {"value", scope.empty() ? "" : *wrong},
                                                   {"expected", "read, write, customer:read, customer:write"}});
    }
}

bool has_write(const KeyScope& scope)
{
    return std::any_of(scope.begin(), scope.end(),
                       [](const std::string& word) { return word == "write" || word.ends_with(":write"); });
}

void narrow(model::Principal& principal, const model::Catalogue& catalogue, const KeyScope& scope)
{
    const bool may_read = holds(scope, "read");
    const bool may_write = holds(scope, "write");
    if (may_read && may_write) {
        return;
    }
    principal.is_administrator = false;
    principal.duties = {};
    principal.grants.clear();
    for (const model::Object& object : catalogue.objects()) {
        model::ObjectRights& rights = principal.rights.at(static_cast<std::size_t>(object.position));
        if (!may_read && !holds(scope, object.name + ":read")) close_reading(rights);
        if (!may_write && !holds(scope, object.name + ":write")) close_writing(rights);
    }
}

void insert_key(store::Session& session, const std::string& token_hash, const KeyRow& row)
{
    store::Value expires;
    if (row.expires_at) expires = to_integer(*row.expires_at);
    session.execute(
        "insert into api_key(token_hash, id, user_id, name, scope, created_at, expires_at) "
        "values ($1, $2, $3, $4, $5, $6, $7)",
        store::values(token_hash, to_integer(row.id), to_integer(row.user), row.name, Json(row.scope).dump(),
                      to_integer(row.created_at), expires));
}

std::optional<KeyRow> find_key(store::Session& session, const std::string& token_hash)
{
    const auto cursor = session.query(
        "select id, user_id, name, scope, created_at, expires_at, last_used_at from api_key where token_hash = $1",
        store::values(token_hash));
    return cursor->next() ? std::optional(row_of(*cursor)) : std::nullopt;
}

std::optional<KeyRow> find_key(store::Session& session, Id id)
{
    const auto cursor = session.query(
        "select id, user_id, name, scope, created_at, expires_at, last_used_at from api_key where id = $1",
        store::values(to_integer(id)));
    return cursor->next() ? std::optional(row_of(*cursor)) : std::nullopt;
}

std::vector<KeyRow> all_keys(store::Session& session)
{
    std::vector<KeyRow> rows;
    const auto cursor = session.query(
        "select id, user_id, name, scope, created_at, expires_at, last_used_at from api_key order by id desc");
    while (cursor->next()) {
        rows.push_back(row_of(*cursor));
    }
    return rows;
}

void erase_key(store::Session& session, Id id)
{
    session.execute("delete from api_key where id = $1", store::values(to_integer(id)));
}

void erase_keys_of(store::Session& session, Id user)
{
    session.execute("delete from api_key where user_id = $1", store::values(to_integer(user)));
}

bool has_keys(store::Session& session, Id user)
{
    return session.query("select 1 from api_key where user_id = $1", store::values(to_integer(user)))->next();
}

void keep_last_used(store::Session& session, const std::string& token_hash, Instant at)
{
    session.execute("update api_key set last_used_at = $1 where token_hash = $2",
                    store::values(to_integer(at), token_hash));
}

}  // namespace juan::account
