// Rows in and out.
#include "core/account/session.hpp"

#include "core/base/text.hpp"

namespace juan::account {
namespace {

SessionRow row_of(const store::Cursor& cursor)
{
    SessionRow row;
    row.token_hash = cursor.text(0);
    row.id = id_from(cursor.integer(1));
    row.user = id_from(cursor.integer(2));
    row.created_at = instant_from(cursor.integer(3));
    row.expires_at = instant_from(cursor.integer(4));
    row.last_seen_at = instant_from(cursor.integer(5));
    row.place = {std::string(cursor.text(6)), std::string(cursor.text(7))};
    row.has_second_factor = cursor.integer(8) == 1;
    row.is_by_password = cursor.integer(9) == 1;
    return row;
}

}  // namespace

void insert_session(store::Session& session, const SessionRow& row)
{
    session.execute(
        "insert into session(token_hash, id, user_id, created_at, expires_at, last_seen_at, remote, agent, "
        "has_second_factor, is_by_password) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        store::values(row.token_hash, to_integer(row.id), to_integer(row.user), to_integer(row.created_at),
                      to_integer(row.expires_at), to_integer(row.last_seen_at), row.place.remote,
                      valid_utf8(row.place.agent.substr(0, agent_bytes_max)), std::int64_t{row.has_second_factor},
                      std::int64_t{row.is_by_password}));
}

std::optional<SessionRow> find_session(store::Session& session, const std::string& token_hash)
{
    const auto cursor = session.query(
        "select token_hash, id, user_id, created_at, expires_at, last_seen_at, remote, agent, "
        "has_second_factor, is_by_password from session where token_hash = $1",
        store::values(token_hash));
    return cursor->next() ? std::optional(row_of(*cursor)) : std::nullopt;
}

std::vector<SessionRow> sessions_of(store::Session& session, Id user)
{
    std::vector<SessionRow> rows;
    const auto cursor = session.query(
        "select token_hash, id, user_id, created_at, expires_at, last_seen_at, remote, agent, "
        "has_second_factor, is_by_password from session where user_id = $1 order by last_seen_at desc, id desc",
        store::values(to_integer(user)));
    while (cursor->next()) {
        rows.push_back(row_of(*cursor));
    }
    return rows;
}

std::int64_t end_sessions(store::Session& session, Id user, const std::string& kept_token_hash)
{
    return session.execute("delete from session where user_id = $1 and token_hash <> $2",
                           store::values(to_integer(user), kept_token_hash));
}

bool end_session(store::Session& session, Id user, Id id)
{
    return session.execute("delete from session where user_id = $1 and id = $2",
                           store::values(to_integer(user), to_integer(id))) == 1;
}

bool end_session(store::Session& session, const std::string& token_hash)
{
    return session.execute("delete from session where token_hash = $1", store::values(token_hash)) == 1;
}

void end_old_sessions(store::Session& session, Instant now, Instant idle_since)
{
    session.execute("delete from session where expires_at <= $1 or last_seen_at <= $2",
                    store::values(to_integer(now), to_integer(idle_since)));
}

void keep_last_seen(store::Session& session, const std::string& token_hash, Instant at)
{
    session.execute("update session set last_seen_at = $1 where token_hash = $2 and last_seen_at < $1",
                    store::values(to_integer(at), token_hash));
}

}  // namespace juan::account
