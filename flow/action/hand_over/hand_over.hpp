// Somebody leaves, and what they had passes to colleagues: in one transaction, by rules or by hand, and back again for
// a while. The same moves part of a list to another owner.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/model/model.hpp"

namespace juan::action {

// Which records of the leaver go to whom. The first rule that fits a record decides.
struct HandOverRule {
    const model::Object* object = nullptr;
    std::string filter;   // condition language, of records that whoever hands over may read
    std::vector<Id> ids;  // instead of the filter: these records
    Id to = Id::none;
};

struct HandOverPlan {
    Id from = Id::none;
    std::vector<HandOverRule> rules;
    Id to = Id::none;  // of all that no rule names
    int undo_days = 7;
};

// Ends a user's sessions and API keys, in the transaction at hand.
struct AccessEnded {
    std::int64_t sessions = 0;
    std::int64_t keys = 0;
};
using EndAccess = std::function<AccessEnded(store::Session&, Id user)>;
using CountAccess = std::function<AccessEnded(store::Session&, Id user)>;

// Everything a user owns or is named in, as JSON.
// Throws Error not_found, hand_over_forbidden.
std::string preview_hand_over(const model::Model& model, const model::Principal& principal, Id user,
                              const CountAccess& count_access);

// Closes the account and moves everything, all or nothing; the id of the hand-over. `principal` needs no rights to the
// records: system or security administrators and the leaver's own manager may, nobody else.
// Throws Error not_found, hand_over_forbidden, hand_over_oneself, hand_over_receiver, hand_over_last_administrator,
// hand_over_not_owned, condition_invalid, ...
Id hand_over(const model::Model& model, const model::Principal& principal, const HandOverPlan& plan,
             const EndAccess& end_access);

struct Transfer {
    const model::Object* object = nullptr;
    std::string filter;  // of the records that the principal may read; used when `ids` is empty
    std::vector<Id> ids;
    Id to = Id::none;
    int undo_days = 7;
};
struct Transferred {
    Id id = Id::none;        // of the hand-over it stands as; none when nothing had to move
    std::int64_t count = 0;  // records that changed their owner
};
// Puts records of a list to another owner, all or nothing. Throws Error forbidden, field_forbidden, not_found,
// transfer_partly, hand_over_receiver, ...
Transferred transfer(const model::Model& model, const model::Principal& principal, const Transfer& wanted);

// Records go back where the receiver still holds them, and the account is opened again; sessions and keys stay ended.
// What others changed since stays and is listed. Throws Error not_found, hand_over_forbidden, hand_over_undone,
// hand_over_expired.
void undo_hand_over(const model::Model& model, const model::Principal& principal, Id id);

// The record of a hand-over, for printing, as JSON; with `items_of` also that object's records one by one, those that
// the principal may see with their titles. Throws Error not_found, hand_over_forbidden.
std::string hand_over_record(const model::Model& model, const model::Principal& principal, Id id,
                             const model::Object* items_of);
// Those the principal may see, the newest first, as JSON {"items": [...]}.
std::string hand_over_list(const model::Model& model, const model::Principal& principal);

}  // namespace juan::action
