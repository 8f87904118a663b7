// Who is at the other end: signing in and out, and the principal that each token stands for. The rooms of this folder
// hold the rules and the tables; this puts them together.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/account/api_key.hpp"
#include "core/account/attempts.hpp"
#include "core/account/credential.hpp"
#include "core/account/device.hpp"
#include "core/account/hashing.hpp"
#include "core/account/one_time_link.hpp"
#include "core/account/second_factor.hpp"
#include "core/account/session.hpp"
#include "core/account/settings.hpp"
#include "core/account/visitor.hpp"
#include "core/model/model.hpp"

namespace juan::account {

struct AccountSettings {
    // key_bytes each, newest last: seal the secrets of second factors and sign device cookies. When there is none, one
    // is made and kept in the store; then whoever has the store alone has the key.
    std::vector<std::string> keys;
    std::string public_url = "http://localhost:8080";  // in front of links, while the store's setting is empty
    HashFunctions hashing;
};

struct SignIn {
    std::string email;
    std::string password;
    std::string code;           // of the authenticator; or
    std::string recovery_code;  // one of these
    std::string device;         // the device cookie; may be empty
    std::string earlier_token;  // of a session that this browser still holds: it ends
    Place place;
};
struct SignedIn {
    std::string token;   // the session's; shown to the browser only
    std::string device;  // the device cookie to keep
};
struct NewUser {
    std::string name;
    std::string email;
    std::string role;      // its code
    std::string password;  // empty: set by a link
    std::string unit;      // formatted id; may be empty
};
struct NewKey {
    std::string name;
    std::string role;  // its code
    KeyScope scope{"read", "write"};
    std::optional<Instant> expires_at;
};
struct MadeLink {
    std::string link;
    Instant expires_at;
};
struct SecondFactorState {
    bool is_on = false;
    int recovery_codes_left = 0;
    bool is_required = false;
};
struct NewSecret {
    std::string secret;  // base32, for typing
    std::string uri;     // for a picture
};
struct ConfirmedFactor {
    std::vector<std::string> recovery_codes;  // shown once
    std::string token;                        // takes the place of the session's
};
// Whether being asked for counts as being at work; a stream that reconnects by itself does not.
enum class Touch { yes, no };

// How much may be tried: in 15 minutes, under the default profile and under dengbao3.
inline constexpr std::chrono::minutes attempts_window{15};
inline constexpr std::size_t attempts_per_account_max = 10;
inline constexpr std::size_t attempts_per_account_dengbao3_max = 5;
inline constexpr std::size_t attempts_per_address_max = 30;
// Of second factors' codes.
inline constexpr std::chrono::minutes codes_window{5};
inline constexpr std::size_t codes_per_account_max = 5;

// Thread-safe. Whatever ends or changes what a token may do holds from the moment the call returns.
class Accounts {
public:
    // Requires: `model` outlives this, and no other thread uses it yet.
    explicit Accounts(model::Model& model, AccountSettings settings = {});
    ~Accounts();

    // --- The first administrator ---
    // True until the first administrator has set a password.
    bool needs_setup() const;
    // A token for the one-time link; an earlier one ends. Only while needs_setup().
    std::string make_setup_token();
    // Throws Error setup_refused unless `token` is the one made last.
    void set_up(const std::string& token, const std::string& name, const std::string& email,
                const std::string& password);

    // --- Who asks ---
    // Throws Error not_signed_in.
    VisitorPointer visit(const std::string& token, Touch touch = Touch::yes);
    PrincipalPointer principal(const std::string& token) { return visit(token)->principal; }
    // Null when the token holds no longer; does not count as being at work.
    VisitorPointer revisit(const std::string& token_hash);
    // Rises whenever something changed that visitors may or hold.
    std::uint64_t generation() const { return generation_ + model_.rights_generation(); }
    // For the command line on this machine, as long as this process lives: may everything.
    std::string make_local_token();
    // Writes down what is kept in memory meanwhile: when sessions and keys were last used, refused tries. Cheap when
    // there is nothing to do; called now and then.
    void tend();

    // --- Signing in and out ---
    // Throws Error sign_in_failed, too_many_attempts, second_factor_needed, second_factor_wrong, server_busy.
    SignedIn sign_in(const SignIn& given);
    // A session for somebody who is known otherwise than by a password. Of a person with a second factor it is not
    // full before complete(), unless the second factor was given elsewhere. Throws Error not_signed_in for a person who
    // may not sign in.
    std::string start_session(Id user, const std::string& remote, const std::string& agent,
                              bool has_second_factor = false);
    // A full session's token in the place of one in stage second_factor_code. Throws Error second_factor_wrong,
    // too_many_attempts.
    std::string complete(const Visitor& visitor, const std::string& code, const std::string& recovery_code);
    void sign_out(const std::string& token);

