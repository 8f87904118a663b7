// Imports: a file is received and kept as it came, looked at, tried out, and run as a job that survives a kill.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/jobs/queue.hpp"
#include "core/model/model.hpp"
#include "flow/input/csv/format.hpp"
#include "flow/input/earlier.hpp"
#include "flow/input/mapping/mapping.hpp"
#include "flow/input/rows.hpp"

namespace juan::input {

struct Preview {
    CsvFormat format;
    std::uint64_t row_estimate = 0;
    std::vector<std::vector<std::string>> rows;           // the first ones
    std::vector<std::vector<std::string>> samples;        // of each column: some values that are filled
    std::string object;                                   // the one that fits best, or the one asked for
    std::vector<std::pair<std::string, double>> objects;  // with how well they fit, 0 to 1, best first
    std::vector<PathChoice> choices;                      // of `object`
    std::vector<std::optional<Proposal>> proposals;       // one a column
};

struct Rehearsal {
    RowCounts counts;
    std::int64_t rows = 0;
    bool is_whole = false;  // these are all rows of the file
    struct Wrong {
        std::uint64_t line;
        Finding finding;
    };
    std::vector<Wrong> wrong;  // the first ones
};

// Where a run stands; shown to people and kept as its checkpoint.
struct Progress {
    RowCounts counts;
    std::int64_t rows = 0;
    CsvPosition position;
    std::uint64_t wrong_bytes = 0;  // of the file of wrong rows that belong to it
};
Progress parse_progress(const std::string& json);
std::string format_progress(const Progress& progress);

// From the beginning of the file. Throws what detect_csv throws.
CsvFormat format_of_file(const std::string& path);

class Intake {
public:
    // Files stand in `folder`; made when missing. Adds its worker to `jobs`.
    Intake(model::Model& model, jobs::Queue& jobs, std::string folder);

    // Takes the file over (moved or copied) and gives its import. Throws Error forbidden, and what detect_csv throws
    // for a file of another kind; then nothing is kept.
    Id receive(const model::Principal& principal, const std::string& name, const std::string& path, bool is_moved);
    Preview preview(const model::Principal& principal, Id import, const std::string& object) const;
    // Does with the first rows what a run would do, and undoes it.
    Rehearsal rehearse(const model::Principal& principal, Id import, const Json& plan) const;
    // The job's id. One that failed or was cancelled can be run again: with the plan it had, or `plan` empty, from
    // where it stopped; with another from the beginning, where the rows already written make no second record.
    // Throws Error import_state when it runs, or ran to its end.
    Id run(const model::Principal& principal, Id import, const Json& plan);
    // Of the import `row`, whose latest job is `job`: "uploaded", "waiting", "running", "done", "failed", "cancelled".
    std::string state_of(const model::Row& row, const std::optional<jobs::Job>& job) const;

    std::string file_of(Id import) const;
    std::string wrong_file_of(Id import) const;

    // Called whenever a run has come further; set before the first run.
    void on_progress(std::function<void(Id import)> tell) { tell_ = std::move(tell); }

private:
    std::string work(jobs::Context& context);
    // Of a job's payload. Their files of wrong rows are numbered; that of the latest may still have the plain name.
    EarlierRuns earlier_runs(Id import, const Json& payload) const;
    // Before a run that begins anew writes its own file of wrong rows.
    EarlierRuns set_aside(Id import, const Json& payload) const;
    std::string earlier_wrong_file_of(Id import, std::size_t number) const;
    void set_state(const model::Principal& principal, Id import, const std::string& state,
                   const std::optional<RowCounts>& counts) const;

    model::Model& model_;
    jobs::Queue& jobs_;
    std::string folder_;
    std::function<void(Id)> tell_;
};

}  // namespace juan::input
