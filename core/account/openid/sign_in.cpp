// From the first step to the session.
#include <algorithm>
#include <optional>

#include "core/account/openid/id_token.hpp"
#include "core/account/openid/openid.hpp"
#include "core/account/seal.hpp"
#include "core/base/log.hpp"
#include "core/base/secret.hpp"
#include "core/base/text.hpp"
#include "core/model/access_grant.hpp"
#include "core/model/audit.hpp"

namespace juan::account {
namespace {

constexpr std::string_view cookie_purpose = "openid sign-in";
constexpr std::size_t page_bytes_max = 500;
constexpr std::size_t name_characters_max = 60;
constexpr std::size_t returned_bytes_max = 4096;

Unexpected<Finding> refused(ErrorCode code, const IdentityProvider& provider)
{
    return Unexpected{Finding{code, {{"name", provider.name}}}};
}

// RFC 3986 unreserved characters as they are, all others as %XX.
std::string form_text(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view plain = "-._~";
    std::string result;
    for (const char c : text) {
        const bool is_plain =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || plain.find(c) != plain.npos;
        const auto byte = static_cast<unsigned char>(c);
        is_plain ? result += c : (result += '%', result += digits[byte >> 4], result += digits[byte & 15]);
    }
    return result;
}

std::string form(std::initializer_list<std::pair<const char*, std::string>> fields)
{
    std::string result;
    for (const auto& [name, value] : fields) {
        if (value.empty()) continue;
        result += (result.empty() ? "" : "&") + std::string(name) + "=" + form_text(value);
    }
    return result;
}

// A path of this site and nothing else: "//host" and "/\host" are other sites to a browser.
std::string local_page(const std::string& page)
{
    const bool is_plain =
        std::all_of(page.begin(), page.end(), [](char c) { return c > ' ' && c < 0x7F && c != '\\'; });
    const bool is_local = page.starts_with('/') && !page.starts_with("//") && !page.starts_with("/api/");
    return is_plain && is_local && page.size() <= page_bytes_max ? page : "/";
}

std::string domain_of(const std::string& email)
{
    const auto at = email.rfind('@');
    return at == email.npos ? "" : email.substr(at + 1);
}

struct Bound {
    std::string state;
    std::string nonce;
    std::string verifier;
    std::string page;
};

// What the cookie of this browser holds for this provider, while it holds.
std::optional<Bound> read_cookie(std::span<const std::string> keys, const std::string& cookie, Id provider, Instant now)
{
    const auto text = unseal(keys, cookie, cookie_purpose);
    const Json json = text ? peer_json(*text) : Json();
    if (!json.is_object() || json.value("provider", std::int64_t{0}) != to_integer(provider) ||
        json.value("until", std::int64_t{0}) <= to_integer(now)) {
        return {};
    }
    return Bound{peer_text(json, "state"), peer_text(json, "nonce"), peer_text(json, "verifier"),
                 peer_text(json, "page")};
}

}  // namespace

Expected<OpenIdBegun, Finding> OpenId::begin(Id id, const std::string& page)
{
    const auto provider = find(id);
    if (!provider || !provider->is_on) {
        return Unexpected{Finding{ErrorCode::openid_provider_unknown, {}}};
    }
    const auto known = know(*provider, false);
    if (!known) {
        log_warning("openid_provider_failed", {{"code", error_text(known.error().code).name}});
        return refused(ErrorCode::openid_provider_down, *provider);
    }
    const Bound bound{random_token(), random_token(), random_token(), local_page(page)};
    const Json cookie{
        {"provider", to_integer(id)}, {"state", bound.state},
        {"nonce", bound.nonce},       {"verifier", bound.verifier},
        {"page", bound.page},         {"until", to_integer(Instant(model_.clock().now() + openid_lifetime))}};
    const std::string& endpoint = known->metadata->authorization_endpoint;
    const std::string url = endpoint + (endpoint.find('?') == endpoint.npos ? "?" : "&") +
                            form({{"response_type", "code"},
                                  {"client_id", provider->client_id},
                                  {"redirect_uri", redirect_uri(id)},
                                  {"scope", provider->scopes},
                                  {"state", bound.state},
                                  {"nonce", bound.nonce},
                                  {"code_challenge", sha256_base64url(bound.verifier)},
                                  {"code_challenge_method", "S256"}});
    return OpenIdBegun{url, seal(accounts_.sealing_keys().back(), cookie.dump(), cookie_purpose)};
}

// A try counts against the address it comes from before anybody is asked, and is taken back when it succeeded.
Expected<OpenIdDone, Finding> OpenId::finish(Id id, const OpenIdReturn& given)
{
    const Instant now = model_.clock().now();
    const auto provider = find(id);
    if (!provider || !provider->is_on) {
        return Unexpected{Finding{ErrorCode::openid_provider_unknown, {}}};
    }
    const auto bound = read_cookie(accounts_.sealing_keys(), given.cookie, id, now);
    if (!bound || bound->state.empty() || !same_secret(bound->state, given.state)) {
        return refused(ErrorCode::openid_state, *provider);
    }
    const std::vector<Limit> limits{
        {"address " + address_key(given.place.remote), attempts_per_address_max, attempts_window}};
    if (const auto wait = attempts_.count(limits, now)) {
        return Unexpected{Finding{ErrorCode::too_many_attempts, {{"seconds", std::to_string(wait->count())}}}};
    }
    if (!use_state(hash_hex(bound->state), now)) {
        return refused(ErrorCode::openid_state, *provider);
    }
    const bool is_from_another = !given.issuer.empty() && given.issuer != provider->issuer;
    const bool is_code = given.error.empty() && !given.code.empty() && given.code.size() <= returned_bytes_max;
    const auto person = is_from_another ? refused(ErrorCode::openid_token_issuer, *provider)
                        : is_code       ? ask_who(*provider, given.code, bound->verifier, bound->nonce)
                                  : Expected<OpenIdPerson, Finding>(refused(ErrorCode::openid_refused, *provider));
    auto user = person ? account_of(*provider, *person) : Expected<Id, Finding>(Unexpected{person.error()});
    if (!user) {
        const Json detail{{"remote", given.place.remote},
                          {"provider", provider->name},
                          {"code", std::string(error_text(user.error().code).name)}};
        model_.database().write([&](store::Session& session) {
            model_.audit(session, {now, Id::none, "person", "sign_in_failed", "identity_provider", id, detail.dump()});
        });
        return Unexpected{user.error()};
    }
    attempts_.take_back(limits, now);
    const bool has_second_factor = provider->trusts_second_factor && person->has_second_factor;
    std::string token = accounts_.start_session(*user, given.place.remote, given.place.agent, has_second_factor);
    if (!given.earlier_token.empty()) {
        accounts_.sign_out(given.earlier_token);
    }
    return OpenIdDone{std::move(token), bound->page};
}

Expected<Json, Finding> OpenId::exchange(const IdentityProvider& provider, const Metadata& metadata,
                                         const std::string& code, const std::string& verifier)
{
    const std::string secret = open_secret(accounts_.sealing_keys(), provider);
    const bool is_basic = !secret.empty() && metadata.takes_basic;
    net::Ask ask{metadata.token_endpoint,
                 {{"accept", "application/json"}, {"content-type", "application/x-www-form-urlencoded"}},
                 form({{"grant_type", "authorization_code"},
                       {"code", code},
                       {"redirect_uri", redirect_uri(provider.id)},
                       {"code_verifier", verifier},
                       {"client_id", is_basic ? "" : provider.client_id},
                       {"client_secret", is_basic ? "" : secret}}),
                 0};
    if (is_basic) {
        // Each part as in a form (RFC 6749 section 2.3.1).
        const std::string pair = form_text(provider.client_id) + ":" + form_text(secret);
        ask.headers.emplace_back("authorization", "Basic " + base64_text(pair));
    }
    const auto answer = dialer_.ask(ask);
    if (!answer) {
        return Unexpected{answer.error()};
    }
    Json json = peer_json(answer->body);
    if (answer->status == 200 && json.is_object()) {
        return json;
    }
    const std::string error = peer_text(json, "error");
    if (answer->status == 401 || error == "invalid_client" || error == "unauthorized_client") {
        return refused(ErrorCode::openid_client, provider);
    }
    if (answer->status == 400 && error == "invalid_grant") {
        return refused(ErrorCode::openid_code, provider);
    }
    return Unexpected{Finding{ErrorCode::openid_discovery,
                              {{"url", metadata.token_endpoint},
                               {"what.zh", "它没有发出令牌，也没有说明授权码有误"},
                               {"what.en", "it gave no tokens, nor said that the code is wrong"}}}};
}

Expected<OpenIdPerson, Finding> OpenId::ask_who(const IdentityProvider& provider, const std::string& code,
                                                const std::string& verifier, const std::string& nonce)
{
    auto known = know(provider, false);
    if (!known) {
        return refused(ErrorCode::openid_provider_down, provider);
    }
    const auto tokens = exchange(provider, *known->metadata, code, verifier);
    if (!tokens) {
        const ErrorCode why = tokens.error().code;
        const bool is_plain = why == ErrorCode::openid_client || why == ErrorCode::openid_code;
        log_warning("openid_exchange_failed", {{"code", error_text(why).name}});
        return refused(is_plain ? why : ErrorCode::openid_provider_down, provider);
    }
    const std::string access_token = peer_text(*tokens, "access_token");
    const TokenExpectation expected{provider.name, provider.issuer, provider.client_id, nonce, access_token};
    const Instant now = model_.clock().now();
    const std::string id_token = peer_text(*tokens, "id_token");
    auto claims = verify_id_token(id_token, *known->keys, expected, now);
    if (!claims && claims.error().code == ErrorCode::openid_token_key && may_fetch_keys_again(provider)) {
        known = know(provider, true);
        if (!known) {
            return refused(ErrorCode::openid_provider_down, provider);
        }
        claims = verify_id_token(id_token, *known->keys, expected, now);
    }
    if (!claims) {
        return Unexpected{claims.error()};
    }
    OpenIdPerson person;
    person.subject = peer_text(*claims, "sub");
    person.has_second_factor = tells_second_factor(*claims);
    Json about = *claims;
    const std::string& userinfo = known->metadata->userinfo_endpoint;
    const bool is_clean = access_token.find_first_of("\r\n") == access_token.npos;
    if (peer_text(about, "email").empty() && !userinfo.empty() && !access_token.empty() && is_clean) {
        const auto answer = dialer_.ask({userinfo, {{"authorization", "Bearer " + access_token}}, "", 0});
        const Json more = answer && answer->status == 200 ? peer_json(answer->body) : Json();
        // Of the same person only (section 5.3.2).
        if (peer_text(more, "sub") == person.subject) about = more;
    }
    const auto verified = about.find("email_verified");
    if (verified != about.end() && verified->is_boolean() && verified->get<bool>()) {
        person.email = fold_text(peer_text(about, "email"));
    }
    person.name = tidy_text(peer_text(about, "name"));
    return person;
}

Expected<Id, Finding> OpenId::account_of(const IdentityProvider& provider, const OpenIdPerson& person)
{
    const auto& domains = provider.email_domains;
    if (!domains.empty() && person.email.empty()) {
        return refused(ErrorCode::openid_email_unverified, provider);
    }
    if (!domains.empty() && std::find(domains.begin(), domains.end(), domain_of(person.email)) == domains.end()) {
        return refused(ErrorCode::openid_email_domain, provider);
    }
    Id user = Id::none;
    model_.database().read(
        [&](store::Session& session) { user = linked_user(session, provider.issuer, person.subject); });
    if (user == Id::none) {
        return link_by_email(provider, person);
    }
    bool is_active = false;
    bool is_within = false;
    model_.database().read([&](store::Session& session) {
        is_active = find_credential(session, user).user != Id::none;
        is_within = is_active && model::duties_of_user(session, model_, user).first_beyond(provider.duties) == nullptr;
    });
    if (!is_active) {
        return refused(ErrorCode::openid_account_off, provider);
    }
    return is_within ? Expected<Id, Finding>(user) : refused(ErrorCode::openid_beyond, provider);
}

Expected<Id, Finding> OpenId::link_by_email(const IdentityProvider& provider, const OpenIdPerson& person)
{
    if (person.email.empty() || domain_of(person.email).empty()) {
        return refused(ErrorCode::openid_email_unverified, provider);
    }
    Id user = Id::none;
    std::optional<ErrorCode> problem;
    model_.database().write([&](store::Session& session) {
        {
            const auto cursor =
                session.query("select id, is_active from \"user\" where email = $1", store::values(person.email));
            const bool is_person = cursor->next() && !person.email.ends_with(model::key_email_end);
            user = is_person ? id_from(cursor->integer(0)) : Id::none;
            if (is_person && cursor->integer(1) != 1) problem = ErrorCode::openid_account_off;
        }
        if (user == Id::none || problem) {
            return;
        }
        if (has_identity(session, provider.issuer, user)) {
            problem = ErrorCode::openid_account_linked;
        } else if (model::duties_of_user(session, model_, user).first_beyond(provider.duties) != nullptr) {
            problem = ErrorCode::openid_beyond;
        } else {
            link_identity(session, provider.issuer, person.subject, user, model_.clock().now());
            model_.audit(session, {model_.clock().now(), user, "person", "identity_linked", "user", user,
                                   Json{{"provider", provider.name}, {"issuer", provider.issuer}}.dump()});
        }
    });
    if (problem) {
        return refused(*problem, provider);
    }
    return user != Id::none ? Expected<Id, Finding>(user) : add_person(provider, person);
}

// By Juan itself, with the role that whoever set up the provider might have given. A role that got duties since then is
// given no more.
Expected<Id, Finding> OpenId::add_person(const IdentityProvider& provider, const OpenIdPerson& person)
{
    if (provider.role.empty() || person.email.ends_with(model::key_email_end)) {
        return refused(ErrorCode::openid_person_unknown, provider);
    }
    Id user = Id::none;
    bool has_duties = false;
    const model::Principal juan = model::system_principal(model_.catalogue());
    const bool is_named = !person.name.empty() && count_characters(person.name) <= name_characters_max;
    const std::string name = is_named ? person.name : person.email;
    model_.database().read([&](store::Session& session) {
        const Id role = accounts_.find_role(session, provider.role);
        has_duties = model::rights_of_role(session, model_, role).duties != model::Duties();
    });
    if (has_duties) {
        return refused(ErrorCode::openid_person_unknown, provider);
    }
    model_.write(juan, {{"system", provider.name, ""}, "", "", false}, [&](model::Writer& writer) {
        user = accounts_.create_user(writer, {name, person.email, provider.role, {}, {}});
        link_identity(writer.session(), provider.issuer, person.subject, user, writer.context().now);
        writer.note("identity_linked", "user", user,
                    Json{{"provider", provider.name}, {"issuer", provider.issuer}}.dump());
        return std::string();
    });
    return user;
}

}  // namespace juan::account
