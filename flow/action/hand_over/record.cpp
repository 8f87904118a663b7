// Hand-overs as they are read and printed.
#include <fmt/format.h>

#include "core/model/query.hpp"
#include "core/model/schema.hpp"
#include "flow/action/hand_over/hand_over.hpp"
#include "flow/action/hand_over/moves.hpp"
#include "flow/action/hand_over/people.hpp"

namespace juan::action {
namespace {

using model::Object;

constexpr std::string_view columns =
    "select id, kind, from_id, to_id, actor_id, at, undo_until, outcome, undone_at, undone_by, undone from hand_over ";
constexpr std::int64_t listed_max = 500;

struct Kept {
    Id id;
    std::string kind;
    Id from;
    Id to;
    Id actor;
    Instant at;
    Instant undo_until;
    std::string outcome;
    std::optional<Instant> undone_at;
    Id undone_by;
    std::string undone;
};

Kept read_kept(const store::Cursor& cursor)
{
    Kept kept{id_from(cursor.integer(0)),      std::string(cursor.text(1)), id_from(cursor.integer(2)),
              id_from(cursor.integer(3)),      id_from(cursor.integer(4)),  instant_from(cursor.integer(5)),
              instant_from(cursor.integer(6)), std::string(cursor.text(7)), std::nullopt,
              id_from(cursor.integer(9)),      std::string(cursor.text(10))};
    if (!cursor.is_null(8)) kept.undone_at = instant_from(cursor.integer(8));
    return kept;
}

bool may_see(store::Session& session, const model::Principal& principal, const Kept& kept)
{
    if (kept.actor == principal.user || kept.kind == "transfer") {
        return kept.actor == principal.user || principal.is_administrator;
    }
    return may_hand_over(principal, require_person(session, kept.from));
}

void write_kept(JsonWriter& json, const model::Model& model, Names& names, const Kept& kept)
{
    json.member("id", format_id("hov", kept.id)).member("kind", kept.kind).key("from");
    names.write(json, kept.from);
    json.key("to");
    names.write(json, kept.to);
    json.key("by");
    names.write(json, kept.actor);
    json.member("at", format_instant(kept.at)).member("undo_until", format_instant(kept.undo_until));
    const bool is_open = !kept.undone_at && model.clock().now() <= kept.undo_until;
    json.member("state", kept.undone_at ? "undone" : "done").member("may_be_undone", is_open);
    json.key("outcome").raw(kept.outcome).key("undone");
    if (!kept.undone_at) {
        json.null();
        return;
    }
    json.begin_object().member("at", format_instant(*kept.undone_at)).key("by");
    names.write(json, kept.undone_by);
    json.key("outcome").raw(kept.undone).end_object();
}

// One by one, with titles where the principal may see the record.
void write_items(JsonWriter& json, const model::Model& model, const model::Principal& principal,
                 store::Session& session, Names& names, Id id, const Object& object)
{
    const bool may_read = principal.scope(object, model::Verb::read) != model::Scope::none;
    json.key("items").begin_array();
    for (const Move& move : read_moves(session, model.catalogue(), id)) {
        if (move.object != &object) continue;
        std::map<std::int64_t, std::string> titles;
        if (may_read && principal.right(object, object.require(object.title)) >= model::Right::read) {
            model::Sql sql;
            const std::string list = session.dialect().in_integers("t.id", sql.bind(integer_array(move.ids)));
            const std::string scope = model::scope_condition(model.catalogue(), principal, object, model::Verb::read,
                                                             "t", session.dialect(), sql, false);
            const auto cursor = session.query(fmt::format("select t.id, t.{} from {} t where {} and {}",
                                                          model::sql_name(object.path(object.title).column->name),
                                                          model::sql_name(object.name), list, scope),
                                              sql.parameters);
            while (cursor->next()) titles.emplace(cursor->integer(0), cursor->text(1));
        }
        for (const std::int64_t record : move.ids) {
            json.begin_object().member("id", format_id(object.prefix, id_from(record)));
            json.member("field", move.link->name).key("title");
            const auto title = titles.find(record);
            title == titles.end() ? json.null() : json.string(title->second);
            json.key("to");
            names.write(json, move.to);
            json.end_object();
        }
    }
    json.end_array();
}

}  // namespace

std::string hand_over_record(const model::Model& model, const model::Principal& principal, Id id,
                             const Object* items_of)
{
    JsonWriter json;
    model.database().read([&](store::Session& session) {
        std::optional<Kept> kept;
        {
            const auto cursor = session.query(fmt::format("{} where id = $1", columns), store::values(to_integer(id)));
            if (cursor->next()) kept = read_kept(*cursor);
        }
        if (!kept || !may_see(session, principal, *kept)) {
            throw Error(ErrorCode::not_found, {{"what", format_id("hov", id)}});
        }
        Names names(session);
        json.begin_object();
        write_kept(json, model, names, *kept);
        if (items_of != nullptr) write_items(json, model, principal, session, names, id, *items_of);
        json.end_object();
    });
    return json.take();
}

std::string hand_over_list(const model::Model& model, const model::Principal& principal)
{
    JsonWriter json;
    model.database().read([&](store::Session& session) {
        std::vector<Kept> all;
        {
            const auto cursor =
                session.query(fmt::format("{} order by id desc limit $1", columns), store::values(listed_max));
            while (cursor->next()) all.push_back(read_kept(*cursor));
        }
        Names names(session);
        json.begin_object().key("items").begin_array();
        for (const Kept& kept : all) {
            if (!may_see(session, principal, kept)) continue;
            json.begin_object();
            write_kept(json, model, names, kept);
            json.end_object();
        }
        json.end_array().end_object();
    });
    return json.take();
}

}  // namespace juan::action
