// Who hands over, from whom, to whom.
#pragma once

#include <map>
#include <string>

#include "core/model/model.hpp"

namespace juan::action {

struct Person {
    Id id = Id::none;
    std::string name;
    bool is_active = false;
    Id manager = Id::none;
    Id role = Id::none;
};
// Throws Error not_found.
Person require_person(store::Session& session, Id id);

// System and security administrators may hand over for everybody, a manager for their own people.
bool may_hand_over(const model::Principal& principal, const Person& from);
// Throws Error hand_over_forbidden.
void require_hand_over(const model::Principal& principal, const Person& from);

// Throws Error hand_over_receiver unless `to` is active and another than `from`.
void require_receiver(store::Session& session, Id to, Id from);
// Throws Error hand_over_last_administrator.
void require_another_administrator(store::Session& session, const Person& from);

// With all of Juan's rights, in the name of `principal`. For what was authorised by the functions above.
model::Principal acting_for(const model::Model& model, const model::Principal& principal);

// {"id":"usr_…","name":…}
class Names {
public:
    explicit Names(store::Session& session) : session_(session) {}
    const std::string& of(Id user);
    void write(JsonWriter& json, Id user);  // null when there is no such user

private:
    store::Session& session_;
    std::map<Id, std::string> known_;
};

}  // namespace juan::action
