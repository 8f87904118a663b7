// Declarations to DDL.
#include "core/model/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/model/tally.hpp"
#include "core/store/search.hpp"

namespace juan::model {
namespace {

std::string_view kind_name(Kind kind)
{
    switch (kind) {
        case Kind::integer: return "integer";
        case Kind::real: return "real";
        case Kind::text: return "text";
    }
    return "text";
}

// change: what happened, for mirrors and streams, in commit order. audit: who did it, chained by hashes.
// share: one record shown to somebody, or some team, besides; until: milliseconds, 0 for ever.
// record_count: exact totals by owner, so that a list need not count. trash: deleted records, to be restored.
constexpr std::string_view system_tables = R"(
create table if not exists meta (key text primary key, value text not null);
create table if not exists change (
    seq integer primary key, at bigint not null, object text not null, action text not null, ids text not null);
create table if not exists audit (
    seq integer primary key, at bigint not null, actor_id bigint not null, via text not null, action text not null,
    object text not null, record_id bigint not null, detail text not null, previous text not null, hash text not null);
create index if not exists audit_by_at on audit (at, seq);
create index if not exists audit_by_actor on audit (actor_id, seq);
create index if not exists audit_by_action on audit (action, seq);
create index if not exists audit_by_record on audit (record_id, seq) where record_id <> 0;
create table if not exists record_count (
    object text not null, owner_id bigint not null, count bigint not null, primary key (object, owner_id));
create table if not exists provenance (
    id bigint primary key, kind text not null, name text not null, reference text not null, actor_id bigint not null,
    at bigint not null);
create table if not exists trash (
    id bigint primary key, object text not null, title text not null, deleted_at bigint not null,
    deleted_by bigint not null, row text not null);
create table if not exists idempotency (
    actor_id bigint not null, key text not null, request_hash text not null, result text not null, at bigint not null,
    primary key (actor_id, key));
create table if not exists share (
    id bigint primary key, object text not null, record_id bigint not null, to_kind text not null,
    to_id bigint not null, verb text not null, until bigint not null, by_id bigint not null, at bigint not null);
create unique index if not exists share_by_record on share (record_id, to_id);
create index if not exists share_by_receiver on share (to_id);
create table if not exists setting (key text primary key, value text not null);
)";

void check_version(store::Session& session)
{
    const auto cursor = session.query("select value from meta where key = 'store_version'");
    if (!cursor->next()) {
        session.execute("insert into meta(key, value) values ('store_version', $1)",
                        store::values(std::to_string(store_version)));
        return;
    }
    const std::string found(cursor->text(0));
    if (std::stoll(found) > store_version) {
        throw Error(ErrorCode::store_newer, {{"store", found}, {"binary", std::to_string(store_version)}});
    }
    session.execute("update meta set value = $1 where key = 'store_version' and value <> $1",
                    store::values(std::to_string(store_version)));
}

std::string column_definition(const Field& field, const Column& column, const store::Dialect& dialect)
{
    const std::string_view type = dialect.column_type(kind_name(column.kind));
    if (column.name == "id") {
        return fmt::format("id {} primary key", type);
    }
    return fmt::format("{} {}{}", sql_name(column.name), type, is_always_filled(field, column) ? " not null" : "");
}

// In the order of a Row.
std::vector<Column> kept_columns(const Field& field)
{
    std::vector<Column> columns = field.columns;
    if (field.index_column) columns.push_back(*field.index_column);
    return columns;
}

void create_table(store::Session& session, const Object& object)
{
    std::string columns;
    for (const Field& field : object.fields) {
        for (const Column& column : kept_columns(field)) {
            columns += columns.empty() ? "" : ", ";
            columns += column_definition(field, column, session.dialect());
        }
    }
    session.script(fmt::format("create table {} ({})", sql_name(object.name), columns));
}

void add_columns(store::Session& session, const Object& object, const std::vector<std::string>& present)
{
    for (const Field& field : object.fields) {
        for (const Column& column : kept_columns(field)) {
            if (std::find(present.begin(), present.end(), column.name) != present.end()) {
                continue;
            }
            if (field.required && field.default_json.empty() && column.part.empty()) {
                throw Error(ErrorCode::migration_needed,
                            {{"table", object.name}, {"what", "new required column " + column.name}});
            }
            const std::string_view type = session.dialect().column_type(kind_name(column.kind));
            session.script(
                fmt::format("alter table {} add column {} {}", sql_name(object.name), sql_name(column.name), type));
        }
    }
}

// Every index ends with the id, which orders equal values by age, and the owner, so that rights are checked inside it.
void create_index(store::Session& session, const Object& object, const Column& column)
{
    session.script(fmt::format("create index if not exists {} on {} ({}, id{})",
                               sql_name(object.name + "_by_" + column.name), sql_name(object.name),
                               sql_name(column.name),
                               object.is_owned && column.name != "owner_id" ? ", owner_id" : ""));
}

void create_indexes(store::Session& session, const Object& object)
{
    for (const std::string& path : object.indexes) {
        create_index(session, object, *object.path(path).column);
    }
    if (object.is_owned) {
        const Column& owner = *object.path("owner").column;
        create_index(session, object, owner);
        if (const Column* column = column_within_owner(object)) {
            session.script(fmt::format("create index if not exists {} on {} ({}, {}, id)",
                                       sql_name(object.name + "_by_owner_and_" + column->name), sql_name(object.name),
                                       sql_name(owner.name), sql_name(column->name)));
        }
    }
    for (const Field& field : object.fields) {
        if (field.is_encrypted()) {
            // Not unique: while keys are changed, equal values may stand under two of them. The writer looks at both.
            create_index(session, object, *field.index_column);
        } else if (field.unique) {
            session.script(fmt::format("create unique index if not exists {} on {} ({})",
                                       sql_name(object.name + "_unique_" + field.name), sql_name(object.name),
                                       sql_name(field.columns.front().name)));
        }
    }
}

std::string column_list(const Object& object)
{
    std::string list;
    for (const std::string& column : object.columns) {
        list += (list.empty() ? "" : ", ") + sql_name(column);
    }
    return list;
}

}  // namespace

