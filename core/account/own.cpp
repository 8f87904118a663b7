// One's own account: sessions, password, second factor.
#include <fmt/format.h>

#include <algorithm>

#include "core/account/accounts.hpp"
#include "core/account/seal.hpp"
#include "core/base/secret.hpp"

namespace juan::account {
namespace {

constexpr std::size_t secret_bytes = 20;  // RFC 4226 section 4 recommends 160 bits

void require_session(const Visitor& visitor)
{
    if (visitor.carrier != Carrier::session) {
        throw Error(ErrorCode::browser_only);
    }
}

}  // namespace

std::vector<SessionRow> Accounts::sessions(const Visitor& visitor) const
{
    require_session(visitor);
    std::vector<SessionRow> rows;
    model_.database().read([&](store::Session& session) { rows = sessions_of(session, visitor.user); });
    const Instant now = model_.clock().now();
    const std::lock_guard lock(mutex_);
    for (SessionRow& row : rows) {
        const auto known = known_.find(row.token_hash);
        if (known != known_.end()) row.last_seen_at = std::max(row.last_seen_at, known->second.last_seen);
    }
    std::erase_if(rows, [&](const SessionRow& row) {
        return now >= row.expires_at || now - row.last_seen_at >= std::chrono::minutes(settings_.idle_minutes);
    });
    return rows;
}

void Accounts::end_session(const Visitor& visitor, Id id)
{
    require_session(visitor);
    model_.database().write([&](store::Session& session) {
        if (!account::end_session(session, visitor.user, id)) {
            throw Error(ErrorCode::not_found, {{"what", format_id("ses", id)}});
        }
        audit(session, visitor.user, "session_ended", visitor.user);
    });
    changed();
}

void Accounts::end_other_sessions(const Visitor& visitor)
{
    require_session(visitor);
    model_.database().write([&](store::Session& session) {
        end_sessions(session, visitor.user, visitor.token_hash);
        audit(session, visitor.user, "sessions_ended", visitor.user);
    });
    changed();
}

void Accounts::require_password(const Visitor& visitor, const std::string& password)
{
    const Credential credential = require_credential(visitor.user);
    const Instant now = model_.clock().now();
    const std::vector<Limit> limits{
        {fmt::format("own {}", to_integer(visitor.user)), attempts_per_account_max, attempts_window}};
    count_try(limits, credential.email, now);
    if (!hashing_.matches(credential.password_hash, password)) {
        model_.database().write(
            [&](store::Session& session) { audit(session, visitor.user, "password_check_failed", visitor.user); });
        throw Error(ErrorCode::password_wrong, {{"field", "current"}});
    }
    attempts_.take_back(limits, now);
}

std::string Accounts::change_password(const Visitor& visitor, const std::string& current, const std::string& password)
{
    require_session(visitor);
    require_password(visitor, current);
    const std::string hash = new_password_hash(require_credential(visitor.user), password);
    std::string token;
    model_.database().write([&](store::Session& session) {
        token = replace_session(session, visitor, visitor.has_second_factor);
        set_password(session, visitor.user, hash, model_.clock().now());
        end_sessions(session, visitor.user, hash_hex(token));
        end_links(session, visitor.user);
        audit(session, visitor.user, "password_changed", visitor.user);
    });
    changed();
    return token;
}

SecondFactorState Accounts::second_factor(const Visitor& visitor) const
{
    require_session(visitor);
    SecondFactorState state;
    model_.database().read([&](store::Session& session) {
        state.is_on = factor_state(session, visitor.user) == FactorState::on;
        state.recovery_codes_left = account::recovery_codes_left(session, visitor.user);
        state.is_required = find_credential(session, visitor.user).requires_second_factor;
    });
    return state;
}

NewSecret Accounts::begin_second_factor(const Visitor& visitor)
{
    require_session(visitor);
    const std::string secret = random_bytes(secret_bytes);
    model_.database().write([&](store::Session& session) {
        if (factor_state(session, visitor.user) == FactorState::on) {
            throw Error(ErrorCode::second_factor_is_on);
        }
        keep_secret(session, visitor.user, keys_.back(), secret, model_.clock().now());
    });
    return {base32(secret), authenticator_uri(secret, visitor.principal->email)};
}

ConfirmedFactor Accounts::confirm_second_factor(const Visitor& visitor, const std::string& code)
{
    require_session(visitor);
    const Credential credential = require_credential(visitor.user);
    model_.database().read([&](store::Session& session) {
        if (factor_state(session, visitor.user) == FactorState::off) throw Error(ErrorCode::second_factor_is_off);
    });
    require_code(credential, code.empty() ? "none" : code, "", "");
    ConfirmedFactor confirmed;
    model_.database().write([&](store::Session& session) {
        confirmed.token = replace_session(session, visitor, true);
        end_sessions(session, visitor.user, hash_hex(confirmed.token));
        turn_on(session, visitor.user);
        confirmed.recovery_codes = make_recovery_codes(session, visitor.user);
        audit(session, visitor.user, credential.has_second_factor ? "recovery_codes_made" : "second_factor_on",
              visitor.user);
    });
    changed();
    return confirmed;
}

std::string Accounts::remove_second_factor(const Visitor& visitor, const std::string& password, const std::string& code)
{
    require_session(visitor);
    const Credential credential = require_credential(visitor.user);
    if (!credential.has_second_factor) {
        throw Error(ErrorCode::second_factor_is_off);
    }
    if (credential.requires_second_factor) {
        throw Error(ErrorCode::second_factor_required);
    }
    require_password(visitor, password);
    require_code(credential, code.empty() ? "none" : code, "", "");
    std::string token;
    model_.database().write([&](store::Session& session) {
        remove_factor(session, visitor.user);
        token = replace_session(session, visitor, false);
        end_sessions(session, visitor.user, hash_hex(token));
        audit(session, visitor.user, "second_factor_off", visitor.user);
    });
    changed();
    return token;
}

}  // namespace juan::account
