// Names are looked up once for all entries of an answer.
#include "flow/api/entries.hpp"

#include <fmt/format.h>

#include "core/model/query.hpp"
#include "core/model/schema.hpp"

namespace juan::api {
namespace {

using Titles = std::map<std::pair<std::string, std::int64_t>, std::string>;

std::string id_array(const std::vector<std::int64_t>& ids)
{
    JsonWriter json;
    json.begin_array();
    for (const std::int64_t id : ids) {
        json.integer(id);
    }
    return json.end_array().take();
}

void find_titles(store::Session& session, const Api& api, const model::Principal& principal,
                 const model::Object& object, const std::vector<std::int64_t>& ids, Titles& titles)
{
    if (principal.scope(object, model::Verb::read) == model::Scope::none) {
        return;
    }
    model::Sql sql;
    const std::string list = session.dialect().in_integers("t.id", sql.bind(id_array(ids)));
    const std::string scope = model::scope_condition(api.model.catalogue(), principal, object, model::Verb::read, "t",
                                                     session.dialect(), sql, false);
    const auto cursor = session.query(fmt::format("select t.id, t.{} from {} t where {} and {}",
                                                  model::sql_name(object.require(object.title).columns.front().name),
                                                  model::sql_name(object.name), list, scope),
                                      sql.parameters);
    const model::Field& title = object.require(object.title);
    while (cursor->next()) {
        titles[{object.name, cursor->integer(0)}] =
            model::shown(principal, object, title, std::string(cursor->text(1)));
    }
}

// What an entry tells of a record, as far as the reader may see the record and its fields.
struct Told {
    std::string text;
    std::string payload;
};

Told told(const Api& api, const model::Principal& principal, const volume::Entry& entry, const Titles& titles)
{
    const model::Object* object = api.model.catalogue().find(entry.object);
    if (object == nullptr) {
        return {entry.text, entry.payload};
    }
    if (!titles.contains({entry.object, to_integer(entry.record)})) {
        const bool sees_all =
            principal.scope(*object, model::Verb::read) == model::Scope::all && !principal.on(*object).condition;
        if (!sees_all) return {"", "{}"};  // It may have been deleted since; whose it was is not known any more.
    }
    const model::Field& title = object->require(object->title);
    Told told{model::shown(principal, *object, title, entry.text), entry.payload};
    Json payload = Json::parse(entry.payload, nullptr, false);
    if (!payload.is_object()) {
        return {std::move(told.text), "{}"};
    }
    for (const model::Field& field : object->fields) {
        if (principal.right(*object, field) >= model::Right::read || !payload.contains(field.name)) continue;
        Json& change = payload.at(field.name);
        for (const char* moment : {"before", "after"}) {
            if (change.is_object() && change.contains(moment) && change.at(moment).is_string()) {
                change[moment] = model::shown(principal, *object, field, change.at(moment).get<std::string>());
            }
        }
        if (principal.right(*object, field) == model::Right::hidden || !change.is_object()) payload.erase(field.name);
        told.payload = payload.dump();
    }
    return told;
}

void write_reference(JsonWriter& json, std::string_view name, const Api& api, const std::string& object_name, Id id,
                     const Titles& titles)
{
    const auto title = titles.find({object_name, to_integer(id)});
    json.key(name);
    if (title == titles.end()) {
        json.null();
        return;
    }
    json.begin_object().member("object", object_name);
    json.member("id", format_id(api.model.catalogue().require(object_name).prefix, id));
    json.member(object_name == "user" ? "name" : "title", title->second).end_object();
}

void write_entry(JsonWriter& json, const Api& api, const model::Principal& principal, const volume::Entry& entry,
                 const Titles& titles, const std::map<std::int64_t, Origin>& known)
{
    const Told tells = told(api, principal, entry, titles);
    json.begin_object().member("id", format_id("ent", entry.id));
    json.member("source", entry.source).member("kind", entry.kind);
    const volume::EntryKind* kind = volume::find_kind(entry.kind);
    if (kind != nullptr) write_label(json, "label", kind->label);
    json.member("occurred_at", format_instant(entry.occurred_at));
    json.member("recorded_at", format_instant(entry.recorded_at));
    write_reference(json, "actor", api, "user", entry.actor, titles);
    write_reference(json, "customer", api, "customer", entry.customer, titles);
    write_reference(json, "record", api, entry.object.empty() ? "customer" : entry.object, entry.record, titles);
    json.member("channel", entry.channel).member("text", tells.text).key("payload").raw(tells.payload);
    json.key("provenance").begin_object();
    const auto origin = known.find(entry.provenance);
    if (origin != known.end()) {
        json.member("kind", origin->second.kind).member("name", origin->second.name);
    }
    json.end_object().end_object();
}

}  // namespace

std::map<std::int64_t, Origin> origins(store::Session& session, const std::vector<std::int64_t>& ids)
{
    std::map<std::int64_t, Origin> known;
    const auto cursor =
        session.query("select id, kind, name from provenance where " + session.dialect().in_integers("id", "$1"),
                      store::values(id_array(ids)));
    while (cursor->next()) {
        known[cursor->integer(0)] = {std::string(cursor->text(1)), std::string(cursor->text(2))};
    }
    return known;
}

void write_entries(JsonWriter& json, const Api& api, const model::Principal& principal,
                   const std::vector<volume::Entry>& entries)
{
    std::map<std::string, std::vector<std::int64_t>> mentioned;
    std::vector<std::int64_t> provenances;
    for (const volume::Entry& entry : entries) {
        mentioned["user"].push_back(to_integer(entry.actor));
        mentioned["customer"].push_back(to_integer(entry.customer));
        if (!entry.object.empty()) mentioned[entry.object].push_back(to_integer(entry.record));
        provenances.push_back(entry.provenance);
    }
    Titles titles;
    std::map<std::int64_t, Origin> known;
    api.model.database().read([&](store::Session& session) {
        for (const auto& [name, ids] : mentioned) {
            if (const model::Object* object = api.model.catalogue().find(name)) {
                find_titles(session, api, principal, *object, ids, titles);
            }
        }
        known = origins(session, provenances);
    });
    for (const volume::Entry& entry : entries) {
        write_entry(json, api, principal, entry, titles, known);
    }
}

}  // namespace juan::api
