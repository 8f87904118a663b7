// The settings of providers, and what is known of each.
#include "core/account/openid/openid.hpp"

#include <algorithm>

#include "core/account/openid/id_token.hpp"
#include "core/model/access_grant.hpp"
#include "core/model/audit.hpp"

namespace juan::account {
namespace {

constexpr std::chrono::hours known_lifetime{1};
// A provider that fails is left alone for so long, so that people who try again do not fill all workers with waiting.
constexpr std::chrono::seconds failure_lifetime{5};
// Keys that are not known are looked for again so often, whoever sends tokens that name them.
constexpr std::size_t key_fetches_max = 5;
constexpr std::chrono::minutes key_fetches_window{1};

}  // namespace

OpenId::OpenId(Accounts& accounts, model::Model& model, const net::Dialer& dialer)
    : accounts_(accounts), model_(model), dialer_(dialer)
{
}

std::vector<IdentityProvider> OpenId::providers() const
{
    std::vector<IdentityProvider> all;
    model_.database().read([&](store::Session& session) { all = identity_providers(session); });
    return all;
}

std::optional<IdentityProvider> OpenId::find(Id id) const
{
    for (IdentityProvider& provider : providers()) {
        if (provider.id == id) return std::move(provider);
    }
    return {};
}

std::string OpenId::redirect_uri(Id id) const
{
    return accounts_.public_url() + "/api/session/oidc/" + format_id("idp", id) + "/callback";
}

IdentityProvider OpenId::add(const model::Principal& by, const Json& json)
{
    by.require(model::Duty::security);
    if (providers().size() >= identity_providers_max) {
        throw Error(ErrorCode::batch_too_large, {{"max", std::to_string(identity_providers_max)},
                                                 {"count", std::to_string(identity_providers_max + 1)}});
    }
    IdentityProvider provider;
    provider.id = model_.ids().next();
    return keep(by, changed(provider, json, accounts_.sealing_keys().back()), "identity_provider_added");
}

IdentityProvider OpenId::change(const model::Principal& by, Id id, const Json& json)
{
    by.require(model::Duty::security);
    IdentityProvider provider;
    model_.database().read([&](store::Session& session) { provider = require_identity_provider(session, id); });
    return keep(by, changed(provider, json, accounts_.sealing_keys().back()), "identity_provider_changed");
}

// Whoever saves it answers for it: it gives no role that they could not give, and signs nobody in who has duties that
// they have not. Else a provider of one's own would be a way to others' duties.
IdentityProvider OpenId::keep(const model::Principal& by, IdentityProvider provider, const char* action)
{
    provider.duties = by.duties;
    model_.database().write([&](store::Session& session) {
        if (!provider.role.empty()) {
            const Id role = accounts_.find_role(session, provider.role);
            if (model::rights_of_role(session, model_, role).duties != model::Duties()) {
                throw Error(ErrorCode::openid_role_duties, {{"role", provider.role}});
            }
            model::require_may_give(session, model_, by, role, Id::none);
        }
        keep_identity_provider(session, provider, model_.clock().now());
        const Json detail{{"name", provider.name},
                          {"issuer", provider.issuer},
                          {"client_id", provider.client_id},
                          {"is_on", provider.is_on},
                          {"role", provider.role},
                          {"email_domains", provider.email_domains},
                          {"trusts_second_factor", provider.trusts_second_factor}};
        model_.audit(session, {model_.clock().now(), by.user, "person", action, "identity_provider", provider.id,
                               detail.dump()});
    });
    const std::lock_guard lock(mutex_);
    known_.erase(provider.issuer);
    return provider;
}

void OpenId::remove(const model::Principal& by, Id id)
{
    by.require(model::Duty::security);
    model_.database().write([&](store::Session& session) {
        const IdentityProvider provider = require_identity_provider(session, id);
        remove_identity_provider(session, id);
        model_.audit(session, {model_.clock().now(), by.user, "person", "identity_provider_removed",
                               "identity_provider", id, Json{{"name", provider.name}}.dump()});
    });
}

// With a code that nobody gave out: a provider that knows the client says that the code is wrong, not the client.
std::optional<Finding> OpenId::check(const model::Principal& by, Id id)
{
    by.require(model::Duty::security);
    IdentityProvider provider;
    model_.database().read([&](store::Session& session) { provider = require_identity_provider(session, id); });
    const auto known = know(provider, true);
    if (!known) {
        return known.error();
    }
    const auto exchanged = exchange(provider, *known->metadata, "check", sha256_base64url("check"));
    if (exchanged || exchanged.error().code == ErrorCode::openid_code) {
        return {};
    }
    return exchanged.error();
}

// Fetched by whoever needs it first; what is fetched twice at once does no harm.
Expected<OpenId::Known, Finding> OpenId::know(const IdentityProvider& provider, bool is_anew)
{
    const Instant now = model_.clock().now();
    if (!is_anew) {
        const std::lock_guard lock(mutex_);
        const auto found = known_.find(provider.issuer);
        if (found != known_.end()) {
            const Known& known = found->second;
            if (known.failure && now < known.at + failure_lifetime) return Unexpected{*known.failure};
            if (!known.failure && now < known.at + known_lifetime) return known;
        }
    }
    Known known;
    known.at = now;
    auto metadata = fetch_metadata(dialer_, provider.issuer);
    if (metadata) {
        auto keys = fetch_keys(dialer_, metadata->jwks_uri);
        known.metadata = *std::move(metadata);
        if (keys) {
            known.keys = *std::move(keys);
        } else {
            known.failure = keys.error();
        }
    } else {
        known.failure = metadata.error();
    }
    const std::lock_guard lock(mutex_);
    if (!known.failure || known.failure->code != ErrorCode::server_busy) {
        known_[provider.issuer] = known;
    }
    return known.failure ? Expected<Known, Finding>(Unexpected{*known.failure}) : known;
}

bool OpenId::may_fetch_keys_again(const IdentityProvider& provider)
{
    const std::vector<Limit> limits{{"keys " + provider.issuer, key_fetches_max, key_fetches_window}};
    return !attempts_.count(limits, model_.clock().now());
}

bool OpenId::use_state(const std::string& state, Instant now)
{
    constexpr std::size_t used_max = 100'000;  // some 15 MB
    const std::lock_guard lock(mutex_);
    std::erase_if(used_, [&](const auto& one) { return one.second <= now; });
    return used_.size() < used_max && used_.emplace(state, now + openid_lifetime).second;
}

}  // namespace juan::account
