// Wiring, the first administrator, and other people's accounts.
#include "core/account/accounts.hpp"

#include <algorithm>
#include <array>

#include "core/account/seal.hpp"
#include "core/account/tables.hpp"
#include "core/base/secret.hpp"
#include "core/base/text.hpp"
#include "core/model/access_grant.hpp"
#include "core/model/audit.hpp"

namespace juan::account {
namespace {

const model::WriteOptions by_juan{{"system", "Juan", ""}, "", "", false};

model::WriteOptions options_of(const model::Principal& by)
{
    return by.user == Id::none ? model::WriteOptions{{"system", "command line", ""}, "", "", false}
                               : model::WriteOptions{{"person", by.name, ""}, "", "", false};
}

// The key of a store that nobody gives one from outside.
std::string own_key(store::Session& session)
{
    session.execute("insert into meta(key, value) values ('account_key', $1) on conflict (key) do nothing",
                    store::values(base32(random_bytes(key_bytes))));
    const auto cursor = session.query("select value from meta where key = 'account_key'");
    CHECK(cursor->next());
    return std::string(cursor->text(0)).substr(0, key_bytes);
}

bool has_own_key(store::Session& session)
{
    return session.query("select 1 from meta where key = 'account_key'")->next();
}

}  // namespace

Accounts::Accounts(model::Model& model, AccountSettings settings)
    : model_(model),
      keys_(std::move(settings.keys)),
      hashing_(std::move(settings.hashing)),
      system_(std::make_shared<const model::Principal>(model::system_principal(model.catalogue()))),
      public_url_(std::move(settings.public_url)),
      tended_at_(model.clock().now()),
      cleared_at_(model.clock().now())
{
    check_public_url(public_url_);
    model_.database().write([&](store::Session& session) {
        create_tables(session, model_.ids());
        settings_ = read_settings(session);
        // What was sealed before there were keys from outside is read with the store's own.
        if (keys_.empty() || has_own_key(session)) keys_.insert(keys_.begin(), own_key(session));
    });
    model_.add_observer([this](store::Session& session, const model::WriteContext& context,
                               std::span<const model::Written> all) { watch(session, context, all); });
    model::add_default_roles(model_);
}

// Within the transaction that changes a user: who they sign in as is not everybody's to change, and what they hold ends
// with them.
void Accounts::watch(store::Session& session, const model::WriteContext& context, std::span<const model::Written> all)
{
    constexpr std::array<const char*, 3> identity = {"email", "role", "is_active"};
    for (const model::Written& written : all) {
        const model::Object& object = *written.object;
        if (object.name != "user") {
            continue;
        }
        auto differs = [&](const char* field) {
            return !written.before || !written.after ||
                   model::get(object, *written.before, field) != model::get(object, *written.after, field);
        };
        const auto touched = std::find_if(identity.begin(), identity.end(), differs);
        // Who looks after security names people to roles and ends their work; an address is the system's alone.
        const bool is_by_security = context.principal.has(model::Duty::security) && written.before && !differs("email");
        if (touched != identity.end() && !context.principal.has(model::Duty::system) && !is_by_security) {
            throw Error(ErrorCode::field_forbidden, {{"field", *touched}});
        }
        if (!written.after) {
            forget(session, written.id);
        } else if (written.before && model::integer_of(model::get(object, *written.after, "is_active")) == 0) {
            end_sessions(session, written.id);
            end_links(session, written.id);
        } else if (written.before && differs("email")) {
            end_links(session, written.id);
        }
    }
}

void Accounts::audit(store::Session& session, Id actor, const char* action, Id user, const std::string& detail) const
{
    model_.audit(session, {model_.clock().now(), actor, "person", action, "user", user, detail});
}

bool Accounts::needs_setup() const
{
    bool needs = true;
    model_.database().read([&](store::Session& session) { needs = !has_any_password(session); });
    return needs;
}

std::string Accounts::make_setup_token()
{
    std::string token = random_token();
    model_.database().write([&](store::Session& session) {
        session.execute(
            "insert into meta(key, value) values ('setup_token', $1) "
            "on conflict (key) do update set value = excluded.value",
            store::values(hash_hex(token)));
    });
    return token;
}

void Accounts::set_up(const std::string& token, const std::string& name, const std::string& email,
                      const std::string& password)
{
    auto require_token = [&](store::Session& session) {
        const bool is_done = has_any_password(session);
        const auto cursor = session.query("select value from meta where key = 'setup_token'");
        if (is_done || !cursor->next() || !same_secret(cursor->text(0), hash_hex(token))) {
            throw Error(ErrorCode::setup_refused);
        }
    };
    model_.database().read(require_token);  // Before the costly hash, which is not for strangers.
    Credential owner;
    owner.name = name;
    owner.email = email;
    const std::string hash = new_password_hash(owner, password);
    model_.write(*system_, by_juan, [&](model::Writer& writer) {
        store::Session& session = writer.session();
        require_token(session);
        const Id user = create_user(writer, {name, email, "administrator", {}, {}});
        set_password(session, user, hash, writer.context().now);
        session.execute("delete from meta where key = 'setup_token'");
        return std::string();
    });
}

Id Accounts::find_role(store::Session& session, const std::string& code) const
{
    const auto cursor = session.query("select id from role where code = $1", store::values(code));
    if (!cursor->next()) {
        throw Error(ErrorCode::role_unknown, {{"role", code}});
    }
    return id_from(cursor->integer(0));
}

Id Accounts::create_user(model::Writer& writer, const NewUser& given)
{
    const model::Object& user = model_.catalogue().require("user");
    const Id role = find_role(writer.session(), given.role);
    Json body{{"name", given.name}, {"email", given.email}, {"role", format_id("rol", role)}};
    if (!given.unit.empty()) {
        body["unit"] = given.unit;
    }
    const model::Principal& by = writer.context().principal;
    const auto outcome = writer.apply({model::Action::create, &user, Id::none, {}, model_.read_draft(by, user, body)});
    if (!outcome) {
        throw Error(outcome.error());
    }
    return outcome->id;
}

Id Accounts::add_user(const model::Principal& by, const NewUser& given)
{
    by.require(model::Duty::system);
    Credential owner;
    owner.name = given.name;
    owner.email = given.email;
    const std::string hash = given.password.empty() ? "" : new_password_hash(owner, given.password);
    Id user = Id::none;
    model_.write(by, options_of(by), [&](model::Writer& writer) {
        user = create_user(writer, given);
        if (!hash.empty()) {
            set_password(writer.session(), user, hash, writer.context().now);
        }
        return std::string();
    });
    return user;
}

Credential Accounts::credential_of(Id user) const
{
    Credential credential;
    model_.database().read([&](store::Session& session) { credential = find_credential(session, user); });
    return credential;
}

Credential Accounts::require_credential(Id user) const
{
    Credential credential = credential_of(user);
    if (credential.user == Id::none) {
        throw Error(ErrorCode::not_found, {{"what", format_id("usr", user)}});
    }
    return credential;
}

void Accounts::require_no_less(const model::Principal& by, Id user) const
{
    model_.database().read([&](store::Session& session) { model::require_may_manage(session, model_, by, user); });
}

std::string Accounts::new_password_hash(const Credential& owner, const std::string& password)
{
    const PasswordProfile profile = settings().profile;
    if (const auto finding = judge_password(profile, password, owner.name, owner.email)) {
        throw Error(*finding);
    }
    if (profile == PasswordProfile::dengbao3 && owner.user != Id::none) {
        std::vector<std::string> hashes;
        model_.database().read([&](store::Session& session) { hashes = remembered_hashes(session, owner.user); });
        for (const std::string& hash : hashes) {
            if (hashing_.matches(hash, password)) {
                throw Error(ErrorCode::password_reused,
                            {{"field", "password"}, {"count", std::to_string(passwords_remembered)}});
            }
        }
    }
    return hashing_.hash(password);
}

void Accounts::end_sessions_of(const model::Principal& by, Id user)
{
    by.require(model::Duty::security);
    require_credential(user);
    model_.database().write([&](store::Session& session) {
        end_sessions(session, user);
        audit(session, by.user, "sessions_ended", user);
    });
    changed();
}

void Accounts::remove_second_factor_of(const model::Principal& by, Id user)
{
    by.require(model::Duty::security);
    require_credential(user);
    require_no_less(by, user);
    model_.database().write([&](store::Session& session) {
        remove_factor(session, user);
        end_sessions(session, user);
        audit(session, by.user, "second_factor_removed", user);
    });
    changed();
}

SecuritySettings Accounts::settings() const
{
    const std::lock_guard lock(mutex_);
    return settings_;
}

SecuritySettings Accounts::change_settings(const model::Principal& by, const Json& json)
{
    by.require(model::Duty::security);
    SecuritySettings wanted = account::changed(settings(), json);
    model_.database().write([&](store::Session& session) {
        write_settings(session, wanted);
        model_.audit(session,
                     {model_.clock().now(), by.user, "person", "settings_changed", "setting", Id::none, json.dump()});
    });
    {
        const std::lock_guard lock(mutex_);
        settings_ = wanted;
    }
    changed();
    return wanted;
}

std::string Accounts::public_url() const
{
    std::string set = settings().public_url;
    return set.empty() ? public_url_ : set;
}

void Accounts::set_public_url(const std::string& url)
{
    check_public_url(url);
    public_url_ = url;
}

}  // namespace juan::account
