// Tables and indexes.
#include "core/account/tables.hpp"

#include <algorithm>

#include "core/store/search.hpp"

namespace juan::account {
namespace {

// last_seen_at and last_used_at are written now and then, not with each request.
constexpr std::string_view tables = R"(
create table if not exists credential (
    user_id bigint primary key, password_hash text not null, changed_at bigint not null);
create table if not exists password_history (
    user_id bigint not null, replaced_at bigint not null, password_hash text not null);
create index if not exists password_history_by_user on password_history (user_id, replaced_at);
create table if not exists session (
    token_hash text primary key, id bigint not null, user_id bigint not null, created_at bigint not null,
    expires_at bigint not null, last_seen_at bigint not null, remote text not null, agent text not null,
    has_second_factor bigint not null, is_by_password bigint not null);
create index if not exists session_by_user on session (user_id);
create table if not exists second_factor (
    user_id bigint primary key, secret text not null, is_on bigint not null, last_step bigint not null,
    created_at bigint not null);
create table if not exists recovery_code (
    user_id bigint not null, code_hash text not null, primary key (user_id, code_hash));
create table if not exists one_time_link (
    token_hash text primary key, user_id bigint not null, kind text not null, created_at bigint not null,
    expires_at bigint not null);
create index if not exists one_time_link_by_user on one_time_link (user_id);
create table if not exists api_key (
    token_hash text primary key, id bigint not null, user_id bigint not null, name text not null, scope text not null,
    created_at bigint not null, expires_at bigint, last_used_at bigint);
create index if not exists api_key_by_user on api_key (user_id);
create table if not exists identity_provider (
    id bigint primary key, name text not null, issuer text not null, client_id text not null,
    client_secret text not null, scopes text not null, is_on bigint not null, email_domains text not null,
    role text not null, trusts_second_factor bigint not null, duties text not null, created_at bigint not null);
create table if not exists identity_link (
    issuer text not null, subject text not null, user_id bigint not null, created_at bigint not null,
    primary key (issuer, subject));
create unique index if not exists identity_link_by_user on identity_link (user_id, issuer);
)";

struct OldKey {
    std::string token_hash;
    std::int64_t user;
    std::string name;
    std::int64_t created_at;
};

bool lacks_id(store::Session& session, const std::string& table)
{
    const auto columns = store::table_columns(session, table);
    return !columns.empty() && std::find(columns.begin(), columns.end(), "id") == columns.end();
}

std::vector<OldKey> take_old_keys(store::Session& session)
{
    std::vector<OldKey> keys;
    {
        const auto cursor = session.query("select token_hash, user_id, name, created_at from api_key");
        while (cursor->next()) {
            keys.push_back(
                {std::string(cursor->text(0)), cursor->integer(1), std::string(cursor->text(2)), cursor->integer(3)});
        }
    }
    session.script("drop table api_key");
    return keys;
}

}  // namespace

void create_tables(store::Session& session, IdMaker& ids)
{
    if (lacks_id(session, "session")) {
        session.script("drop table session");
    }
    const std::vector<OldKey> keys = lacks_id(session, "api_key") ? take_old_keys(session) : std::vector<OldKey>();
    session.script(tables);
    for (const OldKey& key : keys) {
        session.execute(
            "insert into api_key(token_hash, id, user_id, name, scope, created_at) values ($1, $2, $3, $4, $5, $6)",
            store::values(key.token_hash, to_integer(ids.next()), key.user, key.name,
                          std::string(R"(["read","write"])"), key.created_at));
    }
}

}  // namespace juan::account
