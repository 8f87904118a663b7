// Lists and single records, through the scope of a principal.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "core/base/text.hpp"
#include "core/model/audit.hpp"
#include "core/model/merged.hpp"
#include "core/model/query.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"
#include "core/store/search.hpp"

namespace juan::model {
namespace {

constexpr int page_size_max = 10000;
constexpr std::int64_t rows_by_owner_max = 7000;  // fewer than this are found faster by owner than by order

bool sees_all(const Principal& principal, const Object& object)
{
    return principal.scope(object, Verb::read) == Scope::all || !object.is_owned;
}

// By the owners within the scope: exact unless a condition narrows or shares widen what is seen. May stop once there
// are `enough`.
std::int64_t count_of_owners(store::Session& session, const Principal& principal, const Object& object,
                             std::int64_t enough = std::numeric_limits<std::int64_t>::max())
{
    std::string condition = "object = $1";
    std::vector<store::Value> parameters{object.name};
    if (!sees_all(principal, object)) {
        const Owners& owners = principal.owners(principal.scope(object, Verb::read));
        const store::Dialect& dialect = session.dialect();
        condition += " and " + (owners.are_few() ? dialect.in_integers("owner_id", "$2")
                                                 : dialect.among_integers("owner_id", "$2"));
        parameters.emplace_back(owners.json);
    }
    std::int64_t count = 0;
    const auto cursor = session.query("select count from record_count where " + condition, parameters);
    while (count < enough && cursor->next()) {
        count += cursor->integer(0);
    }
    return count;
}

// What the principal may read in all; nothing when it has to be looked for.
std::optional<std::int64_t> known_count(store::Session& session, const Principal& principal, const Object& object)
{
    if (!object.part_of.empty() || principal.on(object).condition) return {};
    std::int64_t count = count_of_owners(session, principal, object);
    if (sees_all(principal, object)) return count;
    Sql sql;
    if (const std::string shared = shared_condition(principal, object, session.dialect(), sql); !shared.empty()) {
        const auto cursor = session.query(
            fmt::format("select count(*) from {} where {}", sql_name(object.name), shared), sql.parameters);
        cursor->next();
        count += cursor->integer(0);
    }
    return count;
}

void split_fields(const Principal& principal, const Object& object, const std::vector<std::string>& wanted, Page& page)
{
    for (const Field& field : object.fields) {
        const bool is_wanted = wanted.empty() || field.name == "version" ||
                               std::find(wanted.begin(), wanted.end(), field.name) != wanted.end();
        const Right right = principal.right(object, field);
        if (is_wanted && right == Right::masked) {
            page.masked_fields.push_back(&field);
        } else if (is_wanted && right != Right::hidden) {
            page.fields.push_back(&field);
        }
    }
    for (const std::string& name : wanted) {
        const Field& field = object.require(name.substr(0, name.find('.')));
        if (principal.right(object, field) == Right::hidden) {
            throw Error(ErrorCode::field_unknown, {{"object", object.name}, {"field", name}});
        }
    }
}

std::vector<const Column*> shown_columns(const Page& page)
{
    std::vector<const Column*> columns;
    for (const auto* fields : {&page.fields, &page.masked_fields}) {
        for (const Field* field : *fields) {
            for (const Column& column : field->columns) {
                columns.push_back(&column);
            }
        }
    }
    return columns;
}

struct Where {
    Sql sql;
    bool is_everything = true;  // neither filter nor search
    std::string match;          // what is searched for; empty when nothing
};

// The index holds the words of all fields together, so it answers only those who may read all of them; for others
// the fields they may read are looked through.
std::string search_text(const Model& model, const Principal& principal, const Object& object, const std::string& typed,
                        Where& where)
{
    const bool is_searched =
        std::any_of(object.fields.begin(), object.fields.end(), [](const Field& field) { return field.search; });
    if (!is_searched) return "1 = 0";  // Such objects have no index.
    const bool may_read_all = std::all_of(object.fields.begin(), object.fields.end(), [&](const Field& field) {
        return !field.search || principal.right(object, field) >= Right::read;
    });
    if (may_read_all) {
        where.match = store::search_expression(search_query(typed));
        return where.match.empty() ? "1 = 0"
                                   : store::search_condition(object.name, "t.id", where.sql.bind(where.match));
    }
    std::string quoted = "\"";
    for (const char c : tidy_text(typed)) {
        quoted += c == '"' || c == '\\' || c == '*' ? std::string{'\\', c} : std::string(1, c);
    }
    return "(" + person_filter(model, principal, object, quoted + "\"", where.sql) + ")";
}

bool are_records_few(store::Session& session, const Principal& principal, const Object& object)
{
    return !sees_all(principal, object) &&
           count_of_owners(session, principal, object, rows_by_owner_max) < rows_by_owner_max;
}

Where build_where(const Model& model, store::Session& session, const Principal& principal, const Object& object,
                  const ListRequest& request)
{
    Where where;
    std::string text = scope_condition(model.catalogue(), principal, object, Verb::read, "t", session.dialect(),
                                       where.sql, are_records_few(session, principal, object));
    if (!request.filter.empty()) {
        where.is_everything = false;
        text += " and (" + person_filter(model, principal, object, request.filter, where.sql) + ")";
    }
    if (!request.search.empty()) {
        where.is_everything = false;
        text += " and " + search_text(model, principal, object, request.search, where);
    }
    where.sql.text = std::move(text);
    return where;
}

std::int64_t count_rows(store::Session& session, const Principal& principal, const Object& object, const Where& where,
                        const ListRequest& request)
{
    if (where.is_everything) {
        if (const auto known = known_count(session, principal, object)) return *known;
    } else if (!where.match.empty() && request.filter.empty() && object.part_of.empty() &&
               !principal.on(object).condition && principal.scope(object, Verb::read) == Scope::all) {
        const auto cursor = session.query(store::search_count(object.name, "$1"), store::values(where.match));
        cursor->next();
        return cursor->integer(0);
    }
    const auto cursor = session.query(
        fmt::format("select count(*) from {} t where {}", sql_name(object.name), where.sql.text), where.sql.parameters);
    cursor->next();
    return cursor->integer(0);
}

std::int64_t offset_of(const ListRequest& request)
{
    if (request.page_token.empty()) {
        return (static_cast<std::int64_t>(request.page) - 1) * request.page_size;
    }
    std::int64_t offset = 0;
    const char* end = request.page_token.data() + request.page_token.size();
    const auto result = std::from_chars(request.page_token.data(), end, offset);
    if (result.ec != std::errc{} || result.ptr != end || offset < 0) {
        throw Error(
            ErrorCode::parameter_invalid,
            {{"name", "page_token"}, {"value", request.page_token}, {"expected", "the next_page_token of a list"}});
    }
    return offset;
}

std::string selection(const std::vector<const Column*>& columns)
{
    std::string selected = "t.id";
    for (const Column* column : columns) {
        selected += ", t." + sql_name(column->name);
    }
    return selected;
}

// The rows of one page out of a query that was asked for one more.
void take_rows(store::Session& session, const Sql& sql, const Object& object, const std::vector<const Column*>& columns,
               const ListRequest& request, Page& page)
{
    const auto cursor = session.query(sql.text, sql.parameters);
    while (cursor->next()) {
        if (static_cast<int>(page.rows.size()) == request.page_size) {
            page.next_page_token = std::to_string(offset_of(request) + request.page_size);
            break;
        }
        Row& row = page.rows.emplace_back(object.columns.size());
        row[0] = cursor->value(0);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            row[static_cast<std::size_t>(columns[i]->position)] = cursor->value(static_cast<int>(i) + 1);
        }
    }
}

void read_merged(store::Session& session, const Principal& principal, const Object& object, Page& page,
                 const Order& order, const ListRequest& request)
{
    const auto columns = shown_columns(page);
    const Sql sql = merged_sql(session.dialect(), principal, object, selection(columns), order, offset_of(request),
                               std::int64_t{request.page_size} + 1);
    take_rows(session, sql, object, columns, request, page);
}

void read_rows(store::Session& session, const Object& object, Page& page, Where where, const Order& order,
               const ListRequest& request)
{
    const auto columns = shown_columns(page);
    const std::string limit = where.sql.bind(static_cast<std::int64_t>(request.page_size) + 1);
    const std::string skip = where.sql.bind(offset_of(request));
    where.sql.text = fmt::format("select {} from {} t where {} order by {} limit {} offset {}", selection(columns),
                                 sql_name(object.name), where.sql.text, order.sql, limit, skip);
    take_rows(session, where.sql, object, columns, request, page);
}

}  // namespace

