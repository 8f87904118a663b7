// The SQL of table `job`.
#include "core/jobs/job_table.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace juan::jobs {
namespace {

using store::Session;
using store::Value;
using store::values;

constexpr std::array<std::string_view, 5> state_names = {"waiting", "running", "done", "failed", "cancelled"};

constexpr const char* columns =
    "id, kind, payload, checkpoint, progress, outcome, state, actor, attempt, created_at, started_at, finished_at";

State state_from(std::string_view name)
{
    for (std::size_t i = 0; i < state_names.size(); ++i) {
        if (state_names[i] == name) {
            return static_cast<State>(i);
        }
    }
    throw Error(ErrorCode::internal, {{"what", "job state " + std::string(name)}});
}

std::string name_of(State state) { return std::string(state_name(state)); }

std::optional<Instant> instant_of(const store::Cursor& row, int column)
{
    return row.is_null(column) ? std::nullopt : std::optional(instant_from(row.integer(column)));
}

// Requires: the row begins with `columns`.
Job job_of(const store::Cursor& row)
{
    return Job{
        .id = id_from(row.integer(0)),
        .kind = std::string(row.text(1)),
        .payload = std::string(row.text(2)),
        .checkpoint = std::string(row.text(3)),
        .progress = std::string(row.text(4)),
        .outcome = std::string(row.text(5)),
        .state = state_from(row.text(6)),
        .actor = id_from(row.integer(7)),
        .attempt = static_cast<int>(row.integer(8)),
        .created_at = instant_from(row.integer(9)),
        .started_at = instant_of(row, 10),
        .finished_at = instant_of(row, 11),
    };
}

// "$2, $3" for two texts from the second parameter on.
std::string places(std::size_t count, std::size_t first)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += (i == 0 ? "$" : ", $") + std::to_string(first + i);
    }
    return text;
}

}  // namespace

std::string_view state_name(State state) { return state_names.at(static_cast<std::size_t>(state)); }

JobTable::JobTable(store::Database& database) : database_(database)
{
    database_.write([](Session& session) {
        session.script(
            fmt::format("create table if not exists job (id {0} primary key, kind {1} not null, payload {1} not null,"
                        " checkpoint {1} not null, progress {1} not null, outcome {1} not null, state {1} not null,"
                        " actor {0} not null, attempt {0} not null, failures {0} not null, cancel_wanted {0} not null,"
                        " created_at {0} not null, ready_at {0} not null, started_at {0}, finished_at {0})",
                        session.dialect().column_type("integer"), session.dialect().column_type("text")));
        session.script("create index if not exists job_by_kind on job (kind, id)");
        session.script(
            "create index if not exists job_open on job (state, ready_at)"
            " where state in ('waiting', 'running')");
    });
}

void JobTable::insert(Session& session, const Job& job)
{
    session.execute(
        "insert into job (id, kind, payload, checkpoint, progress, outcome, state, actor, attempt,"
        " failures, cancel_wanted, created_at, ready_at)"
        " values ($1, $2, $3, '', '', '', 'waiting', $4, 0, 0, 0, $5, $5)",
        values(to_integer(job.id), job.kind, job.payload, to_integer(job.actor), to_integer(job.created_at)));
}

std::optional<Job> JobTable::find(Session& session, Id id)
{
    const auto rows =
        session.query(std::string("select ") + columns + " from job where id = $1", values(to_integer(id)));
    return rows->next() ? std::optional(job_of(*rows)) : std::nullopt;
}

std::optional<Job> JobTable::find(Id id) const
{
    std::optional<Job> job;
    database_.read([&](Session& session) { job = find(session, id); });
    return job;
}

std::vector<Job> JobTable::recent(std::string_view kind, int count) const
{
    std::vector<Job> jobs;
    database_.read([&](Session& session) {
        const std::string condition = kind.empty() ? " where $1 = ''" : " where kind = $1";
        const auto rows =
            session.query(std::string("select ") + columns + " from job" + condition + " order by id desc limit $2",
                          values(std::string(kind), std::int64_t{count}));
        while (rows->next()) {
            jobs.push_back(job_of(*rows));
        }
    });
    return jobs;
}

