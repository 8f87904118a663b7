// A role gives no more than whoever writes it holds, its conditions can be read, and duties stay in somebody's hands.
#include <algorithm>

#include "core/model/access_grant.hpp"
#include "objects/objects.hpp"

namespace juan::objects {
namespace {

std::string text(const model::Object& role, const model::Row& row, const char* field)
{
    return std::string(model::text_of(model::get(role, row, field)));
}

model::RoleRights rights(const model::Guarding& guarding, const model::Row& row)
{
    const model::Object& role = guarding.object;
    return model::role_rights(
        guarding.model.catalogue(),
        {text(role, row, "code"), text(role, row, "rights"), text(role, row, "duties"), text(role, row, "grants")},
        guarding.model.rule_terms());
}

bool contains(const std::vector<std::string>& words, const std::string& word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

// To entrust a role with giving another is to give that other.
void check_grants(const model::Guarding& guarding, const model::RoleRights& wanted, const model::RoleRights* before)
{
    for (const std::string& code : wanted.grants) {
        if (before != nullptr && contains(before->grants, code)) continue;
        const auto cursor = guarding.session.query("select id from role where code = $1", store::values(code));
        if (!cursor->next()) {
            throw Error(ErrorCode::role_unknown, {{"role", code}});
        }
        model::require_may_give(guarding.session, guarding.model, guarding.principal, id_from(cursor->integer(0)),
                                Id::none);
    }
}

void guard(const model::Guarding& guarding)
{
    const model::Principal& principal = guarding.principal;
    principal.require(model::Duty::security);
    const Id id = model::id_of(*(guarding.before == nullptr ? guarding.after : guarding.before));
    std::optional<model::RoleRights> before;
    if (guarding.before != nullptr) before = rights(guarding, *guarding.before);
    const model::RoleRights* known = before ? &*before : nullptr;
    model::Duties duties_then;
    if (guarding.after != nullptr) {
        const model::RoleRights wanted = rights(guarding, *guarding.after);
        model::require_held(guarding.model.catalogue(), principal, wanted, known);
        check_grants(guarding, wanted, known);
        duties_then = wanted.duties;
    }
    if (before && before->duties.first_beyond(duties_then) != nullptr) {
        model::require_holders(guarding.session, guarding.model, {Id::none, Id::none, id, duties_then});
    }
}

}  // namespace

void add_role_rules(model::Model& model) { model.add_guard("role", guard); }

}  // namespace juan::objects
