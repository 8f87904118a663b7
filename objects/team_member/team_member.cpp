// Somebody is in a team once.
#include <array>

#include "objects/objects.hpp"

namespace juan::objects {
namespace {

void guard(const model::Guarding& guarding)
{
    guarding.principal.require(model::Duty::system);
    if (guarding.after == nullptr) {
        return;
    }
    const model::Row& row = *guarding.after;
    const model::Object& member = guarding.object;
    const auto cursor =
        guarding.session.query("select 1 from team_member where team_id = $1 and user_id = $2 and id <> $3",
                               std::array{model::get(member, row, "team"), model::get(member, row, "user"), row.at(0)});
    if (cursor->next()) {
        const Id user = id_from(model::integer_of(model::get(member, row, "user")));
        throw Error(ErrorCode::duplicate,
                    {{"field", "user"}, {"object", "team_member"}, {"value", format_id("usr", user)}});
    }
}

}  // namespace

void add_team_member_rules(model::Model& model) { model.add_guard("team_member", guard); }

}  // namespace juan::objects
