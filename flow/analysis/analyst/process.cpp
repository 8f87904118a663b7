// By posix_spawn: the server has many threads, of which fork would copy one.
#include "flow/analysis/analyst/process.hpp"

#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "core/base/error.hpp"

extern char** environ;

namespace juan::analysis {
namespace {

// What posix_spawn is told: the socket as standard input and output, nothing else open, signals as in a fresh process.
struct Plan {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;

    explicit Plan(int socket)
    {
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_adddup2(&files, socket, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files, socket, STDOUT_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
        posix_spawnattr_init(&attributes);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    }
    ~Plan()
    {
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&attributes);
    }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;
};

}  // namespace

Process::Process(const std::vector<std::string>& command)
{
    std::array<int, 2> ends{-1, -1};
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    int failed = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0 ? 0 : errno;
    if (failed == 0) {
        const Plan plan(ends[1]);
        failed = ::posix_spawn(&pid_, arguments[0], &plan.files, &plan.attributes, arguments.data(), environ);
        ::close(ends[1]);
        socket_ = ends[0];
    }
    if (failed != 0) {
        ::close(socket_);
        throw Error(ErrorCode::analysis_stopped, {{"times", "1"}});
    }
}

Process::~Process()
{
    end();
    wait();
    ::close(socket_);
}

Process::Read Process::read_line(std::string& line, std::chrono::steady_clock::time_point until)
{
    for (;;) {
        if (const auto found = buffer_.find('\n', searched_); found != buffer_.npos) {
            line.assign(buffer_, 0, found);
            buffer_.erase(0, found + 1);
            searched_ = 0;
            return Read::line;
        }
        searched_ = buffer_.size();
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            return Read::late;
        }
        pollfd waiting{socket_, POLLIN, 0};
        const auto wait_ms = std::min<std::int64_t>(left.count(), 60000);
        const int ready = ::poll(&waiting, 1, static_cast<int>(wait_ms));
        if (ready > 0 && !fill()) {
            return Read::ended;
        }
    }
}

bool Process::fill()
{
    std::array<char, 65536> bytes;
    const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (count > 0) {
        buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    }
    return count > 0 || (count < 0 && errno == EINTR);
}

bool Process::write(std::string_view text)
{
    while (!text.empty()) {
        const ssize_t count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

Process::End Process::wait()
{
    const std::lock_guard lock(mutex_);
    if (pid_ < 0) {
        return End::by_failure;
    }
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? End::by_itself : End::by_failure;
}

void Process::end()
{
    const std::lock_guard lock(mutex_);
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
    }
}

}  // namespace juan::analysis
