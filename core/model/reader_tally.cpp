// Tallies of what a principal may read: from what is kept of each owner, and from the records where that does not say.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/model/query.hpp"

namespace juan::model {
namespace {

using Groups = std::map<std::vector<std::string>, std::vector<std::int64_t>>;

void add_groups(store::Session& session, const Tally& tally, const std::string& text, const Sql& sql, Groups& groups)
{
    const auto cursor = session.query(text, sql.parameters);
    const int common_count = static_cast<int>(tally.groups.size());
    while (cursor->next()) {
        std::vector<std::string> common;
        common.reserve(tally.groups.size());
        for (int i = 0; i < common_count; ++i) common.emplace_back(cursor->text(i));
        std::vector<std::int64_t>& values = groups[std::move(common)];
        values.resize(1 + tally.measures.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] += cursor->integer(common_count + static_cast<int>(i));
        }
    }
}

void add_kept(store::Session& session, const Principal& principal, const Object& object, const Tally& tally,
              int offset_minutes, Groups& groups)
{
    const store::Dialect& dialect = session.dialect();
    Sql kept;
    std::string condition = "1 = 1";
    const Scope scope = principal.scope(object, Verb::read);
    if (object.is_owned && scope != Scope::all) {
        condition = dialect.among_integers("t.owner_id", kept.bind(principal.owners(scope).json));
        Sql shared;
        const std::string besides = shared_condition(principal, object, dialect, shared);
        if (!besides.empty()) {
            add_groups(session, tally, tally_counted_sql(object, tally, dialect, offset_minutes, besides), shared,
                       groups);
        }
    }
    add_groups(session, tally, tally_kept_sql(object, tally, condition), kept, groups);
}

const Tally& require_tally(const Principal& principal, const Object& object, std::string_view name)
{
    const auto tally = std::find_if(object.tallies.begin(), object.tallies.end(),
                                    [&](const Tally& candidate) { return candidate.name == name; });
    CHECK(tally != object.tallies.end());
    const auto require = [&](const std::string& field) {
        if (principal.right(object, object.require(field)) < Right::read) {
            throw Error(ErrorCode::field_forbidden, {{"field", field}});
        }
    };
    for (const Tally::Group& group : tally->groups) require(group.field);
    for (const Tally::Measure& measure : tally->measures) {
        if (measure.is_sum) require(measure.field);
    }
    return *tally;
}

}  // namespace

bool Model::is_tallied(const Principal& principal, const Object& object) const
{
    return object.part_of.empty() && !principal.on(object).condition;
}

Tallied Model::tally(const Principal& principal, const Object& object, std::string_view name,
                     std::chrono::milliseconds deadline) const
{
    principal.require(object, Verb::read);
    const Tally& tally = require_tally(principal, object, name);
    Groups groups;
    database_.read(
        [&](store::Session& session) {
            groups.clear();
            if (is_tallied(principal, object)) {
                add_kept(session, principal, object, tally, reading_.offset_minutes, groups);
                return;
            }
            Sql sql;
            const std::string scope =
                scope_condition(catalogue_, principal, object, Verb::read, "t", session.dialect(), sql, false);
            add_groups(session, tally,
                       tally_counted_sql(object, tally, session.dialect(), reading_.offset_minutes, scope), sql,
                       groups);
        },
        deadline);
    Tallied result;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < tally.measures.size(); ++i) {
        if (principal.right(object, object.require(tally.measures[i].field)) < Right::read) continue;
        places.push_back(i + 1);
        result.measures.push_back(&tally.measures[i]);
    }
    for (const auto& [common, values] : groups) {
        if (values.front() == 0) continue;
        Tallied::Group& group = result.groups.emplace_back(Tallied::Group{common, values.front(), {}});
        for (const std::size_t place : places) group.values.push_back(values[place]);
    }
    return result;
}

}  // namespace juan::model
