// Table share.
#include "core/model/access_share.hpp"

#include <fmt/format.h>

#include "core/model/access_decision.hpp"

namespace juan::model {
namespace {

[[noreturn]] void refuse(const std::string& what) { throw Error(ErrorCode::share_refused, {{"what", what}}); }

void check_receiver(store::Session& session, const Principal& principal, const ShareDraft& draft)
{
    const auto cursor = session.query(draft.is_to_team ? "select 1 from team where id = $1"
                                                       : "select 1 from \"user\" where id = $1 and is_active = 1",
                                      store::values(to_integer(draft.to)));
    if (!cursor->next()) {
        throw Error(ErrorCode::link_broken, {{"field", "to"},
                                             {"object", draft.is_to_team ? "team" : "user"},
                                             {"value", format_id(draft.is_to_team ? "tea" : "usr", draft.to)}});
    }
    if (draft.to == principal.user) {
        refuse("to: " + format_id("usr", draft.to));
    }
}

// Who may change a record only because it was shared with them gives on no more than that.
void check_end(store::Session& session, const Writer& writer, const Object& object, const Row& row,
               const ShareDraft& draft)
{
    const Principal& principal = writer.context().principal;
    Trace trace;
    decide(&session, writer.model().catalogue(), principal, object, Verb::edit, subject_of(object, row), &trace);
    if (trace.back().rule != DecidingRule::share) {
        return;
    }
    const SharedRecord* held = principal.shares(object)->find(integer_of(row.at(0)), Verb::edit, writer.context().now);
    const bool is_beyond =
        held != nullptr && held->until != 0 && (!draft.until || to_integer(*draft.until) > held->until);
    if (is_beyond) {
        refuse("until: " + format_instant(instant_from(held->until)));
    }
}

std::string detail(const ShareDraft& draft)
{
    JsonWriter json;
    json.begin_object().member("to", format_id(draft.is_to_team ? "tea" : "usr", draft.to));
    json.member("verb", draft.may_edit ? "edit" : "read").key("until");
    draft.until ? json.string(format_instant(*draft.until)) : json.null();
    return json.end_object().take();
}

}  // namespace

Id add_share(Writer& writer, const Object& object, Id record, const ShareDraft& draft)
{
    const Row row = writer.require(object, record, Verb::edit);
    if (!object.is_owned || !object.part_of.empty()) {
        refuse(object.name);
    }
    const WriteContext& context = writer.context();
    if (draft.until && *draft.until <= context.now) {
        refuse("until: " + format_instant(*draft.until));
    }
    store::Session& session = writer.session();
    check_receiver(session, context.principal, draft);
    check_end(session, writer, object, row, draft);
    Id id = Id::none;
    {
        const auto cursor = session.query("select id from share where object = $1 and record_id = $2 and to_id = $3",
                                          store::values(object.name, to_integer(record), to_integer(draft.to)));
        if (cursor->next()) id = id_from(cursor->integer(0));
    }
    if (id == Id::none) id = writer.model().ids().next();
    session.execute(
        "insert into share(id, object, record_id, to_kind, to_id, verb, until, by_id, at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do update set verb = excluded.verb, "
        "until = excluded.until, by_id = excluded.by_id, at = excluded.at",
        store::values(to_integer(id), object.name, to_integer(record), draft.is_to_team ? "team" : "user",
                      to_integer(draft.to), draft.may_edit ? "edit" : "read",
                      draft.until ? to_integer(*draft.until) : std::int64_t{0}, to_integer(context.principal.user),
                      to_integer(context.now)));
    writer.touch_rights();
    writer.note("share", object.name, record, detail(draft));
    return id;
}

void remove_share(Writer& writer, const Object& object, Id record, Id share)
{
    store::Session& session = writer.session();
    const Principal& principal = writer.context().principal;
    for (const Share& one : shares_of(session, object, record)) {
        if (one.id != share) continue;
        if (one.by != principal.user && !principal.has(Duty::security)) {
            writer.require(object, record, Verb::edit);
        }
        session.execute("delete from share where id = $1", store::values(to_integer(share)));
        writer.touch_rights();
        writer.note("unshare", object.name, record, detail(one.draft));
        return;
    }
    throw Error(ErrorCode::not_found, {{"what", format_id("shr", share)}});
}

std::vector<Share> shares_of(store::Session& session, const Object& object, Id record)
{
    std::vector<Share> shares;
    const auto cursor = session.query(
        "select id, to_kind, to_id, verb, until, by_id, at from share where object = $1 and record_id = $2 order by id",
        store::values(object.name, to_integer(record)));
    while (cursor->next()) {
        Share share;
        share.id = id_from(cursor->integer(0));
        share.draft = {id_from(cursor->integer(2)), cursor->text(1) == "team", cursor->text(3) == "edit", {}};
        if (cursor->integer(4) != 0) share.draft.until = instant_from(cursor->integer(4));
        share.by = id_from(cursor->integer(5));
        share.at = instant_from(cursor->integer(6));
        shares.push_back(share);
    }
    return shares;
}

}  // namespace juan::model
