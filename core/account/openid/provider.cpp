// Rows in and out, and what a setting may be.
#include "core/account/openid/provider.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/account/seal.hpp"
#include "core/base/error.hpp"
#include "core/base/text.hpp"
#include "core/net/url.hpp"

namespace juan::account {
namespace {

constexpr std::size_t name_characters_max = 40;
constexpr std::size_t text_bytes_max = 500;
constexpr std::size_t domains_max = 50;

std::string about(Id id) { return fmt::format("identity provider {}", to_integer(id)); }

[[noreturn]] void refuse(const std::string& name, const std::string& value, const std::string& expected)
{
    throw Error(ErrorCode::parameter_invalid, {{"name", name}, {"value", value}, {"expected", expected}});
}

std::string text_of(const std::string& name, const Json& value)
{
    if (!value.is_string()) {
        throw Error(ErrorCode::body_shape, {{"name", name}, {"type", "text"}});
    }
    std::string text = value.get<std::string>();
    const bool is_plain =
        std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && (c < ' ' || c == 0x7F); });
    if (text.size() > text_bytes_max || !is_plain) {
        refuse(name, valid_utf8(text.substr(0, 40)), fmt::format("≤ {}", text_bytes_max));
    }
    return text;
}

std::string filled(const std::string& name, const Json& value, std::size_t characters_max)
{
    std::string text = tidy_text(text_of(name, value));
    if (text.empty() || count_characters(text) > characters_max) {
        refuse(name, text, fmt::format("1 – {}", characters_max));
    }
    return text;
}

bool flag_of(const std::string& name, const Json& value)
{
    if (!value.is_boolean()) {
        throw Error(ErrorCode::body_shape, {{"name", name}, {"type", "true, false"}});
    }
    return value.get<bool>();
}

// Compared byte by byte with what the provider says of itself; no query (Discovery 1.0, section 3).
std::string issuer_of(const Json& value)
{
    std::string text = text_of("issuer", value);
    const auto url = net::parse_url(text);
    if (!url) {
        throw Error(url.error());
    }
    if (text.find('?') != text.npos) {
        refuse("issuer", text, "https://idp.example.com");
    }
    return text;
}

// A list of scope words (RFC 6749, 3.3) of which "openid" is one.
std::string scopes_of(const Json& value)
{
    const std::string text = " " + tidy_text(text_of("scopes", value)) + " ";
    if (text.find(" openid ") == text.npos || text.find_first_of("\"\\") != text.npos) {
        refuse("scopes", text, "openid email profile");
    }
    return text.substr(1, text.size() - 2);
}

std::vector<std::string> domains_of(const Json& value)
{
    if (!value.is_array() || value.size() > domains_max) {
        throw Error(ErrorCode::body_shape, {{"name", "email_domains"}, {"type", "array of text"}});
    }
    std::vector<std::string> domains;
    for (const Json& one : value) {
        std::string domain = fold_text(text_of("email_domains", one));
        if (domain.empty() || domain.find_first_of("@ /") != domain.npos || domain.find('.') == domain.npos) {
            refuse("email_domains", domain, "example.com");
        }
        domains.push_back(std::move(domain));
    }
    return domains;
}

std::string text_of(const model::Duties& duties)
{
    std::string text;
    for (const model::Duty duty : {model::Duty::system, model::Duty::security, model::Duty::audit}) {
        if (duties.has(duty)) text += std::string(model::duty_name(duty)) + " ";
    }
    return text;
}

model::Duties duties_from(std::string_view text)
{
    model::Duties duties;
    while (!text.empty()) {
        duties.add(model::duty_from(text.substr(0, text.find(' '))));
        text.remove_prefix(std::min(text.find(' '), text.size() - 1) + 1);
    }
    return duties;
}

IdentityProvider provider_of(const store::Cursor& cursor)
{
    IdentityProvider provider;
    provider.id = id_from(cursor.integer(0));
    provider.name = cursor.text(1);
    provider.issuer = cursor.text(2);
    provider.client_id = cursor.text(3);
    provider.client_secret = cursor.text(4);
    provider.scopes = cursor.text(5);
    provider.is_on = cursor.integer(6) == 1;
    provider.email_domains = parse_json(cursor.text(7)).get<std::vector<std::string>>();
    provider.role = cursor.text(8);
    provider.trusts_second_factor = cursor.integer(9) == 1;
    provider.duties = duties_from(cursor.text(10));
    return provider;
}

