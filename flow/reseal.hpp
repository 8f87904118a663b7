// After a change of keys, or when a field is encrypted from now on: everything is sealed anew, as a job.
#pragma once

#include <string>

#include "core/jobs/queue.hpp"
#include "core/model/model.hpp"

namespace juan {

// The worker of jobs of kind "keys". The outcome: {"records"}.
std::string reseal(const model::Model& model, jobs::Context& context);

// Submits the job when there is something to do and none is on its way.
void reseal_later(const model::Model& model, jobs::Queue& jobs);

}  // namespace juan