std::string sql_name(std::string_view name) { return fmt::format("\"{}\"", name); }

bool is_noted(store::Session& session, const std::string& key, const std::string& text)
{
    {
        const auto known = session.query("select value from meta where key = $1", store::values(key));
        if (known->next() && known->text(0) == text) return true;
    }
    session.execute(
        "insert into meta(key, value) values ($1, $2) on conflict (key) do update set value = excluded.value",
        store::values(key, text));
    return false;
}

bool is_always_filled(const Field& field, const Column& column)
{
    return field.name == "id" || field.name == "version" || field.name == "created_at" || field.name == "updated_at" ||
           (field.required && column.part.empty());
}

const Column* column_within_owner(const Object& object)
{
    const bool is_sorted_by =
        std::find(object.indexes.begin(), object.indexes.end(), object.title) != object.indexes.end();
    if (!object.is_owned || !is_sorted_by) return nullptr;
    const Path title = object.path(object.title);
    return is_always_filled(*title.field, *title.column) ? title.column : nullptr;
}

std::string select_one_sql(const Object& object)
{
    return fmt::format("select {} from {} where id = $1", column_list(object), sql_name(object.name));
}

std::string insert_sql(const Object& object)
{
    std::string places;
    for (std::size_t i = 1; i <= object.columns.size(); ++i) {
        places += fmt::format("{}${}", i == 1 ? "" : ", ", i);
    }
    return fmt::format("insert into {} ({}) values ({})", sql_name(object.name), column_list(object), places);
}

void keep_schema(store::Database& database, const Catalogue& catalogue)
{
    database.write([&](store::Session& session) {
        session.script(system_tables);
        check_version(session);
        for (const Object& object : catalogue.objects()) {
            const auto present = store::table_columns(session, object.name);
            if (present.empty()) {
                create_table(session, object);
            } else {
                add_columns(session, object, present);
            }
            create_indexes(session, object);
            for (const Tally& tally : object.tallies) {
                session.script(tally_table_sql(object, tally, session.dialect()));
            }
            if (std::any_of(object.fields.begin(), object.fields.end(), [](const Field& f) { return f.search; })) {
                store::create_search(session, object.name);
            }
        }
    });
}

}  // namespace juan::model
