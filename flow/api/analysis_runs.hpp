// When an analysis ran, and what came of it. A run under way or a failed one leaves the figures of the one before.
#pragma once

#include <optional>
#include <string_view>

#include "flow/api/api.hpp"

namespace juan::api {

struct AnalysisRuns {
    std::optional<jobs::Job> latest;  // however it stands
    std::optional<jobs::Job> done;    // the last one whose figures were stored
};

AnalysisRuns find_runs(const Api& api, std::string_view analysis);

}  // namespace juan::api
