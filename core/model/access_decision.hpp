// Why somebody may, or may not, do something with a record: the steps of the one decision that Model::may makes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/model.hpp"

namespace juan::model {

// What decides. In the order in which they are asked.
enum class DecidingRule { inactive, role, scope, condition, share, part_of, field };
std::string_view rule_name(DecidingRule rule);

struct Step {
    DecidingRule rule;
    bool is_allowed;
    const Object* object = nullptr;  // of the record asked about, or of the one that it is part of
    Verb verb = Verb::read;
    Scope scope = Scope::none;
    std::string where;             // of condition
    std::int64_t owner = 0;        // of scope: whose the record is; 0: nobody's
    std::int64_t share = 0;        // of share
    const Field* field = nullptr;  // of field
    Right right = Right::hidden;   // of field
};
using Trace = std::vector<Step>;

struct Decision {
    bool is_allowed = false;
    DecidingRule rule = DecidingRule::role;
    Right right = Right::hidden;  // of the field asked about; else what the verb gives: read or write
    Trace steps;
};

// What the rules speak of in a record.
struct Subject {
    std::int64_t id = 0;
    std::int64_t owner = 0;  // 0: nobody's
    std::int64_t whole = 0;  // the record it is part of; 0: none
};
Subject subject_of(const Object& object, const Row& row);

// Whether the store must be asked: for the record that a line belongs to, or for a role's condition.
bool needs_store(const Principal& principal, const Object& object);

// The decision itself. `session` may be null when nothing needs the store; `trace` may be null: then only the answer is
// worked out.
bool decide(store::Session* session, const Catalogue& catalogue, const Principal& principal, const Object& object,
            Verb verb, const Subject& subject, Trace* trace);

// With the field that is asked about, if any. Throws Error not_found when there is no such record.
Decision explain(store::Session& session, const Catalogue& catalogue, const Principal& principal, const Object& object,
                 Verb verb, Id id, const Field* field);

}  // namespace juan::model
