// Asking, waiting no longer than allowed, and recovering.
#include "flow/analysis/analyst/analyst.hpp"

#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/log.hpp"
#include "flow/analysis/analyst/process.hpp"

namespace juan::analysis {
namespace {

constexpr int attempts_max = 3;

using std::chrono::steady_clock;

}  // namespace

Analyst::Analyst(AnalystSettings settings) : settings_(std::move(settings)) {}

Analyst::~Analyst()
{
    stop();
    const std::lock_guard asking(asking_);
    process_.reset();
}

SyncReport Analyst::sync() { return ask({}, {}, settings_.sync_time_max).sync; }

RunReport Analyst::run(std::string_view analysis, std::string_view parameters, const Take& take,
                       std::chrono::milliseconds time_max)
{
    Request request;
    request.is_run = true;
    request.analysis = analysis;
    request.parameters = parameters;
    RunReport report = ask(std::move(request), take, time_max);
    if (report.results == 0) {
        report.finding = Finding{ErrorCode::analysis_data_missing, {}};
    }
    return report;
}

void Analyst::stop()
{
    const std::lock_guard replacing(replacing_);
    ++stops_;
    if (process_ != nullptr) {
        process_->end();
    }
}

std::optional<std::int64_t> Analyst::position() const
{
    const std::int64_t known = position_;
    return known < 0 ? std::nullopt : std::optional(known);
}

RunReport Analyst::ask(Request request, const Take& take, std::chrono::milliseconds time_max)
{
    const std::int64_t stops_before = stops_;
    const std::lock_guard asking(asking_);
    for (int attempt = 0; attempt < attempts_max && stops_ == stops_before; ++attempt) {
        request.id = ++last_id_;
        if (auto report = ask_once(request, take, time_max)) {
            return *report;
        }
    }
    throw Error(ErrorCode::analysis_stopped, {{"times", std::to_string(stops_ == stops_before ? attempts_max : 1)}});
}

std::optional<RunReport> Analyst::ask_once(const Request& request, const Take& take, std::chrono::milliseconds time_max)
{
    if (process_ == nullptr) {
        start();
    }
    // Whatever way this is left before the answer is complete, the child is not to go on: the next request would read
    // the rest of this answer.
    struct Guard {
        Analyst& analyst;
        bool is_complete = false;
        ~Guard()
        {
            if (!is_complete) {
                const std::lock_guard replacing(analyst.replacing_);
                analyst.process_.reset();
            }
        }
    } guard{*this};

    if (!process_->write(request_line(request))) {
        child_ended();
        return {};
    }
    RunReport report;
    std::string line;
    auto allowed = settings_.sync_time_max;
    auto until = steady_clock::now() + allowed;
    for (;;) {
        switch (process_->read_line(line, until)) {
            case Process::Read::ended: child_ended(); return {};
            case Process::Read::late:
                throw Error(ErrorCode::analysis_deadline,
                            {{"seconds", std::to_string(std::chrono::ceil<std::chrono::seconds>(allowed).count())}});
            case Process::Read::line: break;
        }
        const Answer answer = read_answer(line);
        CHECK(answer.id == request.id);
        const auto started = steady_clock::now();
        switch (answer.kind) {
            case Answer::Kind::synced:
                report.sync = answer.sync;
                position_ = answer.sync.position;
                allowed = time_max;
                until = started + allowed;
                break;
            case Answer::Kind::rows:
                take(answer.rows);
                until += steady_clock::now() - started;
                break;
            case Answer::Kind::done:
                report.results = answer.run.results;
                report.changed = answer.run.changed;
                report.seconds = answer.run.seconds;
                break;
            case Answer::Kind::failed: guard.is_complete = true; throw Error(answer.finding);
        }
        if (answer.kind == Answer::Kind::done || (answer.kind == Answer::Kind::synced && !request.is_run)) {
            guard.is_complete = true;
            return report;
        }
    }
}

void Analyst::start()
{
    stops_at_start_ = stops_;
    auto process = std::make_unique<Process>(settings_.command);
    const std::lock_guard replacing(replacing_);
    process_ = std::move(process);
}

// It may have ended for want of work just as it was asked, or been stopped; then nothing is wrong. Otherwise its file
// is not trusted.
void Analyst::child_ended()
{
    if (process_->wait() == Process::End::by_itself || stops_ != stops_at_start_) {
        return;
    }
    log_warning("analyst_crashed");
    std::error_code ignored;
    std::filesystem::remove_all(settings_.mirror_folder, ignored);
}

}  // namespace juan::analysis
