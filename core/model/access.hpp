// Who may do what: rights by object and field, and whose records.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/condition/condition.hpp"
#include "core/store/database.hpp"

namespace juan::model {

class Model;

// Whose records: nobody's, one's own, those of one's unit and teams, of these and the units below, everybody's.
enum class Scope { none, own, team, team_below, all };
enum class Right { hidden, masked, read, write };
enum class Verb { read, create, edit, erase, export_rows, import_rows };
std::string_view verb_name(Verb verb);
std::string_view scope_name(Scope scope);
std::string_view right_name(Right right);

// What a role looks after besides records. system: users, units, teams, settings, backup, keys; security: roles,
// rights, sharing and sessions of others; audit: reading the audit.
enum class Duty { system, security, audit };
std::string_view duty_name(Duty duty);
// Throws Error body_shape for a word that is none.
Duty duty_from(std::string_view name);

class Duties {
public:
    bool has(Duty duty) const { return (bits_ & bit(duty)) != 0; }
    void add(Duty duty) { bits_ |= bit(duty); }
    // The first that `held` lacks; null when it has all of these. A string of its own, valid for ever.
    const char* first_beyond(const Duties& held) const;
    bool operator==(const Duties&) const = default;

private:
    static unsigned bit(Duty duty) { return 1U << static_cast<unsigned>(duty); }
    unsigned bits_ = 0;
};

struct ObjectRights {
    bool may_create = false;
    bool may_import = false;
    Scope read = Scope::none;
    Scope edit = Scope::none;
    Scope erase = Scope::none;
    Scope export_rows = Scope::none;
    std::vector<Right> fields;  // by Field::position
    std::vector<bool> reveal;   // by Field::position: when masked, may be shown one at a time, for a reason; or empty
    // Narrows read, edit, erase and export_rows, as does the scope. Empty and null: nothing is narrowed.
    std::string where;
    std::shared_ptr<const condition::Condition> condition;
};

// The owners whose records a scope holds.
struct Owners {
    std::vector<std::int64_t> ids;  // sorted
    std::string json;               // the same as a JSON array
    bool contains(std::int64_t id) const;
    // Each is looked up by itself; of more it is asked whether an owner is among them.
    bool are_few() const { return ids.size() <= 32; }
};

// One record that somebody was given, itself or through a team.
struct SharedRecord {
    std::int64_t record = 0;
    bool may_edit = false;
    std::int64_t until = 0;  // milliseconds UTC, not within; 0: without end
    std::int64_t share = 0;
};

// The records of one object that a principal was given.
class SharedRecords {
public:
    explicit SharedRecords(std::vector<SharedRecord> all);
    // The share that reaches furthest by which `verb` (read or edit) is open at `now`; null when none is.
    const SharedRecord* find(std::int64_t record, Verb verb, Instant now) const;
    // As a JSON array of ids; "[]" when none is open for it.
    std::string json(Verb verb, Instant now) const;
    std::int64_t count() const { return static_cast<std::int64_t>(all_.size()); }

private:
    std::vector<SharedRecord> all_;  // sorted by record
    std::int64_t first_end_ = 0;     // 0: none ends
    std::string read_json_;          // as long as none has ended
    std::string edit_json_;
};

// Somebody at work, with everything that decides what they may do. Immutable once made.
struct Principal {
    Id user = Id::none;
    std::string name;
    std::string email;
    Id role = Id::none;
    std::string role_name;
    std::string role_code;
    bool is_administrator = false;
    Duties duties;
    std::vector<std::string> grants;  // codes of roles that may be given to others besides what is held
    bool requires_second_factor = false;
    std::vector<ObjectRights> rights;  // by Object::position
    Owners own;
    Owners team;
    Owners team_below;
    std::map<int, SharedRecords> shared;  // by Object::position
    bool is_read_only = false;            // looks at Juan as another does
    Id viewer = Id::none;                 // who does so; none: the user
    std::uint64_t generation = 0;         // of Model::rights_generation() when it was loaded
    const Clock* clock = nullptr;         // of the model that loaded it
    int offset_minutes = 480;
    // Takes rights away, as an API key does; done again whenever the rights are loaded anew. May be empty.
    std::function<void(Principal&)> narrowing;

    bool has(Duty duty) const { return duties.has(duty); }
    // Throws Error duty_needed.
    void require(Duty duty) const;
    // What conditions of rights are relative to, now.
    condition::Setting setting() const;
    // Null when nothing of the object was shared with them.
    const SharedRecords* shares(const Object& object) const;

    const ObjectRights& on(const Object& object) const { return rights.at(static_cast<std::size_t>(object.position)); }
    Right right(const Object& object, const Field& field) const;
    // A masked field of one record, counted and for a reason that is kept.
    bool may_reveal(const Object& object, const Field& field) const;
    // The scope of a verb; for create and import all or none.
    Scope scope(const Object& object, Verb verb) const;
    // Requires: scope is own, team or team_below.
    const Owners& owners(Scope scope) const;
    // Throws Error forbidden.
    void require(const Object& object, Verb verb) const;
};

// A role as it stands in the store.
struct RoleText {
    std::string code;
    std::string rights;  // JSON; empty: only what declarations say for the code
    std::string duties;  // JSON array; empty: none
    std::string grants;  // JSON array; empty: none
};

struct RoleRights {
    std::vector<ObjectRights> objects;  // by Object::position
    Duties duties;
    std::vector<std::string> grants;
};

// What conditions in rights may speak of besides the declarations.
struct RuleTerms {
    std::string currency;                  // of amounts that name none
    std::vector<std::string> entry_kinds;  // of the timeline
};

// What a role may do: the declarations' defaults for its code, overlaid by its rights, and what its duties need.
// Throws Error body_shape, object_unknown, field_unknown,
// condition_invalid, ... when it is not of the form that docs/guide/permissions.md shows.
RoleRights role_rights(const Catalogue& catalogue, const RoleText& role, const RuleTerms& terms);

// Juan itself: may everything, owns nothing.
Principal system_principal(const Catalogue& catalogue);

// None when there is no such active user. `generation`: of the model, asked before `session` began to read.
std::optional<Principal> find_principal(store::Session& session, const Model& model, Id user, std::uint64_t generation);
// The same. Throws Error not_signed_in when there is no such active user.
Principal load_principal(store::Session& session, const Model& model, Id user, std::uint64_t generation);

// The text as the principal may see it: whole, masked, or empty when the field is hidden.
std::string shown(const Principal& principal, const Object& object, const Field& field, std::string text);

// What a person without the right sees: +86138****1234, 张*, l***@example.com; of what is not text only that it is
// there.
std::string masked(const Field& field, std::string_view text);

}  // namespace juan::model
