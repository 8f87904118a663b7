// Rows in and out.
#include "core/account/one_time_link.hpp"

#include "core/base/error.hpp"

namespace juan::account {

std::string_view link_kind_name(LinkKind kind) { return kind == LinkKind::invite ? "invite" : "reset"; }

LinkKind link_kind_from(std::string_view name)
{
    for (const LinkKind kind : {LinkKind::invite, LinkKind::reset}) {
        if (name == link_kind_name(kind)) {
            return kind;
        }
    }
    throw Error(ErrorCode::parameter_invalid,
                {{"name", "kind"}, {"value", std::string(name)}, {"expected", "invite, reset"}});
}

std::chrono::minutes link_lifetime(LinkKind kind)
{
    return kind == LinkKind::invite ? std::chrono::minutes(std::chrono::days(7)) : std::chrono::minutes(10);
}

void insert_link(store::Session& session, const std::string& token_hash, Id user, LinkKind kind, Instant now)
{
    end_links(session, user);
    session.execute(
        "insert into one_time_link(token_hash, user_id, kind, created_at, expires_at) values ($1, $2, $3, $4, $5)",
        store::values(token_hash, to_integer(user), std::string(link_kind_name(kind)), to_integer(now),
                      to_integer(Instant(now + link_lifetime(kind)))));
}

std::optional<LinkOwner> find_link(store::Session& session, const std::string& token_hash, Instant now)
{
    const auto cursor = session.query(
        "select l.user_id, l.kind, u.name, u.email from one_time_link l join \"user\" u on u.id = l.user_id "
        "where l.token_hash = $1 and l.expires_at > $2 and u.is_active = 1",
        store::values(token_hash, to_integer(now)));
    if (!cursor->next()) {
        return {};
    }
    return LinkOwner{id_from(cursor->integer(0)), link_kind_from(cursor->text(1)), std::string(cursor->text(2)),
                     std::string(cursor->text(3))};
}

bool use_link(store::Session& session, const std::string& token_hash, Instant now)
{
    return session.execute("delete from one_time_link where token_hash = $1 and expires_at > $2",
                           store::values(token_hash, to_integer(now))) == 1;
}

void end_links(store::Session& session, Id user)
{
    session.execute("delete from one_time_link where user_id = $1", store::values(to_integer(user)));
}

void end_old_links(store::Session& session, Instant now)
{
    session.execute("delete from one_time_link where expires_at <= $1", store::values(to_integer(now)));
}

}  // namespace juan::account
