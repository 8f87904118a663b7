// For the analyst's loop, which outlives a request that fails and a mirror that breaks.
#pragma once

#include <functional>
#include <optional>

#include "core/base/error.hpp"

namespace juan::store {

// Runs `work`; gives the finding of the Error it threw (internal for any other exception), or nothing when it ended
// well.
std::optional<Finding> attempt(const std::function<void()>& work);

}  // namespace juan::store