std::optional<Claim> JobTable::claim(std::span<const std::string> kinds, Instant now)
{
    std::vector<Value> parameters = {to_integer(now)};
    parameters.insert(parameters.end(), kinds.begin(), kinds.end());
    const std::string ready = "select id from job where state = 'waiting' and ready_at <= $1 and kind in (" +
                              places(kinds.size(), 2) + ") order by id limit 1";
    // Looking costs no commit; most looks find nothing.
    bool is_any = false;
    database_.read([&](Session& session) { is_any = session.query(ready, parameters)->next(); });
    std::optional<Claim> claim;
    if (!is_any) {
        return claim;
    }
    database_.write([&](Session& session) {
        const auto rows = session.query(
            "update job set state = 'running', attempt = attempt + 1,"
            " started_at = coalesce(started_at, $1) where state = 'waiting' and id = (" +
                ready + ") returning " + columns + ", failures",
            parameters);
        if (rows->next()) {
            claim = Claim{job_of(*rows), static_cast<int>(rows->integer(12))};
        }
    });
    return claim;
}

void JobTable::end(Id id, const Ending& ending)
{
    // Cancelled while it failed or was interrupted: it need not run again to hear of it.
    const State state_if_cancelled = ending.state == State::waiting ? State::cancelled : ending.state;
    database_.write([&](Session& session) {
        session.execute(
            "update job set state = case when cancel_wanted = 1 then $2 else $3 end, outcome = $4,"
            " progress = $5, ready_at = $6, failures = $7 where id = $1",
            values(to_integer(id), name_of(state_if_cancelled), name_of(ending.state), ending.outcome, ending.progress,
                   to_integer(ending.ready_at), ending.failures));
        session.execute("update job set finished_at = $2 where id = $1 and state <> 'waiting'",
                        values(to_integer(id), to_integer(ending.now)));
    });
}

void JobTable::write_progress(Id id, std::string_view json)
{
    database_.write([&](Session& session) {
        session.execute("update job set progress = $2 where id = $1", values(to_integer(id), std::string(json)));
    });
}

void JobTable::write_checkpoint(Session& session, Id id, std::string_view json)
{
    session.execute("update job set checkpoint = $2, failures = 0 where id = $1",
                    values(to_integer(id), std::string(json)));
}

void JobTable::cancel(Id id, Instant now)
{
    database_.write([&](Session& session) {
        const auto key = to_integer(id);
        if (session.execute("update job set cancel_wanted = 1 where id = $1", values(key)) == 0) {
            throw Error(ErrorCode::not_found, {{"what", format_id("job", id)}});
        }
        session.execute("update job set state = 'cancelled', finished_at = $2 where id = $1 and state = 'waiting'",
                        values(key, to_integer(now)));
    });
}

bool JobTable::is_cancel_wanted(Id id) const
{
    bool is_wanted = false;
    database_.read([&](Session& session) {
        const auto rows = session.query("select cancel_wanted from job where id = $1", values(to_integer(id)));
        is_wanted = rows->next() && rows->integer(0) != 0;
    });
    return is_wanted;
}

void JobTable::recover(Instant now, int failures_max, std::string_view outcome_of_failed)
{
    database_.write([&](Session& session) {
        const auto at = to_integer(now);
        session.execute(
            "update job set state = 'cancelled', finished_at = $1"
            " where state in ('waiting', 'running') and cancel_wanted = 1",
            values(at));
        session.execute(
            "update job set failures = failures + 1, state = 'waiting', ready_at = $1"
            " where state = 'running'",
            values(at));
        session.execute(
            "update job set state = 'failed', finished_at = $1, outcome = $2"
            " where state = 'waiting' and failures > $3",
            values(at, std::string(outcome_of_failed), std::int64_t{failures_max}));
    });
}

void JobTable::forget(Instant time)
{
    database_.write([&](Session& session) {
        session.execute(
            "delete from job where state in ('done', 'failed', 'cancelled') and finished_at < $1"
            " and id < (select max(newest.id) from job newest where newest.kind = job.kind)",
            values(to_integer(time)));
    });
}

}  // namespace juan::jobs
