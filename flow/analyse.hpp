// Runs an analysis and puts its outputs on the records they belong to.
#pragma once

#include "core/jobs/queue.hpp"
#include "core/model/model.hpp"
#include "flow/analysis/analyst/analyst.hpp"

namespace juan {

// The worker of jobs of kind "analysis". The outcome: {"results", "changed", "rows", "seconds"}.
std::string analyse(const model::Model& model, analysis::Analyst& analyst, jobs::Context& context);

}  // namespace juan
