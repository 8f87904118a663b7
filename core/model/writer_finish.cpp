// What follows the rows in the same transaction: roll-ups, totals, observers (timeline), audit, change log.
#include <fmt/format.h>

#include <algorithm>

#include "core/model/audit.hpp"
#include "core/model/model.hpp"
#include "core/model/schema.hpp"

namespace juan::model {
namespace {

template <class Ids>
std::string id_list(const Ids& ids)
{
    JsonWriter json;
    json.begin_array();
    for (const std::int64_t id : ids) json.integer(id);
    return json.end_array().take();
}

// Of an encrypted value only whether there is one.
store::Value shown(const Written& written, const Row& row, std::size_t column)
{
    for (const Field& field : written.object->fields) {
        if (field.is_encrypted() && field.columns.front().position == static_cast<int>(column)) {
            return is_missing(row.at(column)) ? store::Value() : store::Value("***");
        }
    }
    return row.at(column);
}

// {"field": [before, after], ...} of what changed.
std::string difference(const Written& written)
{
    JsonWriter json;
    json.begin_object();
    for (std::size_t i = 7; i < written.object->columns.size(); ++i) {
        if (written.before->at(i) == written.after->at(i)) continue;
        json.key(written.object->columns[i]).begin_array();
        for (const Row* row : {&*written.before, &*written.after}) {
            const store::Value value = shown(written, *row, i);
            if (const auto* integer = std::get_if<std::int64_t>(&value)) json.integer(*integer);
            else if (const auto* real = std::get_if<double>(&value)) json.real(*real);
            else if (const auto* text = std::get_if<std::string>(&value)) json.string(*text);
            else json.null();
        }
        json.end_array();
    }
    return json.end_object().take();
}

using Grouped = std::map<std::pair<std::string, Action>, std::vector<std::int64_t>>;

template <class Ids>
void append_change(store::Session& session, Instant now, const std::string& object, std::string_view action,
                   const Ids& ids)
{
    session.execute("insert into change(at, object, action, ids) values ($1, $2, $3, $4)",
                    store::values(to_integer(now), object, std::string(action), id_list(ids)));
}

void audit_groups(store::Session& session, const Keyring& keys, const WriteContext& context,
                  std::span<const Written> written, const Grouped& groups)
{
    for (const auto& [key, ids] : groups) {
        AuditRecord record{context.now,
                           context.principal.user,
                           context.source.kind,
                           std::string(action_name(key.second)),
                           key.first,
                           id_from(ids.size() == 1 ? ids.front() : 0),
                           ""};
        if (ids.size() > 1) {
            record.detail = fmt::format("{{\"count\":{},\"ids\":{}}}", ids.size(), id_list(ids));
        } else if (key.second == Action::update) {
            const std::int64_t id = ids.front();
            const auto one = std::find_if(written.begin(), written.end(), [id](const Written& w) {
                return to_integer(w.id) == id && w.action == Action::update;
            });
            record.detail = difference(*one);
        } else {
            record.detail = "{}";
        }
        append_audit(session, keys, record);
    }
}

// Objects whose records decide what people may do.
bool decides_rights(const std::string& object)
{
    return object == "user" || object == "role" || object == "organisation_unit" || object == "team" ||
           object == "team_member";
}

}  // namespace

void Writer::note(std::string action, std::string object, Id id, std::string detail_json)
{
    append_change(session_, context_.now, object, action, std::vector{to_integer(id)});
    append_audit(session_, *keys_,
                 {context_.now, context_.principal.user, context_.source.kind, std::move(action), std::move(object), id,
                  std::move(detail_json)});
}

void Writer::settle()
{
    finish();
    written_.clear();
    counts_.clear();
    refreshed_.clear();
}

void Writer::write_counts()
{
    for (const auto& [key, count] : counts_) {
        if (count == 0) continue;
        session_.execute(
            "insert into record_count(object, owner_id, count) values ($1, $2, $3) "
            "on conflict (object, owner_id) do update set count = record_count.count + excluded.count",
            store::values(key.first->name, key.second, count));
    }
}

// Lines are part of what a person sees of the whole: with other lines it is another version, once a transaction. Else
// two people who edit the lines of one order would each undo what the other did.
void Writer::raise_wholes()
{
    std::map<const Object*, std::set<std::int64_t>> wholes;
    for (const Written& written : written_) {
        if (written.object->part_of.empty()) continue;
        const std::string& link = written.object->part_of;
        auto& ids = wholes[&model_.catalogue_.require(written.object->require(link).to)];
        for (const auto* row : {&written.before, &written.after}) {
            if (*row) ids.insert(integer_of(get(*written.object, **row, link)));
        }
    }
    for (const Written& written : written_) {
        const auto found = wholes.find(written.object);
        if (found != wholes.end()) found->second.erase(to_integer(written.id));  // has its new version
    }
    const Id user = context_.principal.user;
    store::Value actor;
    if (user != Id::none) actor = to_integer(user);
    for (const auto& [whole, ids] : wholes) {
        const std::string text =
            fmt::format("update {} set version = version + 1, updated_at = $2, {} = $3 where id = $1",
                        sql_name(whole->name), sql_name(whole->require("updated_by").columns.front().name));
        for (const std::int64_t id : ids) {
            if (session_.execute(text, store::values(id, to_integer(context_.now), actor)) > 0) {
                refreshed_[whole->name].insert(id);
            }
        }
    }
}

void Writer::finish()
{
    if (written_.empty() && stale_.empty()) {
        return;
    }
    if (!options_.is_system) {
        raise_wholes();
    }
    work_out_roll_ups();
    write_counts();
    tallies_.write(session_);
    for (const Observer& observer : model_.observers_) {
        observer(session_, context_, written_);
    }
    Grouped groups;
    for (const Written& written : written_) {
        groups[{written.object->name, written.action}].push_back(to_integer(written.id));
        is_touching_rights_ = is_touching_rights_ || decides_rights(written.object->name);
    }
    audit_groups(session_, *keys_, context_, written_, groups);
    for (const auto& [key, ids] : groups) {
        append_change(session_, context_.now, key.first, action_name(key.second), ids);
    }
    for (const auto& [object, ids] : refreshed_) {
        append_change(session_, context_.now, object, "update", ids);
    }
}

}  // namespace juan::model
