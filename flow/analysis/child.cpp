// Request, sync, run, answer.
#include "flow/analysis/child.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <thread>

#include "core/base/error.hpp"
#include "core/base/log.hpp"
#include "core/store/duckdb/attempt.hpp"
#include "flow/analysis/analysis.hpp"
#include "flow/analysis/protocol.hpp"
#include "flow/analysis/run.hpp"

namespace juan::analysis {
namespace {

constexpr int rows_per_line = 5000;

// Lines in, lines out. What a library prints goes to standard error and cannot spoil an answer.
class Channel {
public:
    Channel() : out_(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3))
    {
        if (out_ < 0 || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
            throw Error(ErrorCode::internal, {{"what", "the analyst has no standard output"}});
        }
    }
    ~Channel() { ::close(out_); }
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    // False when there is no more to come, or nothing came in time.
    bool read_line(std::string& line, std::chrono::milliseconds time_max)
    {
        for (;;) {
            if (const auto end = buffer_.find('\n'); end != buffer_.npos) {
                line = buffer_.substr(0, end);
                buffer_.erase(0, end + 1);
                return true;
            }
            pollfd waiting{STDIN_FILENO, POLLIN, 0};
            const int ready = ::poll(&waiting, 1, static_cast<int>(time_max.count()));
            if (ready < 0 && errno == EINTR) {
                continue;
            }
            std::array<char, 4096> bytes;
            const ssize_t count = ready <= 0 ? 0 : ::read(STDIN_FILENO, bytes.data(), bytes.size());
            if (count <= 0) {
                return false;
            }
            buffer_.append(bytes.data(), static_cast<std::size_t>(count));
        }
    }

    void write(std::string_view line)
    {
        while (!line.empty()) {
            const ssize_t count = ::write(out_, line.data(), line.size());
            if (count < 0 && errno == EINTR) {
                continue;
            }
            if (count <= 0) {
                std::_Exit(0);  // The server is gone, and with it the reason to go on.
            }
            line.remove_prefix(static_cast<std::size_t>(count));
        }
    }

private:
    int out_;
    std::string buffer_;
};

// Ends the process as soon as the server closes its end, even while the engine is at work.
void watch_server()
{
    std::thread([] {
        pollfd waiting{STDIN_FILENO, 0, 0};
        while (::poll(&waiting, 1, -1) < 0 && errno == EINTR) {
        }
        std::_Exit(0);
    }).detach();
}

class Child {
public:
    Child(store::Database& source, const std::vector<model::Object>& objects, const MirrorSettings& settings,
          Channel& channel)
        : source_(source), objects_(objects), mirror_(settings, mirror_tables(objects)), channel_(channel)
    {
    }

    void answer(std::string_view line)
    {
        Request request;
        const auto failure = store::attempt([&] {
            request = read_request(line);
            request.is_run ? run(request) : sync(request);
        });
        if (failure) {
            channel_.write(failed_line(request.id, *failure));
        }
    }

private:
    void sync(const Request& request) { channel_.write(synced_line(request.id, mirror_.sync(source_))); }

    void run(const Request& request)
    {
        const Analysis& analysis = require_analysis(request.analysis);
        check_fields(analysis, objects_);
        const auto parameters = bind_parameters(analysis, parse_json(request.parameters));
        sync(request);
        const auto failure = store::attempt([&] { work(request.id, analysis, parameters); });
        if (!failure) {
            return;
        }
        if (failure->code != ErrorCode::mirror_failed) {
            throw Error(*failure);
        }
        // A page of the file that no longer reads shows only when it is needed.
        log_warning("mirror_rebuild", {{"why", std::string_view(sentence(*failure, Language::en))}});
        mirror_.drop();
        sync(request);
        work(request.id, analysis, parameters);
    }

    void work(std::int64_t id, const Analysis& analysis, const std::vector<store::Value>& parameters)
    {
        const auto start = std::chrono::steady_clock::now();
        RowsLine rows(id);
        const RunCounts counts = run_analysis(mirror_.engine(), analysis, parameters, [&](const store::Cursor& cursor) {
            rows.add(cursor);
            if (rows.rows() == rows_per_line) {
                channel_.write(rows.take());
            }
        });
        if (rows.rows() > 0) {
            channel_.write(rows.take());
        }
        RunReport report;
        report.results = counts.results;
        report.changed = counts.changed;
        report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        channel_.write(done_line(id, report));
    }

    store::Database& source_;
    const std::vector<model::Object>& objects_;
    Mirror mirror_;
    Channel& channel_;
};

}  // namespace

void run_analyst(store::Database& source, const std::vector<model::Object>& objects, const ChildSettings& settings)
{
    Channel channel;
    watch_server();
    Child child(source, objects, settings.mirror, channel);
    std::string line;
    while (channel.read_line(line, settings.idle_max)) {
        child.answer(line);
    }
}

}  // namespace juan::analysis
