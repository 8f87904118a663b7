// Read from the queue, which keeps every job.
#include "flow/api/analysis_runs.hpp"

#include "core/base/json.hpp"

namespace juan::api {
namespace {

constexpr int jobs_looked_at = 50;

}  // namespace

AnalysisRuns find_runs(const Api& api, std::string_view analysis)
{
    AnalysisRuns runs;
    for (const jobs::Job& job : api.jobs.recent("analysis", jobs_looked_at)) {
        if (Json::parse(job.payload).value("analysis", "") != analysis) continue;
        if (!runs.latest) runs.latest = job;
        if (job.state == jobs::State::done) {
            runs.done = job;
            break;
        }
    }
    return runs;
}

}  // namespace juan::api
