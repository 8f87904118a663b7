// Shutting down is all that is done to a connection from outside: it is safe beside any other use of the descriptor.
#include "core/http/connections.hpp"

#include <sys/socket.h>

namespace juan::http {
namespace {

constexpr std::chrono::seconds time_for_late_answer{2};

constexpr std::chrono::seconds idle_when_crowded{1};
constexpr std::chrono::seconds reading_when_crowded{3};

bool is_unwanted(const Connection& connection, Phase phase, SteadyTime now, Sweep kind)
{
    switch (kind) {
        case Sweep::stopping: return phase == Phase::idle || phase == Phase::streaming;
        case Sweep::crowded:
            return (phase == Phase::idle && now - connection.since.load() > idle_when_crowded) ||
                   (phase == Phase::reading && now - connection.since.load() > reading_when_crowded);
        default: return false;
    }
}

}  // namespace

void Connections::enter(Connection& connection)
{
    const std::lock_guard lock(mutex_);
    connections_.insert(&connection);
}

void Connections::leave(Connection& connection)
{
    const std::lock_guard lock(mutex_);
    connections_.erase(&connection);
}

std::size_t Connections::count() const
{
    const std::lock_guard lock(mutex_);
    return connections_.size();
}

void Connections::sweep(SteadyTime now, Sweep kind)
{
    const std::lock_guard lock(mutex_);
    for (Connection* connection : connections_) {
        const Phase phase = connection->phase.load(std::memory_order_relaxed);
        if (!is_unwanted(*connection, phase, now, kind) && connection->deadline.load(std::memory_order_relaxed) > now) {
            continue;
        }
        if (phase == Phase::reading && !connection->is_late) {
            connection->is_late = true;
            connection->deadline = now + time_for_late_answer;
            ::shutdown(connection->descriptor, SHUT_RD);
        } else {
            ::shutdown(connection->descriptor, SHUT_RDWR);
        }
    }
}

}  // namespace juan::http
