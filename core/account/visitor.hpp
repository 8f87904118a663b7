// Who is at the other end of a request, by which means, and how far they got with signing in.
#pragma once

#include <memory>
#include <string>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/model/access.hpp"

namespace juan::account {

using PrincipalPointer = std::shared_ptr<const model::Principal>;

// How far a session got.
enum class Stage {
    full,
    second_factor_code,   // known otherwise than by password; still owes the second factor's code
    second_factor_setup,  // the role asks for a second factor that is not set up yet
    password_change,      // the password is too old
};

enum class Carrier {
    session,  // the cookie of a browser
    key,      // an API key
    machine,  // the command line on this machine
};

// Immutable.
struct Visitor {
    Carrier carrier = Carrier::machine;
    Id id = Id::none;  // of the session or key
    Id user = Id::none;
    std::string token_hash;
    Stage stage = Stage::full;
    bool has_second_factor = false;  // was given when this session began
    bool may_write = true;           // false for a key that only reads
    Instant created_at;
    Instant ends_at;
    PrincipalPointer principal;
};
using VisitorPointer = std::shared_ptr<const Visitor>;

// Where a session is used from; shown to its person.
struct Place {
    std::string remote;  // address
    std::string agent;   // what the browser calls itself
};

}  // namespace juan::account
