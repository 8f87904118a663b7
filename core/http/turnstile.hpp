// Lets so many requests be worked on at once, and makes the others wait in line. Thread-safe.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

namespace juan::http {

class Turnstile {
public:
    using Task = std::function<void()>;
    enum class Place { inside, in_line, turned_away };

    Turnstile(std::size_t slots, std::size_t line_max) : free_(slots), line_max_(line_max) {}

    // Inside: the caller has a slot, and `task` is dropped. In line: whoever leaves gets `task`, and with it the slot.
    Place enter(Task task);
    // Gives the slot back. When somebody was in line, returns their task, to be run soon: it has the slot now.
    [[nodiscard]] Task leave();

    // Forgets those in line.
    void clear();
    std::size_t waiting() const;

private:
    mutable std::mutex mutex_;
    std::size_t free_;
    std::size_t line_max_;
    std::deque<Task> line_;
};

}  // namespace juan::http
