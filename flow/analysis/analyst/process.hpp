// A child process with one socket to its standard input and output, spoken to in lines.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace juan::analysis {

// For one thread, but for end().
class Process {
public:
    // `command`: the program's path and its arguments. The child has no other open file than standard error of ours.
    // Throws Error analysis_stopped when it cannot be started.
    explicit Process(const std::vector<std::string>& command);
    ~Process();  // ends it
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    enum class Read { line, ended, late };
    // Waits until `until`. Requires for `ended`: nothing more is asked but wait().
    Read read_line(std::string& line, std::chrono::steady_clock::time_point until);
    // False when the child is gone.
    bool write(std::string_view text);

    enum class End { by_itself, by_failure };
    // Waits for the end of a child that has closed its socket. by_itself: it returned from main with 0.
    End wait();
    // Kills it. From any thread.
    void end();

private:
    bool fill();

    std::mutex mutex_;  // guards pid_: a number is not signalled once its process is gone
    pid_t pid_ = -1;
    int socket_ = -1;
    std::string buffer_;
    std::size_t searched_ = 0;  // of buffer_, without finding the end of a line
};

}  // namespace juan::analysis
