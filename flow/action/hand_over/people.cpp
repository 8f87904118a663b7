// The rights of a hand-over do not follow from rights to the records: they follow from who one is to the leaver.
#include "flow/action/hand_over/people.hpp"

namespace juan::action {
namespace {

// The duties of running the system and of its security.
bool has_duty(const model::Principal& principal)
{
    return principal.has(model::Duty::system) || principal.has(model::Duty::security);
}

}  // namespace

Person require_person(store::Session& session, Id id)
{
    const auto cursor = session.query("select name, is_active, manager_id, role_id from \"user\" where id = $1",
                                      store::values(to_integer(id)));
    if (!cursor->next()) {
        throw Error(ErrorCode::not_found, {{"what", format_id("usr", id)}});
    }
    return {id, std::string(cursor->text(0)), cursor->integer(1) != 0, id_from(cursor->integer(2)),
            id_from(cursor->integer(3))};
}

bool may_hand_over(const model::Principal& principal, const Person& from)
{
    const bool is_manager = principal.user != Id::none && from.manager == principal.user;
    return is_manager || has_duty(principal);
}

void require_hand_over(const model::Principal& principal, const Person& from)
{
    if (!may_hand_over(principal, from)) {
        throw Error(ErrorCode::hand_over_forbidden, {{"user", from.name}});
    }
}

void require_receiver(store::Session& session, Id to, Id from)
{
    const Person person = require_person(session, to);
    if (to == from || !person.is_active) {
        throw Error(
            ErrorCode::hand_over_receiver,
            {{"user", person.name}, {"reason", to == from ? "交接给本人 / the same person" : "已停用 / not active"}});
    }
}

void require_another_administrator(store::Session& session, const Person& from)
{
    // Keys for programs are users, too, but nobody signs in with them.
    const auto cursor = session.query(
        "select count(*), coalesce(sum(case when u.id = $1 then 1 else 0 end), 0) from \"user\" u "
        "join role r on r.id = u.role_id where r.code = 'administrator' and u.is_active = 1 "
        "and u.email not like '%@keys.invalid'",
        store::values(to_integer(from.id)));
    cursor->next();
    if (cursor->integer(0) == 1 && cursor->integer(1) == 1) {
        throw Error(ErrorCode::hand_over_last_administrator, {{"user", from.name}});
    }
}

model::Principal acting_for(const model::Model& model, const model::Principal& principal)
{
    model::Principal acting = model::system_principal(model.catalogue());
    acting.user = principal.user;
    acting.name = principal.name;
    acting.email = principal.email;
    acting.role = principal.role;
    acting.role_name = principal.role_name;
    acting.is_read_only = principal.is_read_only;   // Who looks at Juan as another does nothing in their name.
    acting.generation = model.rights_generation();  // Not to be loaded anew as who they are.
    return acting;
}

const std::string& Names::of(Id user)
{
    auto known = known_.find(user);
    if (known == known_.end()) {
        const auto cursor = session_.query("select name from \"user\" where id = $1", store::values(to_integer(user)));
        known = known_.emplace(user, cursor->next() ? std::string(cursor->text(0)) : std::string()).first;
    }
    return known->second;
}

void Names::write(JsonWriter& json, Id user)
{
    if (user == Id::none) {
        json.null();
        return;
    }
    json.begin_object().member("id", format_id("usr", user)).member("name", of(user)).end_object();
}

}  // namespace juan::action
