// Who somebody is at this moment: role, colleagues, and what was shared with them.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/base/error.hpp"
#include "core/base/json_writer.hpp"
#include "core/model/access.hpp"
#include "core/model/model.hpp"

namespace juan::model {
namespace {

std::string json_of(const std::vector<std::int64_t>& ids)
{
    JsonWriter json;
    json.begin_array();
    for (const std::int64_t id : ids) {
        json.integer(id);
    }
    return json.end_array().take();
}

Owners make_owners(std::vector<std::int64_t> ids)
{
    std::sort(ids.begin(), ids.end());
    std::string json = json_of(ids);
    return {std::move(ids), std::move(json)};
}

// The ids that a query gives in its first column.
std::vector<std::int64_t> find_ids(store::Session& session, std::string_view sql,
                                   std::span<const store::Value> parameters)
{
    std::vector<std::int64_t> ids;
    const auto cursor = session.query(sql, parameters);
    while (cursor->next()) {
        ids.push_back(cursor->integer(0));
    }
    return ids;
}

// Teams one leads or is a member of.
std::vector<std::int64_t> teams_of(store::Session& session, std::int64_t user)
{
    return find_ids(session,
                    "select id from team where leader_id = $1 union select team_id from team_member where user_id = $1",
                    store::values(user));
}

Owners colleagues(store::Session& session, std::string_view units_sql, std::int64_t unit, std::int64_t user)
{
    return make_owners(
        find_ids(session,
                 std::string(units_sql) +
                     "mine(id) as (select id from team where leader_id = $2 union "
                     "select team_id from team_member where user_id = $2) "
                     "select id from \"user\" where unit_id in (select id from units) union "
                     "select leader_id from team where leader_id is not null and id in (select id from mine) union "
                     "select user_id from team_member where team_id in (select id from mine) union select $2",
                 store::values(unit, user)));
}

void load_shares(store::Session& session, const Catalogue& catalogue, Principal& principal)
{
    std::vector<std::int64_t> receivers = teams_of(session, to_integer(principal.user));
    receivers.push_back(to_integer(principal.user));
    std::map<int, std::vector<SharedRecord>> found;
    const auto cursor = session.query(
        "select object, record_id, verb, until, id from share where " + session.dialect().in_integers("to_id", "$1"),
        store::values(json_of(receivers)));
    while (cursor->next()) {
        if (const Object* object = catalogue.find(cursor->text(0))) {
            found[object->position].push_back(
                {cursor->integer(1), cursor->text(2) == "edit", cursor->integer(3), cursor->integer(4)});
        }
    }
    for (auto& [position, all] : found) {
        principal.shared.emplace(position, SharedRecords(std::move(all)));
    }
}

bool is_open(const SharedRecord& shared, Verb verb, Instant now)
{
    const bool is_for = verb == Verb::read || (verb == Verb::edit && shared.may_edit);
    return is_for && (shared.until == 0 || to_integer(now) < shared.until);
}

std::string open_ids(const std::vector<SharedRecord>& all, Verb verb, Instant now)
{
    std::vector<std::int64_t> ids;
    for (const SharedRecord& shared : all) {
        if (is_open(shared, verb, now) && (ids.empty() || ids.back() != shared.record)) ids.push_back(shared.record);
    }
    return json_of(ids);
}

}  // namespace

bool Owners::contains(std::int64_t id) const { return std::binary_search(ids.begin(), ids.end(), id); }

SharedRecords::SharedRecords(std::vector<SharedRecord> all) : all_(std::move(all))
{
    // Of one record first what ends last.
    std::sort(all_.begin(), all_.end(), [](const SharedRecord& a, const SharedRecord& b) {
        const auto end = [](const SharedRecord& shared) {
            return shared.until == 0 ? std::numeric_limits<std::int64_t>::max() : shared.until;
        };
        return a.record != b.record ? a.record < b.record : end(a) > end(b);
    });
    for (const SharedRecord& shared : all_) {
        if (shared.until != 0 && (first_end_ == 0 || shared.until < first_end_)) first_end_ = shared.until;
    }
    const Instant before_all{std::chrono::milliseconds::min()};
    read_json_ = open_ids(all_, Verb::read, before_all);
    edit_json_ = open_ids(all_, Verb::edit, before_all);
}

const SharedRecord* SharedRecords::find(std::int64_t record, Verb verb, Instant now) const
{
    auto place = std::lower_bound(all_.begin(), all_.end(), record,
                                  [](const SharedRecord& shared, std::int64_t id) { return shared.record < id; });
    for (; place != all_.end() && place->record == record; ++place) {
        if (is_open(*place, verb, now)) return &*place;
    }
    return nullptr;
}

std::string SharedRecords::json(Verb verb, Instant now) const
{
    if (verb != Verb::read && verb != Verb::edit) {
        return "[]";
    }
    const bool is_as_loaded = first_end_ == 0 || to_integer(now) < first_end_;
    return is_as_loaded ? (verb == Verb::read ? read_json_ : edit_json_) : open_ids(all_, verb, now);
}

const Owners& Principal::owners(Scope scope) const
{
    CHECK(scope != Scope::none && scope != Scope::all);
    return scope == Scope::own ? own : scope == Scope::team ? team : team_below;
}

const SharedRecords* Principal::shares(const Object& object) const
{
    const auto found = shared.find(object.position);
    return found == shared.end() ? nullptr : &found->second;
}

condition::Setting Principal::setting() const
{
    CHECK(clock != nullptr);
    return {clock->now(), offset_minutes, user};
}

void Principal::require(Duty duty) const
{
    if (!has(duty)) {
        throw Error(ErrorCode::duty_needed, {{"duty", std::string(duty_name(duty))}});
    }
}

Principal system_principal(const Catalogue& catalogue)
{
    Principal principal;
    principal.name = "Juan";
    principal.is_administrator = true;
    RoleRights rights = role_rights(catalogue, {"administrator", "", "", ""}, {});
    principal.rights = std::move(rights.objects);
    principal.duties = rights.duties;
    principal.own = principal.team = principal.team_below = make_owners({});
    return principal;
}

std::optional<Principal> find_principal(store::Session& session, const Model& model, Id user, std::uint64_t generation)
{
    Principal principal;
    RoleText role;
    std::int64_t unit = 0;
    {
        const auto cursor = session.query(
            "select u.name, u.email, u.unit_id, r.id, r.name, r.code, r.rights, r.duties, r.grants, "
            "r.requires_second_factor from \"user\" u join role r on r.id = u.role_id where u.id = $1 and "
            "u.is_active = 1",
            store::values(to_integer(user)));
        if (!cursor->next()) {
            return {};
        }
        principal.user = user;
        principal.name = cursor->text(0);
        principal.email = cursor->text(1);
        unit = cursor->integer(2);
        principal.role = id_from(cursor->integer(3));
        principal.role_name = cursor->text(4);
        role = {std::string(cursor->text(5)), std::string(cursor->text(6)), std::string(cursor->text(7)),
                std::string(cursor->text(8))};
        principal.requires_second_factor = cursor->integer(9) != 0;
    }
    RoleRights rights = role_rights(model.catalogue(), role, model.rule_terms());
    principal.role_code = role.code;
    principal.is_administrator = role.code == "administrator";
    principal.rights = std::move(rights.objects);
    principal.duties = rights.duties;
    principal.grants = std::move(rights.grants);
    const std::int64_t id = to_integer(user);
    principal.own = make_owners({id});
    principal.team = colleagues(session, "with units(id) as (select $1), ", unit, id);
    principal.team_below = colleagues(session,
                                      "with recursive units(id) as (select $1 union select o.id from organisation_unit "
                                      "o join units b on o.parent_id = b.id), ",
                                      unit, id);
    load_shares(session, model.catalogue(), principal);
    principal.generation = generation;
    principal.clock = &model.clock();
    principal.offset_minutes = model.reading().offset_minutes;
    return principal;
}

Principal load_principal(store::Session& session, const Model& model, Id user, std::uint64_t generation)
{
    auto principal = find_principal(session, model, user, generation);
    if (!principal) {
        throw Error(ErrorCode::not_signed_in);
    }
    return *std::move(principal);
}

}  // namespace juan::model
