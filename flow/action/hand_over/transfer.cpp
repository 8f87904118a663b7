// Part of a list to another owner: kept as a hand-over of nobody in particular, so that it can be undone as one.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/model/audit.hpp"
#include "core/model/query.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"
#include "flow/action/hand_over/hand_over.hpp"
#include "flow/action/hand_over/moves.hpp"
#include "flow/action/hand_over/people.hpp"

namespace juan::action {
namespace {

using model::Object;
using model::Verb;

struct Chosen {
    std::int64_t total = 0;  // that the principal may see
    std::int64_t may_edit = 0;
    std::map<Id, std::vector<std::int64_t>> by_owner;  // without those that the receiver has already
};

std::string chosen_sql(const model::Model& model, const model::Principal& principal, const Transfer& wanted,
                       const store::Dialect& dialect, model::Sql& sql)
{
    const Object& object = *wanted.object;
    const model::Catalogue& catalogue = model.catalogue();
    const std::string read = model::scope_condition(catalogue, principal, object, Verb::read, "t", dialect, sql, false);
    const std::string edit = model::scope_condition(catalogue, principal, object, Verb::edit, "t", dialect, sql, false);
    std::string which = "1 = 1";
    if (!wanted.ids.empty()) {
        std::vector<std::int64_t> ids;
        std::transform(wanted.ids.begin(), wanted.ids.end(), std::back_inserter(ids),
                       [](Id id) { return to_integer(id); });
        which = dialect.in_integers("t.id", sql.bind(integer_array(ids)));
    } else if (!wanted.filter.empty()) {
        which = model::person_filter(model, principal, object, wanted.filter, sql);
    }
    return fmt::format("select t.id, t.owner_id, case when {} then 1 else 0 end from {} t where {} and ({})", edit,
                       model::sql_name(object.name), read, which);
}

Chosen choose(const model::Model& model, const model::Principal& principal, const Transfer& wanted,
              store::Session& session)
{
    Chosen chosen;
    model::Sql sql;
    const std::string text = chosen_sql(model, principal, wanted, session.dialect(), sql);
    const auto cursor = session.query(text, sql.parameters);
    while (cursor->next()) {
        ++chosen.total;
        chosen.may_edit += cursor->integer(2);
        if (cursor->integer(1) != to_integer(wanted.to)) {
            chosen.by_owner[id_from(cursor->integer(1))].push_back(cursor->integer(0));
        }
    }
    return chosen;
}

}  // namespace

Transferred transfer(const model::Model& model, const model::Principal& principal, const Transfer& wanted)
{
    const Object& object = *wanted.object;
    const model::Field& owner = object.require("owner");
    principal.require(object, Verb::edit);
    if (principal.right(object, owner) != model::Right::write) {
        throw Error(ErrorCode::field_forbidden, {{"field", owner.name}});
    }
    Transferred done{model.ids().next(), 0};
    const model::WriteOptions options{{"hand_over", principal.name, format_id("hov", done.id)}, "", "", false};
    model.write(principal, options, [&](model::Writer& writer) {
        store::Session& session = writer.session();
        require_receiver(session, wanted.to, Id::none);
        Chosen chosen = choose(model, principal, wanted, session);
        if (!wanted.ids.empty() && chosen.total < static_cast<std::int64_t>(wanted.ids.size())) {
            throw Error(ErrorCode::not_found, {{"what", object.label.zh + " " + object.label.en}});
        }
        if (chosen.may_edit < chosen.total) {
            throw Error(ErrorCode::transfer_partly,
                        {{"count", std::to_string(chosen.may_edit)}, {"total", std::to_string(chosen.total)}});
        }
        Mover mover(writer, done.id);
        for (auto& [from, ids] : chosen.by_owner) {
            done.count += static_cast<std::int64_t>(ids.size());
            mover.move(object, owner, from, wanted.to, std::move(ids));
        }
        if (done.count == 0) {
            done.id = Id::none;
            return std::string();
        }
        JsonWriter json;
        json.begin_object()
            .member("filter", model::shown_filter(model.catalogue(), wanted.filter))
            .member("by_hand", static_cast<std::int64_t>(wanted.ids.size()));
        json.key("moved");
        write_moved(json, session, mover.moved());
        const std::string outcome = json.end_object().take();
        const Instant now = writer.context().now;
        insert_hand_over(
            writer, {done.id, "transfer", Id::none, wanted.to, now + std::chrono::days(wanted.undo_days), outcome});
        model.audit(session,
                    {now, principal.user, writer.context().source.kind, "transfer", object.name, Id::none,
                     fmt::format("{{\"hand_over\":\"{}\",\"outcome\":{}}}", format_id("hov", done.id), outcome)});
        return std::string();
    });
    return done;
}

}  // namespace juan::action
