// Signing in with a company's own identity provider: OpenID Connect Core 1.0, the authorisation code flow with PKCE
// (RFC 7636). The provider says who somebody is; whether they may sign in, and what they may do, is said here.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/account/accounts.hpp"
#include "core/account/openid/metadata.hpp"
#include "core/account/openid/provider.hpp"
#include "core/net/dialer.hpp"

namespace juan::account {

// From the first step to the last.
inline constexpr std::chrono::minutes openid_lifetime{10};

// What the browser is sent away with.
struct OpenIdBegun {
    std::string url;     // at the provider
    std::string cookie;  // sealed; binds the return to this browser
};
// What the browser comes back with.
struct OpenIdReturn {
    std::string code;
    std::string state;
    std::string error;   // instead of a code
    std::string issuer;  // RFC 9207; may be empty
    std::string cookie;
    std::string earlier_token;  // of a session that this browser still holds: it ends
    Place place;
};
struct OpenIdDone {
    std::string token;  // the session's
    std::string page;   // the path that was wanted
};
// Who the provider says somebody is.
struct OpenIdPerson {
    std::string subject;
    std::string name;
    std::string email;  // folded; empty unless the provider has verified it
    bool has_second_factor = false;
};

// Thread-safe.
class OpenId {
public:
    // Requires: all outlive this; the tables of Accounts are there.
    OpenId(Accounts& accounts, model::Model& model, const net::Dialer& dialer);

    // --- Settings. All that change or tell secrets apart throw Error duty_needed ---
    std::vector<IdentityProvider> providers() const;
    IdentityProvider add(const model::Principal& by, const Json& json);
    // Throws Error not_found, grant_refused, openid_role_duties, and what changed() throws.
    IdentityProvider change(const model::Principal& by, Id id, const Json& json);
    void remove(const model::Principal& by, Id id);
    // What is wrong with it, asked anew; nothing when it could be used. Throws Error not_found.
    std::optional<Finding> check(const model::Principal& by, Id id);
    // Where the provider sends people back to.
    std::string redirect_uri(Id id) const;

    // --- People ---
    // Findings openid_provider_unknown, openid_provider_down, server_busy. `page`: a path of this site, else "/".
    Expected<OpenIdBegun, Finding> begin(Id provider, const std::string& page);
    // Every way in which it may fail is one finding openid_... of errors.json. The session may still owe a second
    // factor, see start_session().
    Expected<OpenIdDone, Finding> finish(Id provider, const OpenIdReturn& given);

private:
    struct Known {
        std::optional<Metadata> metadata;
        std::optional<Json> keys;
        std::optional<Finding> failure;  // of the last try
        Instant at;                      // of the last try
    };

    std::optional<IdentityProvider> find(Id id) const;
    IdentityProvider keep(const model::Principal& by, IdentityProvider provider, const char* action);
    Expected<Known, Finding> know(const IdentityProvider& provider, bool is_anew);
    bool may_fetch_keys_again(const IdentityProvider& provider);
    Expected<OpenIdPerson, Finding> ask_who(const IdentityProvider& provider, const std::string& code,
                                            const std::string& verifier, const std::string& nonce);
    Expected<Json, Finding> exchange(const IdentityProvider& provider, const Metadata& metadata,
                                     const std::string& code, const std::string& verifier);
    Expected<Id, Finding> account_of(const IdentityProvider& provider, const OpenIdPerson& person);
    Expected<Id, Finding> link_by_email(const IdentityProvider& provider, const OpenIdPerson& person);
    Expected<Id, Finding> add_person(const IdentityProvider& provider, const OpenIdPerson& person);
    // True for the first caller with this state.
    bool use_state(const std::string& state, Instant now);

    Accounts& accounts_;
    model::Model& model_;
    const net::Dialer& dialer_;
    Attempts attempts_;
    std::mutex mutex_;                     // guards the following
    std::map<std::string, Known> known_;   // by issuer
    std::map<std::string, Instant> used_;  // hashes of states, until when they would hold
};

}  // namespace juan::account
