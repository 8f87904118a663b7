// Tables identity_provider and identity_link: where else people may be known from, and who is who there.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/account/settings.hpp"
#include "core/base/id.hpp"
#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/model/access.hpp"
#include "core/store/database.hpp"

namespace juan::account {

inline constexpr std::size_t identity_providers_max = 20;

struct IdentityProvider {
    Id id = Id::none;
    std::string name;    // on the button
    std::string issuer;  // exactly as the provider spells it, "https://idp.example.com"
    std::string client_id;
    std::string client_secret;  // sealed; empty: a public client
    std::string scopes = "openid email profile";
    bool is_on = true;
    std::vector<std::string> email_domains;  // lower case; empty: any
    std::string role;                        // code, of whoever has no account yet; empty: they are refused
    bool trusts_second_factor = false;       // what the provider says of a second factor counts here
    model::Duties duties;                    // of whoever saved it: nobody with others signs in by it
};

// The members that `json` names, over those of `provider`; seals the secret. Another issuer without its secret given
// again leaves no secret: it is not sent to somebody else. Throws Error parameter_invalid, body_shape,
// address_malformed.
IdentityProvider changed(IdentityProvider provider, const Json& json, const std::string& sealing_key);
std::string open_secret(std::span<const std::string> sealing_keys, const IdentityProvider& provider);

// All inside the transaction of what they are part of.
// By name.
std::vector<IdentityProvider> identity_providers(store::Session& session);
// Throws Error not_found.
IdentityProvider require_identity_provider(store::Session& session, Id id);
// Takes the place of the one with its id.
void keep_identity_provider(store::Session& session, const IdentityProvider& provider, Instant now);
void remove_identity_provider(store::Session& session, Id id);

// None when nobody is.
Id linked_user(store::Session& session, const std::string& issuer, const std::string& subject);
bool has_identity(store::Session& session, const std::string& issuer, Id user);
void link_identity(store::Session& session, const std::string& issuer, const std::string& subject, Id user,
                   Instant now);
void unlink_identities(store::Session& session, Id user);

}  // namespace juan::account