ListQuery list_query(const Model& model, store::Session& session, const Principal& principal, const Object& object,
                     const ListRequest& request)
{
    ListQuery query;
    split_fields(principal, object, request.fields, query.page);
    query.columns = shown_columns(query.page);
    query.where = build_where(model, session, principal, object, request).sql;
    query.order = order_from(principal, object, request.order_by);
    return query;
}

Page Model::list(const Principal& principal, const Object& object, const ListRequest& request) const
{
    principal.require(object, Verb::read);
    if (request.page < 1 || request.page_size < 1 || request.page_size > page_size_max) {
        throw Error(ErrorCode::parameter_invalid,
                    {{"name", "page, page_size"},
                     {"value", fmt::format("{}, {}", request.page, request.page_size)},
                     {"expected", fmt::format("from 1, and at most {} rows", page_size_max)}});
    }
    Page page;
    split_fields(principal, object, request.fields, page);
    const Order order = order_from(principal, object, request.order_by);
    database_.read([&](store::Session& session) {
        std::optional<Where> where;
        if (is_merged(principal, object, request, order)) {
            read_merged(session, principal, object, page, order, request);
        } else {
            where = build_where(*this, session, principal, object, request);
            read_rows(session, object, page, *where, order, request);
        }
        // After the rows: a key that one of them needs was here before the row was.
        open_rows(object, page.rows, *keys());
        if (request.with_total) {
            page.total = where ? count_rows(session, principal, object, *where, request)
                               : known_count(session, principal, object).value();
        }
    });
    witness_look(principal, object, page);
    return page;
}

