// Who may open accounts, close them, and give a user a role or another place among the units.
#include "core/model/access_grant.hpp"
#include "objects/links.hpp"
#include "objects/objects.hpp"

namespace juan::objects {
namespace {

using model::Duty;
using model::Guarding;

std::int64_t number(const Guarding& guarding, const model::Row& row, const char* field)
{
    return model::integer_of(model::get(guarding.object, row, field));
}

bool differs(const Guarding& guarding, const char* field)
{
    return guarding.before == nullptr || guarding.after == nullptr ||
           model::get(guarding.object, *guarding.before, field) != model::get(guarding.object, *guarding.after, field);
}

// The units decide whose records a person sees; the address is what they sign in with.
void check_account(const Guarding& guarding)
{
    const model::Principal& principal = guarding.principal;
    if (differs(guarding, "email") || differs(guarding, "unit")) {
        principal.require(Duty::system);
    } else if (differs(guarding, "is_active") && !principal.has(Duty::security)) {
        principal.require(Duty::system);
    }
    if (guarding.before != nullptr && differs(guarding, "email")) {
        model::require_may_manage(guarding.session, guarding.model, principal, model::id_of(*guarding.before));
    }
}

// A role is given when a user gets it, and when a user who has it comes back.
void check_role(const Guarding& guarding)
{
    if (guarding.after == nullptr || number(guarding, *guarding.after, "role") == 0) {
        return;
    }
    const bool comes_back = guarding.before != nullptr && number(guarding, *guarding.before, "is_active") == 0 &&
                            number(guarding, *guarding.after, "is_active") != 0;
    if (!differs(guarding, "role") && !comes_back) {
        return;
    }
    const model::Principal& principal = guarding.principal;
    if (!principal.has(Duty::security)) {
        principal.require(Duty::system);
    }
    const Id self = guarding.before == nullptr ? Id::none : model::id_of(*guarding.before);
    if (self != Id::none) {
        model::require_may_manage(guarding.session, guarding.model, principal, self);
    }
    model::require_may_give(guarding.session, guarding.model, principal,
                            id_from(number(guarding, *guarding.after, "role")), self);
}

void check_holders(const Guarding& guarding)
{
    if (guarding.before == nullptr || number(guarding, *guarding.before, "is_active") == 0) {
        return;
    }
    const bool stays = guarding.after != nullptr && number(guarding, *guarding.after, "is_active") != 0;
    if (stays && !differs(guarding, "role")) {
        return;
    }
    const auto email = model::text_of(model::get(guarding.object, *guarding.before, "email"));
    if (email.ends_with(model::key_email_end)) {
        return;
    }
    const Id left = id_from(number(guarding, *guarding.before, "role"));
    const Id taken = stays ? id_from(number(guarding, *guarding.after, "role")) : Id::none;
    model::require_holders(guarding.session, guarding.model, {left, taken, Id::none, {}});
}

void guard(const Guarding& guarding)
{
    check_account(guarding);
    check_role(guarding);
    check_holders(guarding);
    refuse_cycle(guarding, "manager", "select manager_id from \"user\" where id = $1");
}

}  // namespace

void add_user_rules(model::Model& model) { model.add_guard("user", guard); }

}  // namespace juan::objects