    // --- One's own account. All throw Error browser_only for a key ---
    std::vector<SessionRow> sessions(const Visitor& visitor) const;
    // Throws Error not_found.
    void end_session(const Visitor& visitor, Id id);
    void end_other_sessions(const Visitor& visitor);
    // The token that takes the place of the session's; all other sessions end. Throws Error password_wrong, what
    // judge_password() finds, password_reused, too_many_attempts.
    std::string change_password(const Visitor& visitor, const std::string& current, const std::string& password);
    SecondFactorState second_factor(const Visitor& visitor) const;
    // Throws Error second_factor_is_on.
    NewSecret begin_second_factor(const Visitor& visitor);
    // Turns it on; when it is on already, makes new recovery codes. Throws Error second_factor_is_off,
    // second_factor_wrong, too_many_attempts.
    ConfirmedFactor confirm_second_factor(const Visitor& visitor, const std::string& code);
    // Throws Error second_factor_is_off, second_factor_required, password_wrong, second_factor_wrong, ...
    std::string remove_second_factor(const Visitor& visitor, const std::string& password, const std::string& code);

    // --- Others' accounts. All throw Error duty_needed without the duty for it ---
    Id add_user(const model::Principal& by, const NewUser& user);
    void end_sessions_of(const model::Principal& by, Id user);
    void remove_second_factor_of(const model::Principal& by, Id user);
    MadeLink make_link(const model::Principal& by, Id user, LinkKind kind);
    // The key itself, shown once; the store keeps its hash. Throws Error second_factor_needed when the role asks for a
    // second factor and the maker's session had none.
    std::string add_key(const Visitor& by, const NewKey& key);
    std::vector<KeyRow> keys(const model::Principal& by) const;
    void remove_key(const model::Principal& by, Id id);
    SecuritySettings settings() const;
    SecuritySettings change_settings(const model::Principal& by, const Json& json);
    // What stands in front of links while the setting is empty; before requests are served.
    void set_public_url(const std::string& url);

    // In front of every address that is given out: the setting, or what the server was started with.
    std::string public_url() const;
    // key_bytes each, newest last; for what else of signing in is sealed.
    std::span<const std::string> sealing_keys() const { return keys_; }

    // Within a transaction of `writer`, and by its principal. Throws Error role_unknown, duplicate, ...
    Id create_user(model::Writer& writer, const NewUser& user);
    Id find_role(store::Session& session, const std::string& code) const;

    // --- One-time links ---
    // Throws Error one_time_link_over.
    LinkOwner link(const std::string& token) const;
    // Sets the password; signs nobody in and leaves a second factor as it is. Of several callers at once one succeeds.
    void redeem(const std::string& token, const std::string& password);

private:
    struct Known {
        VisitorPointer visitor;
        std::uint64_t generation;
        Instant last_seen;
        Instant written;  // of last_seen, what the store has
    };
    // accounts.cpp: people
    void watch(store::Session& session, const model::WriteContext& context, std::span<const model::Written> all);
    Credential credential_of(Id user) const;
    // Throws Error not_found.
    Credential require_credential(Id user) const;
    // Throws Error grant_refused when `user` has a duty that `by` has not.
    void require_no_less(const model::Principal& by, Id user) const;
    // What judge_password() finds and what was used before is refused.
    std::string new_password_hash(const Credential& owner, const std::string& password);
    void audit(store::Session& session, Id actor, const char* action, Id user, const std::string& detail = "{}") const;

    // visits.cpp
    std::optional<Known> look_up(const std::string& token_hash);
    std::optional<Known> look_up_session(store::Session& session, const std::string& token_hash,
                                         std::uint64_t rights) const;
    std::optional<Known> look_up_key(store::Session& session, const std::string& token_hash,
                                     std::uint64_t rights) const;
    VisitorPointer known_visitor(const std::string& token_hash, Touch touch);
    void tend_apart();
    void tend_now();
    void changed() { ++generation_; }

    // sign_in.cpp
    std::vector<Limit> password_limits(const std::string& email, const std::string& remote) const;
    void count_try(std::span<const Limit> limits, const std::string& email, Instant now);
    // Uses the code or the recovery code up. `device`: name of a known one, counted apart.
    void require_code(const Credential& credential, const std::string& code, const std::string& recovery_code,
                      const std::string& device);
    Stage stage_of(const Credential& credential, bool has_second_factor, bool is_by_password) const;
    std::string keep_session(store::Session& session, Id user, const Place& place, bool has_second_factor,
                             bool is_by_password);
    std::string replace_session(store::Session& session, const Visitor& visitor, bool has_second_factor);
    void require_password(const Visitor& visitor, const std::string& password);

    model::Model& model_;
    std::vector<std::string> keys_;  // newest last
    Hashing hashing_;
    Attempts attempts_;
    PrincipalPointer system_;
    VisitorPointer local_;  // set before requests are served
    std::string public_url_;
    std::atomic<std::uint64_t> generation_{1};
    mutable std::mutex mutex_;                      // guards the following
    std::unordered_map<std::string, Known> known_;  // by token hash
    std::map<std::string, std::int64_t> refused_;   // tries refused unheard, by e-mail; "" for those beyond the limit
    SecuritySettings settings_;
    Instant tended_at_;
    Instant cleared_at_;
};

}  // namespace juan::account
