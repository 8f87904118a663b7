// The server's side of its analyst: starts the child when there is work, asks it, and starts it anew when it fails.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "flow/analysis/protocol.hpp"

namespace juan::analysis {

class Process;

struct AnalystSettings {
    std::vector<std::string> command;  // of the child: {"/usr/bin/juan", "analyst", "--data", "/var/lib/juan"}
    std::string mirror_folder;         // the child's MirrorSettings::folder; deleted after the child has crashed
    std::chrono::milliseconds sync_time_max = std::chrono::hours(1);
};

// Thread-safe; requests wait for one another.
class Analyst {
public:
    explicit Analyst(AnalystSettings settings);
    ~Analyst();  // as stop()

    // Brings the mirror up to date.
    SyncReport sync();

    // Brings the mirror up to date and works out the analysis; gives the records whose outputs change to `take`, some
    // thousands at a time, on this thread. When the child fails midway the work begins again, so that a record may come
    // twice, with the same values. `parameters`: JSON object by name of parameter; "as_of" has no default.
    // `time_max` is for the analysis itself, not for the sync nor for `take`.
    // Throws Error analysis_deadline, analysis_too_large, analysis_stopped (kind retry), analysis_unknown,
    // parameter_invalid, mirror_failed, or what `take` throws.
    using Take = std::function<void(std::span<const ResultRow>)>;
    RunReport run(std::string_view analysis, std::string_view parameters, const Take& take,
                  std::chrono::milliseconds time_max = std::chrono::minutes(5));

    // Ends the child; a request under way throws Error analysis_stopped. The next one starts a new child, which sees
    // the declarations as they are then. Does not wait.
    void stop();

    // The last change of the log that the mirror is known to hold; empty before the first sync. For telling the lag.
    std::optional<std::int64_t> position() const;

private:
    RunReport ask(Request request, const Take& take, std::chrono::milliseconds time_max);
    // Empty when the child ended before it answered.
    std::optional<RunReport> ask_once(const Request& request, const Take& take, std::chrono::milliseconds time_max);
    void start();
    void child_ended();

    AnalystSettings settings_;
    std::mutex asking_;
    std::int64_t last_id_ = 0;
    std::unique_ptr<Process> process_;  // used under asking_, replaced under both
    std::mutex replacing_;
    std::atomic<std::int64_t> stops_ = 0;
    std::int64_t stops_at_start_ = 0;  // of the present child
    std::atomic<std::int64_t> position_ = -1;
};

}  // namespace juan::analysis
