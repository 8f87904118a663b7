// Rows in and out.
#include "core/account/credential.hpp"

#include "core/account/api_key.hpp"
#include "core/account/one_time_link.hpp"
#include "core/account/openid/provider.hpp"
#include "core/account/second_factor.hpp"
#include "core/account/session.hpp"

namespace juan::account {
namespace {

Credential credential_of(const store::Cursor& cursor)
{
    Credential credential;
    credential.user = id_from(cursor.integer(0));
    credential.name = cursor.text(1);
    credential.email = cursor.text(2);
    credential.password_hash = cursor.text(3);
    credential.changed_at = instant_from(cursor.integer(4));
    credential.has_second_factor = cursor.integer(5) == 1;
    credential.requires_second_factor = cursor.integer(6) == 1;
    return credential;
}

}  // namespace

Credential find_credential(store::Session& session, std::string_view email)
{
    const auto cursor = session.query(
        "select u.id, u.name, u.email, c.password_hash, c.changed_at, f.is_on, r.requires_second_factor "
        "from \"user\" u join role r on r.id = u.role_id left join credential c on c.user_id = u.id "
        "left join second_factor f on f.user_id = u.id where u.email = $1 and u.is_active = 1",
        store::values(std::string(email)));
    return cursor->next() ? credential_of(*cursor) : Credential();
}

Credential find_credential(store::Session& session, Id user)
{
    const auto cursor = session.query(
        "select u.id, u.name, u.email, c.password_hash, c.changed_at, f.is_on, r.requires_second_factor "
        "from \"user\" u join role r on r.id = u.role_id left join credential c on c.user_id = u.id "
        "left join second_factor f on f.user_id = u.id where u.id = $1 and u.is_active = 1",
        store::values(to_integer(user)));
    return cursor->next() ? credential_of(*cursor) : Credential();
}

std::vector<std::string> remembered_hashes(store::Session& session, Id user)
{
    std::vector<std::string> hashes;
    {
        const auto cursor =
            session.query("select password_hash from credential where user_id = $1", store::values(to_integer(user)));
        if (cursor->next()) {
            hashes.emplace_back(cursor->text(0));
        }
    }
    const auto cursor = session.query(
        "select password_hash from password_history where user_id = $1 order by replaced_at desc limit $2",
        store::values(to_integer(user), std::int64_t{passwords_remembered - 1}));
    while (cursor->next()) {
        hashes.emplace_back(cursor->text(0));
    }
    return hashes;
}

void set_password(store::Session& session, Id user, const std::string& hash, Instant now)
{
    session.execute(
        "insert into password_history(user_id, replaced_at, password_hash) "
        "select user_id, $2, password_hash from credential where user_id = $1",
        store::values(to_integer(user), to_integer(now)));
    session.execute(
        "delete from password_history where user_id = $1 and replaced_at not in "
        "(select replaced_at from password_history where user_id = $1 order by replaced_at desc limit $2)",
        store::values(to_integer(user), std::int64_t{passwords_remembered - 1}));
    session.execute(
        "insert into credential(user_id, password_hash, changed_at) values ($1, $2, $3) on conflict (user_id) "
        "do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at",
        store::values(to_integer(user), hash, to_integer(now)));
}

bool has_any_password(store::Session& session) { return session.query("select 1 from credential limit 1")->next(); }

void forget(store::Session& session, Id user)
{
    end_sessions(session, user);
    end_links(session, user);
    erase_keys_of(session, user);
    remove_factor(session, user);
    unlink_identities(session, user);
    session.execute("delete from credential where user_id = $1", store::values(to_integer(user)));
    session.execute("delete from password_history where user_id = $1", store::values(to_integer(user)));
}

}  // namespace juan::account
