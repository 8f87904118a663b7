// The audit, for those whose duty it is: who did what, whether it is whole, and a check of it.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "core/model/query.hpp"
#include "core/model/schema.hpp"
#include "flow/api/api.hpp"

namespace juan::api {
namespace {

using model::Object;
using model::Principal;
using model::Verb;

struct Entry {
    std::int64_t seq = 0;
    Instant at;
    Id actor = Id::none;
    std::string via;
    std::string action;
    std::string object;
    Id record = Id::none;
    std::string detail;
};

// The conditions of one request, as SQL.
class Filters {
public:
    void add(std::string_view column_and_operator, store::Value value)
    {
        parameters_.push_back(std::move(value));
        text_ += fmt::format("{}{} ${}", text_.empty() ? "" : " and ", column_and_operator, parameters_.size());
    }
    std::string text() const { return text_.empty() ? "1 = 1" : text_; }
    std::vector<store::Value>& parameters() { return parameters_; }

private:
    std::string text_;
    std::vector<store::Value> parameters_;
};

[[noreturn]] void refuse(const char* name, const std::string& value, const char* expected)
{
    throw Error(ErrorCode::parameter_invalid, {{"name", name}, {"value", value}, {"expected", expected}});
}

void add_instant(Filters& filters, const http::Request& request, const char* name, const char* test)
{
    const std::string text = text_argument(request, name);
    if (text.empty()) return;
    const auto at = parse_instant(text);
    if (!at) refuse(name, text, "2026-02-28T08:00:00Z");
    filters.add(test, to_integer(*at));
}

void add_record(Filters& filters, const Api& api, const http::Request& request)
{
    const std::string text = text_argument(request, "record");
    if (text.empty()) return;
    const Object* object = api.model.catalogue().find_prefix(text.substr(0, text.find('_')));
    const auto id = object == nullptr ? std::nullopt : parse_id(object->prefix, text);
    if (!id) refuse("record", text, "an id such as cus_...");
    // With zero out of it, so that the index on records serves it.
    filters.add("record_id <> 0 and record_id =", to_integer(*id));
    filters.add("object =", object->name);
}

Filters filters_of(const Api& api, const http::Request& request)
{
    Filters filters;
    add_instant(filters, request, "from", "at >=");
    add_instant(filters, request, "to", "at <");
    add_record(filters, api, request);
    if (const std::string actor = text_argument(request, "actor"); !actor.empty()) {
        const auto id = parse_id("usr", actor);
        if (!id) refuse("actor", actor, "an id such as usr_...");
        filters.add("actor_id =", to_integer(*id));
    }
    for (const char* name : {"action", "object", "via"}) {
        const std::string value = text_argument(request, name);
        if (!value.empty()) filters.add(fmt::format("{} =", name), value);
    }
    if (const std::string token = text_argument(request, "page_token"); !token.empty()) {
        std::int64_t seq = 0;
        const auto read = std::from_chars(token.data(), token.data() + token.size(), seq);
        if (read.ec != std::errc{} || read.ptr != token.data() + token.size()) {
            refuse("page_token", token, "the next_page_token of a list");
        }
        filters.add("seq <", seq);
    }
    return filters;
}

// What an auditor may be shown of the records that the entries are about.
struct Seen {
    std::map<Id, std::string> actors;
    std::map<std::pair<std::string, Id>, std::string> titles;  // of records that the auditor may see
};

std::string ids_json(const std::set<Id>& ids)
{
    JsonWriter json;
    json.begin_array();
    for (const Id id : ids) json.integer(to_integer(id));
    return json.end_array().take();
}

void find_titles(const Api& api, store::Session& session, const Principal& principal, const Object& object,
                 const std::set<Id>& ids, Seen& seen)
{
    const model::Scope scope = principal.scope(object, Verb::read);
    const model::Field& title = object.require(object.title);
    if (scope == model::Scope::none || principal.right(object, title) < model::Right::read) return;
    model::Sql sql;
    const std::string list = sql.bind(ids_json(ids));
    const std::string narrowed = model::scope_condition(api.model.catalogue(), principal, object, Verb::read, "t",
                                                        session.dialect(), sql, false);
    const auto cursor = session.query(
        fmt::format("select t.id, t.{} from {} t where {} and {}", model::sql_name(title.columns.front().name),
                    model::sql_name(object.name), session.dialect().in_integers("t.id", list), narrowed),
        sql.parameters);
    while (cursor->next()) seen.titles[{object.name, id_from(cursor->integer(0))}] = cursor->text(1);
    if (scope != model::Scope::all) return;
    const auto deleted =
        session.query("select id, title from trash where object = $1 and " + session.dialect().in_integers("id", "$2"),
                      store::values(object.name, ids_json(ids)));
    while (deleted->next()) seen.titles.try_emplace({object.name, id_from(deleted->integer(0))}, deleted->text(1));
}

Seen look(const Api& api, store::Session& session, const Principal& principal, const std::vector<Entry>& entries)
{
    Seen seen;
    std::set<Id> actors;
    std::map<const Object*, std::set<Id>> records;
    for (const Entry& entry : entries) {
        if (entry.actor != Id::none) actors.insert(entry.actor);
        const Object* object = api.model.catalogue().find(entry.object);
        if (object != nullptr && entry.record != Id::none) records[object].insert(entry.record);
    }
    const auto cursor =
        session.query("select id, name from \"user\" where " + session.dialect().in_integers("id", "$1"),
                      store::values(ids_json(actors)));
    while (cursor->next()) seen.actors[id_from(cursor->integer(0))] = cursor->text(1);
    for (const auto& [object, ids] : records) find_titles(api, session, principal, *object, ids, seen);
    return seen;
}

const model::Field* field_of_column(const Object& object, const std::string& column)
{
    for (const model::Field& field : object.fields) {
        const auto& columns = field.columns;
        if (std::any_of(columns.begin(), columns.end(), [&](const model::Column& c) { return c.name == column; })) {
            return &field;
        }
    }
    return nullptr;
}

// Which fields were changed is always told; what stood and stands in them only to those who may read it.
std::string shown_detail(const Principal& principal, const Object* object, const Entry& entry, bool may_see)
{
    Json detail = parse_json(entry.detail.empty() ? "{}" : entry.detail);
    if (object == nullptr) {
        return detail.dump();
    }
    if (detail.contains("ids")) {
        for (Json& id : detail["ids"]) id = format_id(object->prefix, id_from(id.get<std::int64_t>()));
    }
    if (entry.action == "update" && entry.record != Id::none) {
        for (auto& [column, values] : detail.items()) {
            const model::Field* field = field_of_column(*object, column);
            const bool may_read = may_see && field != nullptr && principal.right(*object, *field) >= model::Right::read;
            for (Json& value : values) {
                if (!may_read && !value.is_null()) value = "***";
            }
        }
    }
    return detail.dump();
}

void write_entry(JsonWriter& json, const Api& api, const Principal& principal, const Entry& entry, const Seen& seen)
{
    json.begin_object().member("seq", entry.seq).member("at", format_instant(entry.at)).key("actor").begin_object();
    const auto actor = seen.actors.find(entry.actor);
    json.member("id", entry.actor == Id::none ? "" : format_id("usr", entry.actor));
    json.member("name", entry.actor == Id::none ? "Juan" : actor == seen.actors.end() ? "" : actor->second);
    json.end_object().member("via", entry.via).member("action", entry.action).member("object", entry.object);
    const Object* object = api.model.catalogue().find(entry.object);
    const auto title = seen.titles.find({entry.object, entry.record});
    json.key("record");
    if (object == nullptr || entry.record == Id::none) {
        json.null();
    } else {
        json.begin_object().member("id", format_id(object->prefix, entry.record));
        json.member("title", title == seen.titles.end() ? "" : title->second).end_object();
    }
    json.key("detail").raw(shown_detail(principal, object, entry, title != seen.titles.end())).end_object();
}

http::Response list(Api& api, const http::Request& request)
{
    const auto page_size = static_cast<std::size_t>(integer_argument(request, "page_size", 50, 1, 500));
    Filters filters = filters_of(api, request);
    filters.parameters().emplace_back(static_cast<std::int64_t>(page_size) + 1);
    api.audit.flush();
    std::vector<Entry> entries;
    Seen seen;
    api.model.database().read([&](store::Session& session) {
        const auto cursor = session.query(
            fmt::format("select seq, at, actor_id, via, action, object, record_id, detail from audit where {} "
                        "order by seq desc limit ${}",
                        filters.text(), filters.parameters().size()),
            filters.parameters());
        while (cursor->next()) {
            entries.push_back({cursor->integer(0), instant_from(cursor->integer(1)), id_from(cursor->integer(2)),
                               std::string(cursor->text(3)), std::string(cursor->text(4)), std::string(cursor->text(5)),
                               id_from(cursor->integer(6)), std::string(cursor->text(7))});
        }
        seen = look(api, session, caller(request), entries);
    });
    const bool has_more = entries.size() > page_size;
    if (has_more) entries.resize(page_size);
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const Entry& entry : entries) write_entry(json, api, caller(request), entry, seen);
    json.end_array().key("next_page_token");
    has_more ? json.string(std::to_string(entries.back().seq)) : json.null();
    return http::json_response(json.end_object().take());
}

void write_instant(JsonWriter& json, const char* name, const std::optional<Instant>& at)
{
    json.key(name);
    at ? json.string(format_instant(*at)) : json.null();
}

http::Response state_response(const Api& api, const model::AuditState& state, Language language)
{
    JsonWriter json;
    json.begin_object().member("rows", state.report.rows).member("head", state.report.head);
    write_instant(json, "anchored_at", state.anchored_at);
    json.member("anchor_file", api.audit.anchor_path());
    write_instant(json, "verified_at", state.verified_at);
    json.member("verdict", model::verdict_name(state.report.verdict)).member("at_seq", state.report.at_seq);
    json.member("sentence", model::sentence(state.report, language));
    return http::json_response(json.end_object().take());
}

}  // namespace

void add_audit_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    router.add(
        {Method::get, "/api/audit", Access::duty("audit"), Body::none,
         [&api](const http::Request& request) { return list(api, request); },
         "Who did what, the newest first: from, to, actor, action, object, record, via, page_token, page_size."});
    router.add(
        {Method::get, "/api/audit/state", Access::duty("audit"), Body::none,
         [&api](const http::Request& request) { return state_response(api, api.audit.state(), request.language()); },
         "How long the audit is, when it was anchored, and what the last check found."});
    router.add({Method::post, "/api/audit/verify", Access::duty("audit"), Body::json,
                [&api](const http::Request& request) {
                    return state_response(api, api.audit.verify(caller(request)), request.language());
                },
                "Reads the whole audit and holds it against its anchors."});
}

}  // namespace juan::api
