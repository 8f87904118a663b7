// The tables of this stage, and what a person has taken out on a day.
#include "flow/action/action.hpp"

#include <fmt/format.h>

namespace juan::action {
namespace {

constexpr std::int64_t export_rows_default = 10'000;
constexpr std::int64_t reveals_default = 100;

constexpr std::string_view tables = R"(
create table if not exists allowance_use (
    user_id bigint not null, kind text not null, day bigint not null, used bigint not null,
    primary key (user_id, kind, day));
create table if not exists hand_over (
    id bigint primary key, kind text not null, from_id bigint not null, to_id bigint not null, actor_id bigint not null,
    at bigint not null, undo_until bigint not null, outcome text not null, undone_at bigint, undone_by bigint,
    undone text);
create table if not exists hand_over_move (
    hand_over_id bigint not null, number bigint not null, object text not null, field text not null,
    from_id bigint not null, to_id bigint not null, ids text not null, versions text not null,
    primary key (hand_over_id, number));
)";

std::string kind_name(Allowance kind) { return kind == Allowance::exported_rows ? "exported_rows" : "reveals"; }

std::int64_t day_of(Instant now, int offset_minutes)
{
    return std::chrono::floor<std::chrono::days>(now + std::chrono::minutes(offset_minutes)).time_since_epoch().count();
}

}  // namespace

void create_tables(store::Session& session) { session.script(tables); }

void audit(const model::Model& model, store::Session& session, const model::AuditRecord& record)
{
    model.audit(session, record);
}

Allowed allowance(store::Session& session, const model::Principal& principal, Allowance kind, Instant now,
                  int offset_minutes)
{
    const std::int64_t day = day_of(now, offset_minutes);
    Allowed allowed;
    allowed.is_limited = !principal.is_administrator;
    allowed.max = kind == Allowance::exported_rows ? export_rows_default : reveals_default;
    allowed.renews_at = Instant(std::chrono::days(day + 1)) - std::chrono::minutes(offset_minutes);
    {
        const auto role = session.query("select export_rows_per_day, reveals_per_day from role where id = $1",
                                        store::values(to_integer(principal.role)));
        const int column = kind == Allowance::exported_rows ? 0 : 1;
        if (role->next() && !role->is_null(column)) {
            allowed.is_limited = true;
            allowed.max = role->integer(column);
        }
    }
    const auto used = session.query("select used from allowance_use where user_id = $1 and kind = $2 and day = $3",
                                    store::values(to_integer(principal.user), kind_name(kind), day));
    allowed.used = used->next() ? used->integer(0) : 0;
    return allowed;
}

void use_allowance(store::Session& session, const model::Principal& principal, Allowance kind, std::int64_t count,
                   Instant now, int offset_minutes)
{
    session.execute(
        "insert into allowance_use(user_id, kind, day, used) values ($1, $2, $3, $4) "
        "on conflict (user_id, kind, day) do update set used = allowance_use.used + excluded.used",
        store::values(to_integer(principal.user), kind_name(kind), day_of(now, offset_minutes), count));
}

std::string local_time(Instant instant, int offset_minutes)
{
    const auto local = instant + std::chrono::minutes(offset_minutes);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::hh_mm_ss time(local - day);
    return fmt::format("{} {:02}:{:02}", format_date(day), time.hours().count(), time.minutes().count());
}

}  // namespace juan::action
