// Scope and condition, else a share; a line asks for the record it is a line of.
#include "core/model/access_decision.hpp"

#include <fmt/format.h>

#include <array>

#include "core/model/query.hpp"
#include "core/model/schema.hpp"

namespace juan::model {
namespace {

void note(Trace* trace, Step step)
{
    if (trace != nullptr) trace->push_back(std::move(step));
}

std::optional<Subject> read_subject(store::Session& session, const Object& object, std::int64_t id)
{
    const std::string owner = object.is_owned ? "owner_id" : "0";
    const std::string whole =
        object.part_of.empty() ? "0" : sql_name(object.require(object.part_of).columns.front().name);
    const auto cursor = session.query(
        fmt::format("select {}, {} from {} where id = $1", owner, whole, sql_name(object.name)), store::values(id));
    if (!cursor->next()) {
        return {};
    }
    return Subject{id, cursor->integer(0), cursor->integer(1)};
}

bool passes_condition(store::Session& session, const Principal& principal, const Object& object, std::int64_t id)
{
    Sql sql;
    const std::string condition = rule_condition(principal, object, "t", session.dialect(), sql);
    const std::string place = sql.bind(id);
    return session
        .query(fmt::format("select 1 from {} t where t.id = {} and {}", sql_name(object.name), place, condition),
               sql.parameters)
        ->next();
}

// Whether the record lies within the scope and satisfies the role's condition.
bool within_role(store::Session* session, const Catalogue& catalogue, const Principal& principal, const Object& object,
                 Verb verb, const Subject& subject, Trace* trace)
{
    const Scope scope = principal.scope(object, verb);
    bool is_within = true;
    if (!object.part_of.empty()) {
        const Object& whole = catalogue.require(object.require(object.part_of).to);
        const auto found = read_subject(*session, whole, subject.whole);
        is_within = found && decide(session, catalogue, principal, whole, verb_of_whole(verb), *found, trace);
        note(trace, {DecidingRule::part_of, is_within, &whole, verb, scope, {}, 0, 0, nullptr, {}});
    } else {
        is_within = scope == Scope::all || !object.is_owned || principal.owners(scope).contains(subject.owner);
        note(trace, {DecidingRule::scope, is_within, &object, verb, scope, {}, subject.owner, 0, nullptr, {}});
    }
    if (is_within && principal.on(object).condition) {
        is_within = passes_condition(*session, principal, object, subject.id);
        note(trace,
             {DecidingRule::condition, is_within, &object, verb, scope, principal.on(object).where, 0, 0, nullptr, {}});
    }
    return is_within;
}

}  // namespace

std::string_view rule_name(DecidingRule rule)
{
    static constexpr std::array<std::string_view, 7> names = {"inactive", "role",    "scope", "condition",
                                                              "share",    "part_of", "field"};
    return names.at(static_cast<std::size_t>(rule));
}

Subject subject_of(const Object& object, const Row& row)
{
    return {integer_of(row.at(0)), object.is_owned ? integer_of(get(object, row, "owner")) : 0,
            object.part_of.empty() ? 0 : integer_of(get(object, row, object.part_of))};
}

bool decide(store::Session* session, const Catalogue& catalogue, const Principal& principal, const Object& object,
            Verb verb, const Subject& subject, Trace* trace)
{
    const Scope scope = principal.scope(object, verb);
    const bool may_at_all = scope != Scope::none;
    note(trace, {DecidingRule::role, may_at_all, &object, verb, scope, {}, 0, 0, nullptr, {}});
    if (!may_at_all || verb == Verb::create || verb == Verb::import_rows) {
        return may_at_all;
    }
    if (within_role(session, catalogue, principal, object, verb, subject, trace)) {
        return true;
    }
    const SharedRecords* shares = principal.shares(object);
    const SharedRecord* shared = shares == nullptr ? nullptr : shares->find(subject.id, verb, principal.clock->now());
    if (shared != nullptr) {
        note(trace, {DecidingRule::share, true, &object, verb, scope, {}, 0, shared->share, nullptr, {}});
    }
    return shared != nullptr;
}

Decision explain(store::Session& session, const Catalogue& catalogue, const Principal& principal, const Object& object,
                 Verb verb, Id id, const Field* field)
{
    const auto subject = read_subject(session, object, to_integer(id));
    if (!subject) {
        throw Error(ErrorCode::not_found, {{"what", format_id(object.prefix, id)}});
    }
    Decision decision;
    decision.is_allowed = decide(&session, catalogue, principal, object, Verb::read, *subject,
                                 verb == Verb::read ? &decision.steps : nullptr);
    // Who may not see a record can do nothing with it.
    if (verb != Verb::read) {
        Trace steps;
        const bool may_do = decide(&session, catalogue, principal, object, verb, *subject, &steps);
        if (decision.is_allowed || !may_do) {
            decision.steps = std::move(steps);
            decision.is_allowed = may_do;
        } else {
            decide(&session, catalogue, principal, object, Verb::read, *subject, &decision.steps);
        }
    }
    decision.rule = decision.steps.back().rule;
    decision.right = !decision.is_allowed ? Right::hidden : verb == Verb::edit ? Right::write : Right::read;
    if (field != nullptr && decision.is_allowed) {
        const Right held = principal.right(object, *field);
        decision.right = verb == Verb::edit ? held : std::min(held, Right::read);
        decision.is_allowed = verb == Verb::edit ? held == Right::write : held != Right::hidden;
        decision.steps.push_back(
            {DecidingRule::field, decision.is_allowed, &object, verb, Scope::none, {}, 0, 0, field, decision.right});
        if (!decision.is_allowed) decision.rule = DecidingRule::field;
    }
    return decision;
}

bool needs_store(const Principal& principal, const Object& object)
{
    return !object.part_of.empty() || principal.on(object).condition != nullptr;
}

bool Model::may(const Principal& principal, const Object& object, Verb verb, const Row& row) const
{
    if (!needs_store(principal, object)) {
        return decide(nullptr, catalogue_, principal, object, verb, subject_of(object, row), nullptr);
    }
    bool may_do = false;
    database_.read([&](store::Session& session) { may_do = may(session, principal, object, verb, row); });
    return may_do;
}

bool Model::may(store::Session& session, const Principal& principal, const Object& object, Verb verb,
                const Row& row) const
{
    return decide(&session, catalogue_, principal, object, verb, subject_of(object, row), nullptr);
}

}  // namespace juan::model
