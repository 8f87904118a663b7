// Turns what was thrown into a value.
#include "core/store/duckdb/attempt.hpp"

namespace juan::store {

std::optional<Finding> attempt(const std::function<void()>& work)
{
    try {
        work();
        return {};
    } catch (const Error& error) {
        return error.finding();
    } catch (const std::exception& exception) {
        return Finding{ErrorCode::internal, {{"what", exception.what()}}};
    }
}

}  // namespace juan::store
