// One-time links and API keys: what is given out once, and works until it is used, ended or too old.
#include "core/account/accounts.hpp"
#include "core/base/secret.hpp"
#include "core/model/access_grant.hpp"

namespace juan::account {

MadeLink Accounts::make_link(const model::Principal& by, Id user, LinkKind kind)
{
    by.require(model::Duty::system);
    const Credential credential = require_credential(user);
    require_no_less(by, user);
    if (kind == LinkKind::invite && !credential.password_hash.empty()) {
        throw Error(ErrorCode::one_time_link_kind, {{"name", credential.name}});
    }
    const std::string token = random_token();
    const Instant now = model_.clock().now();
    model_.database().write([&](store::Session& session) {
        insert_link(session, hash_hex(token), user, kind, now);
        audit(session, by.user, "link_made", user, Json{{"kind", link_kind_name(kind)}}.dump());
    });
    return {public_url() + "/link/" + token, now + link_lifetime(kind)};
}

LinkOwner Accounts::link(const std::string& token) const
{
    std::optional<LinkOwner> owner;
    model_.database().read(
        [&](store::Session& session) { owner = find_link(session, hash_hex(token), model_.clock().now()); });
    if (!owner) {
        throw Error(ErrorCode::one_time_link_over);
    }
    return *owner;
}

void Accounts::redeem(const std::string& token, const std::string& password)
{
    const LinkOwner owner = link(token);  // Before the costly hash, which is not for strangers.
    const std::string hash = new_password_hash(require_credential(owner.user), password);
    model_.database().write([&](store::Session& session) {
        const Instant now = model_.clock().now();
        if (!find_link(session, hash_hex(token), now) || !use_link(session, hash_hex(token), now)) {
            throw Error(ErrorCode::one_time_link_over);
        }
        set_password(session, owner.user, hash, now);
        end_sessions(session, owner.user);
        audit(session, owner.user, owner.kind == LinkKind::invite ? "invite_accepted" : "password_reset", owner.user);
    });
    changed();
}

std::string Accounts::add_key(const Visitor& by, const NewKey& given)
{
    by.principal->require(model::Duty::system);
    check_scope(model_.catalogue(), given.scope);
    std::string token = "juan_" + random_token();
    const model::WriteOptions options{
        {by.carrier == Carrier::machine ? "system" : "person", by.principal->name, ""}, "", "", false};
    if (given.expires_at && *given.expires_at <= model_.clock().now()) {
        throw Error(ErrorCode::parameter_invalid,
                    {{"name", "expires_at"}, {"value", format_instant(*given.expires_at)}, {"expected", "> now"}});
    }
    model_.write(*by.principal, options, [&](model::Writer& writer) {
        store::Session& session = writer.session();
        const Id role = find_role(session, given.role);
        const auto cursor =
            session.query("select requires_second_factor from role where id = $1", store::values(to_integer(role)));
        const bool needs_factor = cursor->next() && cursor->integer(0) == 1;
        if (needs_factor && by.carrier != Carrier::machine && !by.has_second_factor) {
            throw Error(ErrorCode::second_factor_needed);
        }
        const std::string email = "key-" + hash_hex(token).substr(0, 12) + std::string(model::key_email_end);
        const Id user = create_user(writer, {given.name, email, given.role, {}, {}});
        insert_key(session, hash_hex(token),
                   {model_.ids().next(), user, given.name, given.scope, writer.context().now, given.expires_at, {}});
        writer.note("key_added", "user", user, Json{{"scope", given.scope}}.dump());
        return std::string();
    });
    return token;
}

std::vector<KeyRow> Accounts::keys(const model::Principal& by) const
{
    by.require(model::Duty::system);
    std::vector<KeyRow> rows;
    model_.database().read([&](store::Session& session) { rows = all_keys(session); });
    return rows;
}

// The user that a key has of its own goes out of work with it, and with the user the jobs that the key began.
void Accounts::remove_key(const model::Principal& by, Id id)
{
    by.require(model::Duty::system);
    const model::Object& object = model_.catalogue().require("user");
    model_.write(
        by, {{by.user == Id::none ? "system" : "person", by.name, ""}, "", "", false}, [&](model::Writer& writer) {
            store::Session& session = writer.session();
            const auto row = find_key(session, id);
            if (!row) {
                throw Error(ErrorCode::not_found, {{"what", format_id("key", id)}});
            }
            erase_key(session, id);
            writer.note("key_removed", "user", row->user, "{}");
            const bool is_own = find_credential(session, row->user).email.ends_with(model::key_email_end);
            if (is_own && !has_keys(session, row->user)) {
                const Json out{{"is_active", false}};
                const auto outcome =
                    writer.apply({model::Action::update, &object, row->user, {}, model_.read_draft(by, object, out)});
                if (!outcome) throw Error(outcome.error());
            }
            return std::string();
        });
    changed();
}

}  // namespace juan::account
