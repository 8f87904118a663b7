// Back again: exactly what moved and has not moved on.
#include <fmt/format.h>

#include <map>
#include <unordered_map>

#include "core/model/audit.hpp"
#include "core/model/schema.hpp"
#include "flow/action/action.hpp"
#include "flow/action/hand_over/hand_over.hpp"
#include "flow/action/hand_over/moves.hpp"
#include "flow/action/hand_over/people.hpp"

namespace juan::action {
namespace {

using model::Object;

struct Present {
    Id holder;
    std::int64_t version;
};

std::unordered_map<std::int64_t, Present> read_present(store::Session& session, const Move& move)
{
    std::unordered_map<std::int64_t, Present> present;
    const auto cursor = session.query(
        fmt::format("select id, {}, version from {} where {}", model::sql_name(move.link->columns.front().name),
                    model::sql_name(move.object->name), session.dialect().in_integers("id", "$1")),
        store::values(integer_array(move.ids)));
    while (cursor->next()) {
        present.emplace(cursor->integer(0), Present{id_from(cursor->integer(1)), cursor->integer(2)});
    }
    return present;
}

// What became of the records that had moved.
struct Returning {
    std::int64_t returned = 0;
    std::map<const Object*, std::vector<std::int64_t>> kept;     // somebody else has them by now
    std::map<const Object*, std::vector<std::int64_t>> erased;   // they are gone
    std::map<const Object*, std::vector<std::int64_t>> changed;  // they went back, with what was changed since
};

void take_back(model::Writer& writer, const Move& move, Returning& returning)
{
    const auto present = read_present(writer.session(), move);
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < move.ids.size(); ++i) {
        const auto found = present.find(move.ids[i]);
        if (found == present.end()) {
            returning.erased[move.object].push_back(move.ids[i]);
        } else if (found->second.holder != move.to) {
            returning.kept[move.object].push_back(move.ids[i]);
        } else {
            if (found->second.version != move.versions.at(i)) returning.changed[move.object].push_back(move.ids[i]);
            ids.push_back(move.ids[i]);
        }
    }
    writer.relink(*move.object, *move.link, ids, move.from);
    returning.returned += static_cast<std::int64_t>(ids.size());
}

void write_ids(JsonWriter& json, const char* name, const std::map<const Object*, std::vector<std::int64_t>>& by_object)
{
    json.key(name).begin_array();
    for (const auto& [object, ids] : by_object) {
        for (const std::int64_t id : ids) json.string(format_id(object->prefix, id_from(id)));
    }
    json.end_array();
}

std::string returning_json(const Returning& returning, bool is_opened)
{
    JsonWriter json;
    json.begin_object().member("returned", returning.returned).member("is_opened", is_opened);
    write_ids(json, "kept", returning.kept);
    write_ids(json, "erased", returning.erased);
    write_ids(json, "changed", returning.changed);
    return json.end_object().take();
}

struct Head {
    std::string kind;
    Id from;
    Id actor;
    bool was_active;
};

// Throws unless it can still be undone, and by this person.
Head require_head(model::Writer& writer, const model::Principal& principal, Id id, int offset_minutes)
{
    store::Session& session = writer.session();
    Head head{};
    Instant until;
    {
        const auto cursor =
            session.query("select kind, from_id, actor_id, undo_until, undone_at, outcome from hand_over where id = $1",
                          store::values(to_integer(id)));
        if (!cursor->next()) {
            throw Error(ErrorCode::not_found, {{"what", format_id("hov", id)}});
        }
        head = {std::string(cursor->text(0)), id_from(cursor->integer(1)), id_from(cursor->integer(2)),
                Json::parse(cursor->text(5)).value("was_active", false)};
        until = instant_from(cursor->integer(3));
        if (!cursor->is_null(4)) {
            throw Error(ErrorCode::hand_over_undone,
                        {{"at", local_time(instant_from(cursor->integer(4)), offset_minutes)}});
        }
    }
    if (head.kind == "hand_over") {
        require_hand_over(principal, require_person(session, head.from));
    } else if (head.actor != principal.user && !principal.is_administrator) {
        throw Error(ErrorCode::not_found, {{"what", format_id("hov", id)}});
    }
    if (writer.context().now > until) {
        throw Error(ErrorCode::hand_over_expired, {{"at", local_time(until, offset_minutes)}});
    }
    return head;
}

void open_account(const model::Model& model, model::Writer& writer, Id user)
{
    const Object& object = model.catalogue().require("user");
    const auto outcome = writer.apply(
        {model::Action::update, &object, user, {}, {{&object.require("is_active"), model::Cells{std::int64_t{1}}}}});
    if (!outcome) {
        throw Error(outcome.error());
    }
}

}  // namespace

void undo_hand_over(const model::Model& model, const model::Principal& principal, Id id)
{
    const model::Principal acting = acting_for(model, principal);
    const model::WriteOptions options{{"hand_over", principal.name, format_id("hov", id)}, "", "", false};
    model.write(acting, options, [&](model::Writer& writer) {
        store::Session& session = writer.session();
        const Instant now = writer.context().now;
        const Head head = require_head(writer, principal, id, model.reading().offset_minutes);
        if (head.was_active) {
            open_account(model, writer, head.from);
        }
        Returning returning;
        for (const Move& move : read_moves(session, model.catalogue(), id)) {
            take_back(writer, move, returning);
        }
        const std::string undone = returning_json(returning, head.was_active);
        session.execute("update hand_over set undone_at = $1, undone_by = $2, undone = $3 where id = $4",
                        store::values(to_integer(now), to_integer(principal.user), undone, to_integer(id)));
        model.audit(session,
                    {now, principal.user, writer.context().source.kind, head.kind + "_undone", "user", head.from,
                     fmt::format("{{\"hand_over\":\"{}\",\"undone\":{}}}", format_id("hov", id), undone)});
        return std::string();
    });
}

}  // namespace juan::action
