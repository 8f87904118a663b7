// Slots and the line before them.
#include "core/http/turnstile.hpp"

#include <utility>

namespace juan::http {

Turnstile::Place Turnstile::enter(Task task)
{
    const std::lock_guard lock(mutex_);
    if (free_ > 0) {
        --free_;
        return Place::inside;
    }
    if (line_.size() >= line_max_) {
        return Place::turned_away;
    }
    line_.push_back(std::move(task));
    return Place::in_line;
}

Turnstile::Task Turnstile::leave()
{
    const std::lock_guard lock(mutex_);
    if (line_.empty()) {
        ++free_;
        return {};
    }
    Task next = std::move(line_.front());
    line_.pop_front();
    return next;
}

void Turnstile::clear()
{
    std::deque<Task> line;  // declared before the lock, so destroyed after it: what a task owns may call leave()
    const std::lock_guard lock(mutex_);
    line.swap(line_);
}

std::size_t Turnstile::waiting() const
{
    const std::lock_guard lock(mutex_);
    return line_.size();
}

}  // namespace juan::http
