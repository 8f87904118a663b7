// Running a worker and judging how it ended.
#include "core/jobs/attempt.hpp"

#include "core/base/json_writer.hpp"
#include "core/base/log.hpp"

namespace juan::jobs {
namespace {

constexpr std::chrono::milliseconds progress_pause{500};

// 1, 4, 16, ... seconds for the 1st, 2nd, 3rd failure.
std::chrono::seconds pause_after(int failures) { return std::chrono::seconds(1LL << (2 * (failures - 1))); }

}  // namespace

std::string outcome_of(const Error& error)
{
    JsonWriter json;
    json.begin_object()
        .member("code", error_text(error.code()).name)
        .member("zh", sentence(error.finding(), Language::zh))
        .member("en", sentence(error.finding(), Language::en))
        .end_object();
    return json.take();
}

bool Attempt::is_cancelled() const
{
    if (is_cancel_wanted_ || is_interrupted_) {
        has_heard_ = true;
        return true;
    }
    return false;
}

void Attempt::progress(std::string json)
{
    const Instant now = clock_.now();
    {
        const std::lock_guard lock(mutex_);
        progress_ = json;
        const bool is_soon =
            progress_written_at_ && now >= *progress_written_at_ && now - *progress_written_at_ < progress_pause;
        if (is_soon) {
            return;
        }
        progress_written_at_ = now;
    }
    table_.write_progress(claim_.job.id, json);
}

void Attempt::checkpoint(store::Session& session, std::string json)
{
    JobTable::write_checkpoint(session, claim_.job.id, json);
    has_checkpoint_ = true;
}

std::string Attempt::latest_progress() const
{
    const std::lock_guard lock(mutex_);
    return progress_;
}

Ending Attempt::run(const Worker& worker) noexcept
{
    const std::string name = format_id("job", claim_.job.id);
    const auto report = [&](std::string_view code, std::string_view what) {
        log_warning("job_failed", {{"job", name}, {"kind", claim_.job.kind}, {"code", code}, {"what", what}});
    };
    try {
        return after_return(worker(*this));
    } catch (const Error& error) {
        report(error_text(error.code()).name, error_text(error.code()).kind == ErrorKind::ours ? error.what() : "");
        return after_error(error);
    } catch (const std::exception& exception) {
        report("internal", exception.what());
    } catch (...) {
        report("internal", "not an exception");
    }
    return after_error(Error(ErrorCode::internal, {{"what", name}}));
}

// A worker that returned without having been told to is done, though someone wanted it cancelled meanwhile.
Ending Attempt::after_return(std::string outcome) const
{
    if (has_heard_ && is_cancel_wanted_) {
        return ending(State::cancelled, std::move(outcome));
    }
    if (has_heard_) {
        return ending(State::waiting, {});
    }
    return ending(State::done, std::move(outcome));
}

Ending Attempt::after_error(const Error& error) const
{
    if (has_heard_ && is_cancel_wanted_) {
        return ending(State::cancelled, {});
    }
    if (has_heard_) {
        return ending(State::waiting, {});
    }
    const int failures = (has_checkpoint_ ? 0 : claim_.failures) + 1;
    if (error_text(error.code()).kind != ErrorKind::retry || failures > failures_max) {
        return ending(State::failed, outcome_of(error));
    }
    Ending again = ending(State::waiting, outcome_of(error));
    again.failures = failures;
    again.ready_at = again.now + pause_after(failures);
    return again;
}

Ending Attempt::ending(State state, std::string outcome) const
{
    const Instant now = clock_.now();
    return Ending{state, std::move(outcome), latest_progress(), now, now, has_checkpoint_ ? 0 : claim_.failures};
}

}  // namespace juan::jobs
