// Lists and single records, through the scope of a principal.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/text.hpp"
#include "core/model/audit.hpp"
#include "core/model/query.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"
#include "core/store/search.hpp"

namespace juan::model {
namespace {

constexpr int page_size_max = 10000;
constexpr std::int64_t rows_by_owner_max = 7000;  // fewer than this are found faster by owner than by order

// By the owners within the scope: exact unless a condition narrows or shares widen what is seen.
std::int64_t count_of_owners(store::Session& session, const Principal& principal, const Object& object)
{
    const Scope scope = principal.scope(object, Verb::read);
    const bool is_all = scope == Scope::all || !object.is_owned;
    const std::string by_owner = is_all ? "" : " and " + session.dialect().in_integers("owner_id", "$2");
    std::vector<store::Value> parameters{object.name};
    if (!is_all) {
        parameters.emplace_back(principal.owners(scope).json);
    }
    const auto cursor =
        session.query("select coalesce(sum(count), 0) from record_count where object = $1" + by_owner, parameters);
    cursor->next();
    return cursor->integer(0);
}

bool is_by_owner_alone(const Principal& principal, const Object& object)
{
    return object.part_of.empty() && !principal.on(object).condition && principal.shares(object) == nullptr;
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

std::string_view trim(std::string_view text)
{
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// "name, -created_at, total desc" to an ORDER BY that ends with the id, so that pages never overlap.
std::string order_clause(const Principal& principal, const Object& object, std::string_view order_by)
{
    std::string clause;
    bool is_first_descending = false;
    for (std::string_view rest = order_by; !rest.empty();) {
        const auto comma = rest.find(',');
        std::string_view item = trim(rest.substr(0, comma));
        rest = comma == rest.npos ? std::string_view{} : rest.substr(comma + 1);
        bool is_descending = item.starts_with('-');
        if (is_descending) item.remove_prefix(1);
        if (item.ends_with(" desc")) {
            is_descending = true;
            item.remove_suffix(5);
        } else if (item.ends_with(" asc")) {
            item.remove_suffix(4);
        }
        const Path path = object.path(trim(item));
        if (principal.right(object, *path.field) == Right::hidden) {
            throw Error(ErrorCode::field_unknown, {{"object", object.name}, {"field", std::string(item)}});
        }
        if (principal.right(object, *path.field) == Right::masked) {
            throw Error(ErrorCode::field_forbidden, {{"field", path.field->name}});
        }
        if (path.field->is_encrypted()) {
            throw Error(ErrorCode::field_encrypted, {{"field", path.field->name}});
        }
        if (clause.empty()) is_first_descending = is_descending;
        const bool is_filled = path.field->required || path.field->name == "id" || path.field->name == "created_at" ||
                               path.field->name == "updated_at";
        clause += fmt::format("{}t.{}{}{}", clause.empty() ? "" : ", ", sql_name(path.column->name),
                              is_descending ? " desc" : "", is_filled ? "" : " nulls last");
        if (path.field->name == "id") return clause;
    }
    return clause + (clause.empty() ? "" : ", ") + "t.id" + (is_first_descending ? " desc" : "");
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

Where build_where(const Model& model, store::Session& session, const Principal& principal, const Object& object,
                  const ListRequest& request)
{
    Where where;
    const Scope scope = principal.scope(object, Verb::read);
    const bool is_narrow =
        scope != Scope::all && object.is_owned && count_of_owners(session, principal, object) < rows_by_owner_max;
    std::string text =
        scope_condition(model.catalogue(), principal, object, Verb::read, "t", session.dialect(), where.sql, is_narrow);
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
        if (is_by_owner_alone(principal, object)) {
            return count_of_owners(session, principal, object);
        }
    } else if (!where.match.empty() && request.filter.empty() && is_by_owner_alone(principal, object) &&
               principal.scope(object, Verb::read) == Scope::all) {
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

void read_rows(store::Session& session, const Object& object, Page& page, Where where, const std::string& order,
               const ListRequest& request)
{
    const auto columns = shown_columns(page);
    std::string selected = "t.id";
    for (const Column* column : columns) {
        selected += ", t." + sql_name(column->name);
    }
    const std::int64_t offset = offset_of(request);
    const std::string limit = where.sql.bind(static_cast<std::int64_t>(request.page_size) + 1);
    const std::string skip = where.sql.bind(offset);
    const auto cursor = session.query(fmt::format("select {} from {} t where {} order by {} limit {} offset {}",
                                                  selected, sql_name(object.name), where.sql.text, order, limit, skip),
                                      where.sql.parameters);
    while (cursor->next()) {
        if (static_cast<int>(page.rows.size()) == request.page_size) {
            page.next_page_token = std::to_string(offset + request.page_size);
            break;
        }
        Row& row = page.rows.emplace_back(object.columns.size());
        row[0] = cursor->value(0);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            row[static_cast<std::size_t>(columns[i]->position)] = cursor->value(static_cast<int>(i) + 1);
        }
    }
}

}  // namespace

std::string default_order(const Principal& principal, const Object& object)
{
    for (std::string_view rest = object.order; !rest.empty();) {
        const auto comma = rest.find(',');
        std::string_view item = trim(rest.substr(0, comma));
        rest = comma == rest.npos ? std::string_view{} : rest.substr(comma + 1);
        if (item.starts_with('-')) item.remove_prefix(1);
        if (principal.right(object, *object.path(item).field) < Right::read) return "-id";
    }
    return object.order;
}

ListQuery list_query(const Model& model, store::Session& session, const Principal& principal, const Object& object,
                     const ListRequest& request)
{
    ListQuery query;
    split_fields(principal, object, request.fields, query.page);
    query.columns = shown_columns(query.page);
    query.where = build_where(model, session, principal, object, request).sql;
    query.order =
        order_clause(principal, object, request.order_by.empty() ? default_order(principal, object) : request.order_by);
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
    const std::string order =
        order_clause(principal, object, request.order_by.empty() ? default_order(principal, object) : request.order_by);
    database_.read([&](store::Session& session) {
        const Where where = build_where(*this, session, principal, object, request);
        read_rows(session, object, page, where, order, request);
        // After the rows: a key that one of them needs was here before the row was.
        open_rows(object, page.rows, *keys());
        if (request.with_total) {
            page.total = count_rows(session, principal, object, where, request);
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
                scope_condition(catalogue_, principal, *target, Verb::read, "t", session.dialect(), sql, true);
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