std::int64_t Model::count(const Principal& principal, const Object& object, const std::string& filter) const
{
    principal.require(object, Verb::read);
    ListRequest request;
    request.filter = filter;
    std::int64_t count = 0;
    database_.read([&](store::Session& session) {
        const Where where = build_where(*this, session, principal, object, request);
        count = count_rows(session, principal, object, where, request);
    });
    return count;
}

std::optional<Page> Model::find(const Principal& principal, const Object& object, Id id) const
{
    principal.require(object, Verb::read);
    Page page;
    split_fields(principal, object, {}, page);
    database_.read([&](store::Session& session) {
        const auto cursor = session.query(prepared_.at(static_cast<std::size_t>(object.position)).select,
                                          store::values(to_integer(id)));
        if (!cursor->next()) {
            return;
        }
        Row row;
        row.reserve(object.columns.size());
        for (int i = 0; i < static_cast<int>(object.columns.size()); ++i) {
            row.push_back(cursor->value(i));
        }
        open_row(object, row, *keys());
        if (may(session, principal, object, Verb::read, row)) {
            page.rows.push_back(std::move(row));
        }
    });
    page.total = static_cast<std::int64_t>(page.rows.size());
    witness_look(principal, object, page);
    return page.rows.empty() ? std::nullopt : std::optional(std::move(page));
}

Page Model::page_of(const Principal& principal, const Object& object, Row row) const
{
    Page page;
    split_fields(principal, object, {}, page);
    page.rows.push_back(std::move(row));
    page.total = 1;
    witness_look(principal, object, page);
    return page;
}

// One record for what one look showed: which sensitive fields, of how many records.
void Model::witness_look(const Principal& principal, const Object& object, const Page& page) const
{
    if (!witness_ || principal.user == Id::none) {
        return;
    }
    std::string shown;
    for (const Field* field : page.fields) {
        if (field->sensitivity != Sensitivity::sensitive) continue;
        const auto column = static_cast<std::size_t>(field->columns.front().position);
        const bool is_shown = std::any_of(page.rows.begin(), page.rows.end(),
                                          [column](const Row& row) { return !is_missing(row.at(column)); });
        if (is_shown) shown += fmt::format("{}\"{}\"", shown.empty() ? "" : ",", field->name);
    }
    if (!shown.empty()) {
        witness_({clock_.now(), principal.user, "person", "read", object.name,
                  page.rows.size() == 1 ? id_of(page.rows.front()) : Id::none,
                  fmt::format("{{\"fields\":[{}],\"count\":{}}}", shown, page.rows.size())});
    }
}

std::map<std::string, std::string> Model::titles(const Principal& principal, const Page& page) const
{
    std::map<const Object*, std::vector<std::int64_t>> wanted;
    for (const Field* field : page.fields) {
        if (field->type != FieldType::link) continue;
        for (const Row& row : page.rows) {
            const std::int64_t id = integer_of(row.at(static_cast<std::size_t>(field->columns.front().position)));
            if (id != 0) wanted[&catalogue_.require(field->to)].push_back(id);
        }
    }
    std::map<std::string, std::string> titles;
    if (wanted.empty()) {
        return titles;
    }
    database_.read([&](store::Session& session) {
        for (auto& [target, ids] : wanted) {
            const Field& title = target->require(target->title);
            const bool may_read = principal.scope(*target, Verb::read) != Scope::none;
            if (!may_read || principal.right(*target, title) == Right::hidden) continue;
            std::sort(ids.begin(), ids.end());
            ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
            JsonWriter json;
            json.begin_array();
            for (const std::int64_t id : ids) json.integer(id);
            Sql sql;
            const std::string list = sql.bind(json.end_array().take());
            const std::string scope =
                scope_condition(catalogue_, principal, *target, Verb::read, "t", session.dialect(), sql, false);
            const auto cursor =
                session.query(fmt::format("select t.id, t.{} from {} t where {} and {}",
                                          sql_name(target->path(target->title).column->name), sql_name(target->name),
                                          session.dialect().in_integers("t.id", list), scope),
                              sql.parameters);
            while (cursor->next()) {
                titles.emplace(format_id(target->prefix, id_from(cursor->integer(0))),
                               shown(principal, *target, title, std::string(cursor->text(1))));
            }
        }
    });
    return titles;
}

}  // namespace juan::model
