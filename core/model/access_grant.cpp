// Comparing rights with rights.
#include "core/model/access_grant.hpp"

#include <algorithm>
#include <array>

namespace juan::model {
namespace {

// A right of `wanted` on one object is within those of `held`. A condition may be kept, not dropped.
bool is_scope_within(const ObjectRights& wanted, const ObjectRights& held, Scope ObjectRights::*scope)
{
    return wanted.*scope == Scope::none ||
           (wanted.*scope <= held.*scope && (held.where.empty() || held.where == wanted.where));
}

constexpr std::array<std::pair<Verb, Scope ObjectRights::*>, 4> scopes = {
    {{Verb::read, &ObjectRights::read},
     {Verb::edit, &ObjectRights::edit},
     {Verb::erase, &ObjectRights::erase},
     {Verb::export_rows, &ObjectRights::export_rows}}};

// The first right on the object that is within none of `bounds`; empty when there is none.
std::string first_beyond(const Object& object, const ObjectRights& wanted,
                         std::initializer_list<const ObjectRights*> bounds)
{
    const auto is_within = [&](const auto& test) {
        return std::any_of(bounds.begin(), bounds.end(),
                           [&](const ObjectRights* bound) { return bound != nullptr && test(*bound); });
    };
    for (const auto& [verb, scope] : scopes) {
        const auto member = scope;
        if (!is_within([&](const ObjectRights& bound) { return is_scope_within(wanted, bound, member); })) {
            return object.name + "." + std::string(verb_name(verb));
        }
    }
    if (wanted.may_create && !is_within([](const ObjectRights& bound) { return bound.may_create; })) {
        return object.name + ".create";
    }
    if (wanted.may_import && !is_within([](const ObjectRights& bound) { return bound.may_import; })) {
        return object.name + ".import";
    }
    if (wanted.read == Scope::none && wanted.edit == Scope::none && !wanted.may_create) {
        return {};  // Fields that nobody reaches.
    }
    for (const Field& field : object.fields) {
        const auto at = static_cast<std::size_t>(field.position);
        if (!is_within([&](const ObjectRights& bound) { return wanted.fields[at] <= bound.fields[at]; })) {
            return object.name + "." + field.name;
        }
        const bool may_reveal = !wanted.reveal.empty() && wanted.reveal[at];
        const auto shows = [&](const ObjectRights& bound) {
            return bound.fields[at] >= Right::read || (!bound.reveal.empty() && bound.reveal[at]);
        };
        if (may_reveal && !is_within(shows)) {
            return object.name + "." + field.name;
        }
    }
    return {};
}

[[noreturn]] void refuse(std::string what) { throw Error(ErrorCode::grant_refused, {{"what", std::move(what)}}); }

RoleText role_text(const store::Cursor& cursor)
{
    return {std::string(cursor.text(0)), std::string(cursor.text(1)), std::string(cursor.text(2)),
            std::string(cursor.text(3))};
}

bool is_entrusted(const std::vector<std::string>& grants, std::string_view code)
{
    return std::find(grants.begin(), grants.end(), code) != grants.end();
}

}  // namespace

RoleRights rights_of_role(store::Session& session, const Model& model, Id role)
{
    const auto cursor =
        session.query("select code, rights, duties, grants from role where id = $1", store::values(to_integer(role)));
    if (!cursor->next()) {
        throw Error(ErrorCode::role_unknown, {{"role", format_id("rol", role)}});
    }
    return role_rights(model.catalogue(), role_text(*cursor), model.rule_terms());
}

void require_held(const Catalogue& catalogue, const Principal& giver, const RoleRights& wanted,
                  const RoleRights* before)
{
    for (const Duty duty : {Duty::system, Duty::security, Duty::audit}) {
        const bool is_held = giver.has(duty) || (before != nullptr && before->duties.has(duty));
        if (wanted.duties.has(duty) && !is_held) {
            refuse(std::string(duty_name(duty)));
        }
    }
    for (const Object& object : catalogue.objects()) {
        const auto at = static_cast<std::size_t>(object.position);
        std::string beyond = first_beyond(object, wanted.objects[at],
                                          {&giver.rights[at], before == nullptr ? nullptr : &before->objects[at]});
        if (!beyond.empty()) {
            refuse(std::move(beyond));
        }
    }
}

void require_may_give(store::Session& session, const Model& model, const Principal& giver, Id role, Id receiver)
{
    std::string code;
    {
        const auto cursor = session.query("select code from role where id = $1", store::values(to_integer(role)));
        if (cursor->next()) code = cursor->text(0);
    }
    const bool is_for_another = receiver == Id::none || receiver != giver.user;
    if (is_for_another && is_entrusted(giver.grants, code)) {
        return;
    }
    const RoleRights wanted = rights_of_role(session, model, role);
    require_held(model.catalogue(), giver, wanted, nullptr);
    if (giver.is_administrator) {
        return;
    }
    for (const std::string& grant : wanted.grants) {
        if (!is_entrusted(giver.grants, grant)) refuse(grant);
    }
}

Duties duties_of_user(store::Session& session, const Model& model, Id user)
{
    Id role = Id::none;
    {
        const auto cursor =
            session.query("select role_id from \"user\" where id = $1", store::values(to_integer(user)));
        if (!cursor->next()) {
            return {};
        }
        role = id_from(cursor->integer(0));
    }
    return rights_of_role(session, model, role).duties;
}

void require_may_manage(store::Session& session, const Model& model, const Principal& principal, Id user)
{
    if (const char* beyond = duties_of_user(session, model, user).first_beyond(principal.duties)) {
        refuse(beyond);
    }
}

void require_holders(store::Session& session, const Model& model, const HolderChange& change)
{
    std::map<std::int64_t, std::int64_t> people;  // active ones, by role
    {
        const auto cursor = session.query(
            "select role_id, count(*) from \"user\" where is_active = 1 and email not like $1 group by role_id",
            store::values("%" + std::string(key_email_end)));
        while (cursor->next()) people[cursor->integer(0)] = cursor->integer(1);
    }
    std::array<std::int64_t, 2> before{};
    std::array<std::int64_t, 2> after{};
    const auto cursor = session.query("select code, rights, duties, grants, id from role");
    while (cursor->next()) {
        const Id role = id_from(cursor->integer(4));
        const Duties now =
            role_rights(model.catalogue(), {role_text(*cursor).code, "", std::string(cursor->text(2)), ""}, {}).duties;
        const Duties then = role == change.role_changed ? change.duties_then : now;
        const std::int64_t count = people[to_integer(role)];
        const std::int64_t moved = (role == change.role_taken ? 1 : 0) - (role == change.role_left ? 1 : 0);
        for (const Duty duty : {Duty::system, Duty::security}) {
            const auto at = static_cast<std::size_t>(duty);
            before[at] += now.has(duty) ? count : 0;
            after[at] += then.has(duty) ? count + moved : 0;
        }
    }
    for (const Duty duty : {Duty::system, Duty::security}) {
        const auto at = static_cast<std::size_t>(duty);
        if (before[at] > 0 && after[at] == 0) {
            throw Error(ErrorCode::last_holder, {{"duty", std::string(duty_name(duty))}});
        }
    }
}

void add_default_roles(const Model& model)
{
    struct DefaultRole {
        const char* code;
        const char* name;
        const char* duties;
        const char* grants;
    };
    static constexpr std::array<DefaultRole, 8> roles = {{
        {"administrator", "管理员 Administrator", "", ""},
        {"manager", "经理 Manager", "", ""},
        {"sales", "销售 Sales", "", ""},
        {"viewer", "只读 Viewer", "", ""},
        {"system_administrator", "系统管理员 System administrator", R"(["system"])", R"(["newcomer"])"},
        {"security_administrator", "安全管理员 Security administrator", R"(["security"])",
         R"(["newcomer","manager","sales","viewer"])"},
        {"auditor", "审计员 Auditor", R"(["audit"])", ""},
        {"newcomer", "待授权 Newcomer", "", ""},
    }};
    const Object& role = model.catalogue().require("role");
    model.write(system_principal(model.catalogue()), {{"system", "Juan", ""}, "", "", false}, [&](Writer& writer) {
        store::Session& session = writer.session();
        if (session.query("select 1 from meta where key = 'default_roles'")->next()) {
            return std::string();
        }
        for (const DefaultRole& one : roles) {
            if (session.query("select 1 from role where code = $1", store::values(std::string(one.code)))->next()) {
                continue;
            }
            Draft draft;
            draft.emplace_back(&role.require("name"), Cells{std::string(one.name)});
            draft.emplace_back(&role.require("code"), Cells{std::string(one.code)});
            if (*one.duties != 0) draft.emplace_back(&role.require("duties"), Cells{std::string(one.duties)});
            if (*one.grants != 0) draft.emplace_back(&role.require("grants"), Cells{std::string(one.grants)});
            CHECK(writer.apply({Action::create, &role, Id::none, {}, std::move(draft)}).has_value());
        }
        session.execute("insert into meta(key, value) values ('default_roles', '1')");
        return std::string();
    });
}

}  // namespace juan::model