// What stands for itself; the secret and the issuer, which depend on each other, are set apart.
void set_member(IdentityProvider& provider, const std::string& name, const Json& value)
{
    if (name == "name") {
        provider.name = filled(name, value, name_characters_max);
    } else if (name == "client_id") {
        provider.client_id = filled(name, value, text_bytes_max);
    } else if (name == "scopes") {
        provider.scopes = scopes_of(value);
    } else if (name == "is_on") {
        provider.is_on = flag_of(name, value);
    } else if (name == "email_domains") {
        provider.email_domains = domains_of(value);
    } else if (name == "role") {
        provider.role = value.is_null() ? "" : text_of(name, value);
    } else if (name == "trusts_second_factor") {
        provider.trusts_second_factor = flag_of(name, value);
    } else if (name != "issuer" && name != "client_secret") {
        refuse(name, "",
               "name, issuer, client_id, client_secret, scopes, is_on, email_domains, role, trusts_second_factor");
    }
}

}  // namespace

IdentityProvider changed(IdentityProvider provider, const Json& json, const std::string& sealing_key)
{
    for (const auto& [name, value] : json.items()) {
        set_member(provider, name, value);
    }
    if (json.contains("issuer")) {
        const std::string issuer = issuer_of(json.at("issuer"));
        if (issuer != provider.issuer) provider.client_secret.clear();
        provider.issuer = issuer;
    }
    if (json.contains("client_secret")) {
        const std::string secret = text_of("client_secret", json.at("client_secret"));
        provider.client_secret = secret.empty() ? "" : seal(sealing_key, secret, about(provider.id));
    }
    for (const auto& [name, value] : {std::pair{"name", &provider.name}, std::pair{"issuer", &provider.issuer},
                                      std::pair{"client_id", &provider.client_id}}) {
        if (value->empty()) throw Error(ErrorCode::field_required, {{"field", name}});
    }
    return provider;
}

std::string open_secret(std::span<const std::string> sealing_keys, const IdentityProvider& provider)
{
    if (provider.client_secret.empty()) {
        return {};
    }
    const auto secret = unseal(sealing_keys, provider.client_secret, about(provider.id));
    if (!secret) {
        throw Error(ErrorCode::value_undecipherable, {{"place", "identity_provider.client_secret"}});
    }
    return *secret;
}

std::vector<IdentityProvider> identity_providers(store::Session& session)
{
    std::vector<IdentityProvider> providers;
    const auto cursor = session.query(
        "select id, name, issuer, client_id, client_secret, scopes, is_on, email_domains, role, trusts_second_factor, "
        "duties from identity_provider order by name, id");
    while (cursor->next()) {
        providers.push_back(provider_of(*cursor));
    }
    return providers;
}

IdentityProvider require_identity_provider(store::Session& session, Id id)
{
    for (IdentityProvider& provider : identity_providers(session)) {
        if (provider.id == id) return std::move(provider);
    }
    throw Error(ErrorCode::not_found, {{"what", format_id("idp", id)}});
}

void keep_identity_provider(store::Session& session, const IdentityProvider& provider, Instant now)
{
    session.execute(
        "insert into identity_provider(id, name, issuer, client_id, client_secret, scopes, is_on, email_domains, role, "
        "trusts_second_factor, duties, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
        "on conflict (id) do update set name = excluded.name, issuer = excluded.issuer, "
        "client_id = excluded.client_id, client_secret = excluded.client_secret, scopes = excluded.scopes, "
        "is_on = excluded.is_on, email_domains = excluded.email_domains, role = excluded.role, "
        "trusts_second_factor = excluded.trusts_second_factor, duties = excluded.duties",
        store::values(to_integer(provider.id), provider.name, provider.issuer, provider.client_id,
                      provider.client_secret, provider.scopes, std::int64_t{provider.is_on},
                      Json(provider.email_domains).dump(), provider.role, std::int64_t{provider.trusts_second_factor},
                      text_of(provider.duties), to_integer(now)));
}

void remove_identity_provider(store::Session& session, Id id)
{
    session.execute("delete from identity_provider where id = $1", store::values(to_integer(id)));
}

Id linked_user(store::Session& session, const std::string& issuer, const std::string& subject)
{
    const auto cursor = session.query("select user_id from identity_link where issuer = $1 and subject = $2",
                                      store::values(issuer, subject));
    return cursor->next() ? id_from(cursor->integer(0)) : Id::none;
}

bool has_identity(store::Session& session, const std::string& issuer, Id user)
{
    return session
        .query("select 1 from identity_link where user_id = $1 and issuer = $2",
               store::values(to_integer(user), issuer))
        ->next();
}

void link_identity(store::Session& session, const std::string& issuer, const std::string& subject, Id user, Instant now)
{
    session.execute("insert into identity_link(issuer, subject, user_id, created_at) values ($1, $2, $3, $4)",
                    store::values(issuer, subject, to_integer(user), to_integer(now)));
}

void unlink_identities(store::Session& session, Id user)
{
    session.execute("delete from identity_link where user_id = $1", store::values(to_integer(user)));
}

}  // namespace juan::account
