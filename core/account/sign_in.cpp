// Signing in and out.
#include <fmt/format.h>

#include "core/account/accounts.hpp"
#include "core/account/seal.hpp"
#include "core/base/secret.hpp"
#include "core/base/text.hpp"

namespace juan::account {
namespace {

constexpr std::size_t refused_names_max = 1000;
constexpr std::size_t device_name_bytes = 15;

std::string remote_detail(const std::string& remote) { return Json{{"remote", remote}}.dump(); }

}  // namespace

std::vector<Limit> Accounts::password_limits(const std::string& email, const std::string& remote) const
{
    const bool is_dengbao3 = settings().profile == PasswordProfile::dengbao3;
    const std::size_t account_max = is_dengbao3 ? attempts_per_account_dengbao3_max : attempts_per_account_max;
    return {{"account " + hash_hex(email), account_max, attempts_window},
            {"address " + address_key(remote), attempts_per_address_max, attempts_window}};
}

void Accounts::count_try(std::span<const Limit> limits, const std::string& email, Instant now)
{
    if (const auto wait = attempts_.count(limits, now)) {
        const std::lock_guard lock(mutex_);
        const bool has_room = refused_.size() < refused_names_max || refused_.contains(email);
        ++refused_[has_room ? email : std::string()];
        throw Error(ErrorCode::too_many_attempts, {{"seconds", std::to_string(wait->count())}});
    }
}

// What is known and what is not takes the same steps: an account that is not there is compared with a hash nobody has.
// A try counts from its beginning, so that many at once do not pass, and is taken back when the password was right.
SignedIn Accounts::sign_in(const SignIn& given)
{
    const Instant now = model_.clock().now();
    const std::string email = fold_text(given.email);
    Credential credential;
    model_.database().read([&](store::Session& session) { credential = find_credential(session, email); });
    const auto device = read_device(keys_, given.device);
    const bool is_known_device = device && credential.user != Id::none && device->user == credential.user;
    const std::string device_name = is_known_device ? device->name : "";
    const std::vector<Limit> limits =
        is_known_device ? std::vector<Limit>{{"device " + device_name, attempts_per_account_max, attempts_window}}
                        : password_limits(email, given.place.remote);
    count_try(limits, email, now);
    if (!hashing_.matches(credential.password_hash, given.password)) {
        model_.database().write([&](store::Session& session) {
            audit(session, Id::none, "sign_in_failed", credential.user, remote_detail(given.place.remote));
        });
        throw Error(ErrorCode::sign_in_failed);
    }
    attempts_.take_back(limits, now);
    if (credential.has_second_factor) {
        if (given.code.empty() && given.recovery_code.empty()) {
            throw Error(ErrorCode::second_factor_needed);
        }
        require_code(credential, given.code, given.recovery_code, device_name);
    }
    SignedIn signed_in;
    bool ended_one = false;
    model_.database().write([&](store::Session& session) {
        ended_one = account::end_session(session, hash_hex(given.earlier_token));
        signed_in.token = keep_session(session, credential.user, given.place, credential.has_second_factor, true);
        audit(session, credential.user, "sign_in", credential.user, remote_detail(given.place.remote));
    });
    if (ended_one) changed();
    signed_in.device = device_cookie(
        keys_.back(), {credential.user, is_known_device ? device_name : base32(random_bytes(device_name_bytes))});
    return signed_in;
}

void Accounts::require_code(const Credential& credential, const std::string& code, const std::string& recovery_code,
                            const std::string& device)
{
    const Instant now = model_.clock().now();
    const std::vector<Limit> limits{
        {fmt::format("code {} {}", to_integer(credential.user), device), codes_per_account_max, codes_window}};
    count_try(limits, credential.email, now);
    bool is_right = false;
    model_.database().write([&](store::Session& session) {
        is_right = code.empty() ? use_recovery_code(session, credential.user, recovery_code)
                                : use_code(session, credential.user, keys_, code, now);
        if (!is_right) {
            audit(session, Id::none, "second_factor_failed", credential.user);
        } else if (code.empty()) {
            audit(session, credential.user, "recovery_code_used", credential.user);
        }
    });
    if (!is_right) {
        throw Error(ErrorCode::second_factor_wrong, {{"field", "code"}});
    }
    attempts_.take_back(limits, now);
}

Stage Accounts::stage_of(const Credential& credential, bool has_second_factor, bool is_by_password) const
{
    if (credential.has_second_factor && !has_second_factor) {
        return Stage::second_factor_code;
    }
    if (credential.requires_second_factor && !has_second_factor) {
        return Stage::second_factor_setup;
    }
    const bool is_old = is_by_password && settings().profile == PasswordProfile::dengbao3 &&
                        model_.clock().now() >= credential.changed_at + password_age_max;
    return is_old ? Stage::password_change : Stage::full;
}

std::string Accounts::keep_session(store::Session& session, Id user, const Place& place, bool has_second_factor,
                                   bool is_by_password)
{
    std::string token = random_token();
    const Instant now = model_.clock().now();
    insert_session(session,
                   {hash_hex(token), model_.ids().next(), user, now, now + std::chrono::hours(settings().session_hours),
                    now, place, has_second_factor, is_by_password});
    return token;
}

std::string Accounts::replace_session(store::Session& session, const Visitor& visitor, bool has_second_factor)
{
    auto row = find_session(session, visitor.token_hash);
    if (!row) {
        throw Error(ErrorCode::not_signed_in);
    }
    account::end_session(session, visitor.token_hash);
    std::string token = random_token();
    row->token_hash = hash_hex(token);
    row->id = model_.ids().next();
    row->last_seen_at = model_.clock().now();
    row->has_second_factor = has_second_factor;
    insert_session(session, *row);
    return token;
}

std::string Accounts::start_session(Id user, const std::string& remote, const std::string& agent,
                                    bool has_second_factor)
{
    std::string token;
    model_.database().write([&](store::Session& session) {
        if (find_credential(session, user).user == Id::none) {
            throw Error(ErrorCode::not_signed_in);
        }
        token = keep_session(session, user, {remote, agent}, has_second_factor, false);
        audit(session, user, "sign_in", user, remote_detail(remote));
    });
    return token;
}

std::string Accounts::complete(const Visitor& visitor, const std::string& code, const std::string& recovery_code)
{
    const Credential credential = require_credential(visitor.user);
    require_code(credential, code, recovery_code, "");
    std::string token;
    model_.database().write([&](store::Session& session) { token = replace_session(session, visitor, true); });
    changed();
    return token;
}

void Accounts::sign_out(const std::string& token)
{
    const std::string hash = hash_hex(token);
    model_.database().write([&](store::Session& session) {
        const auto row = find_session(session, hash);
        if (row && account::end_session(session, hash)) {
            audit(session, row->user, "sign_out", row->user);
        }
    });
    changed();
}

}  // namespace juan::account
