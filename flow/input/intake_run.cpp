// The run of an import: while one piece of the file is being written, the next is read and cleaned.
// Rows and the position reached are written in one transaction, so a kill loses no row and repeats none.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <future>
#include <utility>

#include "core/base/durable.hpp"
#include "core/base/json.hpp"
#include "flow/input/intake.hpp"

namespace juan::input {
namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

// What is read ahead, and what a transaction hands on to observers at once: little enough to stay in the processor's
// cache from the one to the other.
constexpr std::size_t piece_rows = 500;

// Large transactions write each page of an index once for many rows. Whoever saves a record meanwhile waits for the
// one under way, which then ends early.
class Pace {
public:
    explicit Pace(const store::Database& database) : database_(database) {}

    void begin() { started_ = Steady::now(); }
    bool is_enough(std::int64_t rows) const
    {
        return rows >= rows_wanted_ || (seconds() >= shared_seconds && database_.is_write_awaited());
    }
    // After the commit of at least one row.
    void end(std::int64_t rows)
    {
        const double wanted = static_cast<double>(rows) * std::clamp(alone_seconds / seconds(), 0.25, 2.0);
        rows_wanted_ = std::min(static_cast<std::int64_t>(wanted), rows_max);
    }

private:
    static constexpr std::int64_t rows_max = 24'000;
    static constexpr double alone_seconds = 0.7;
    static constexpr double shared_seconds = 0.1;

    double seconds() const { return std::chrono::duration<double>(Steady::now() - started_).count(); }

    const store::Database& database_;
    Steady::time_point started_;
    std::int64_t rows_wanted_ = 1000;  // little at first: how quick it goes is not known yet
};

struct Piece {
    std::vector<PreparedRow> rows;
    CsvPosition end;
};

// Reads one piece ahead, on another thread. What has been used is given back to that thread: memory is freed soonest by
// the thread that took it, and the one that writes must not wait for the other's heap.
class Ahead {
public:
    explicit Ahead(std::function<Piece()> read) : read_(std::move(read)) { begin({}); }
    // Without rows at the end of the file. Throws what reading throws.
    Piece next(Piece used = {})
    {
        Piece piece = next_.get();
        begin(std::move(used));
        return piece;
    }

private:
    void begin(Piece used)
    {
        next_ = std::async(std::launch::async, [this, used = std::move(used)]() mutable {
            used = {};
            return read_();
        });
    }

    std::function<Piece()> read_;
    std::future<Piece> next_;
};

void append_cell(std::string& line, std::string_view cell)
{
    line += '"';
    for (const char c : cell) {
        line += c == '"' ? "\"\"" : std::string(1, c);
    }
    line += '"';
}

std::string wrong_line(const PreparedRow& row)
{
    std::string reasons_zh;
    std::string reasons_en;
    for (const Finding& finding : row.findings) {
        reasons_zh += (reasons_zh.empty() ? "" : "；") + sentence(finding, Language::zh);
        reasons_en += (reasons_en.empty() ? "" : "; ") + sentence(finding, Language::en);
    }
    std::string line = std::to_string(row.line) + ",";
    append_cell(line, reasons_zh);
    line += ',';
    append_cell(line, reasons_en);
    for (const std::string& cell : row.cells) {
        line += ',';
        append_cell(line, cell);
    }
    return line + "\r\n";
}

// The rows that were not imported, as a file that Excel opens: line, reasons, and the cells as they were.
class WrongRows {
public:
    // Cuts off what a killed run wrote beyond its last commit.
    WrongRows(const std::string& path, const CsvFormat& format, std::uint64_t& bytes) : path_(path), bytes_(bytes)
    {
        if (bytes == 0 || !fs::exists(path)) {
            std::string header = "\xEF\xBB\xBF行号 line,原因,reason";
            for (const std::string& column : format.columns) {
                header += ',';
                append_cell(header, column);
            }
            std::ofstream(path, std::ios::binary | std::ios::trunc) << header << "\r\n";
            bytes_ = fs::file_size(path);
        } else {
            fs::resize_file(path, bytes);
        }
        bytes_kept_ = bytes_;
        file_.open(path, std::ios::binary | std::ios::app);
    }
    void add(const std::vector<PreparedRow>& rows)
    {
        for (const PreparedRow& row : rows) {
            if (row.findings.empty()) continue;
            const std::string line = wrong_line(row);
            file_ << line;
            bytes_ += line.size();
        }
    }
    // Before the rows are counted as told.
    void keep()
    {
        file_.flush();
        if (!file_) {
            throw Error(ErrorCode::store_full);
        }
        if (std::exchange(bytes_kept_, bytes_) != bytes_) make_durable(path_);
    }

private:
    std::string path_;
    std::uint64_t& bytes_;
    std::uint64_t bytes_kept_ = 0;
    std::ofstream file_;
};

Piece read_piece(const model::Model& model, const Plan& plan, const EarlierRuns& earlier, CsvReader& reader)
{
    Piece piece;
    piece.rows.reserve(piece_rows);
    CsvRow row;
    while (piece.rows.size() < piece_rows && reader.next(row)) {
        piece.rows.push_back(prepare_row(model, plan, row));
        piece.rows.back().is_repeated = earlier.has_written(piece.rows.back().line);
    }
    piece.end = reader.position();
    return piece;
}

std::string shown(const Progress& progress, std::uint64_t bytes, double seconds, std::int64_t rows_before)
{
    const double rate = seconds > 0 ? static_cast<double>(progress.rows - rows_before) / seconds : 0;
    const double row_bytes =
        progress.rows == 0 ? 1 : static_cast<double>(progress.position.offset) / static_cast<double>(progress.rows);
    const double rows_left = static_cast<double>(bytes - std::min(bytes, progress.position.offset)) / row_bytes;
    JsonWriter json;
    json.begin_object().member("rows", progress.rows);
    json.member("bytes_done", static_cast<std::int64_t>(progress.position.offset));
    json.member("created", progress.counts.created).member("updated", progress.counts.updated);
    json.member("skipped", progress.counts.skipped).member("wrong", progress.counts.wrong);
    json.member("rows_per_second", static_cast<std::int64_t>(rate));
    json.member("eta_seconds", rate > 0 ? static_cast<std::int64_t>(rows_left / rate) : std::int64_t{0});
    return json.end_object().take();
}

// Whoever started a run, with what they may now. Throws Error job_person_gone.
model::Principal person_of(const model::Model& model, Id user)
{
    if (user == Id::none) {
        return model::system_principal(model.catalogue());
    }
    std::optional<model::Principal> person;
    const std::uint64_t generation = model.rights_generation();
    model.database().read(
        [&](store::Session& session) { person = model::find_principal(session, model, user, generation); });
    if (!person) {
        throw Error(ErrorCode::job_person_gone);
    }
    return *std::move(person);
}

// A killed run goes on from its checkpoint, one that was run again from where the run before it stopped.
Progress progress_of(const jobs::Job& job, const Json& payload, const CsvFormat& format)
{
    Progress progress =
        parse_progress(job.checkpoint.empty() && payload.contains("from") ? payload.at("from").dump() : job.checkpoint);
    if (progress.rows == 0) {
        progress.position = format.data_start;
    }
    return progress;
}

}  // namespace

Progress parse_progress(const std::string& text)
{
    Progress progress;
    if (text.empty()) {
        return progress;
    }
    const Json json = parse_json(text);
    progress.rows = json.at("rows").get<std::int64_t>();
    progress.counts = {json.at("created").get<std::int64_t>(), json.at("updated").get<std::int64_t>(),
                       json.at("skipped").get<std::int64_t>(), json.at("wrong").get<std::int64_t>()};
    progress.position = {json.at("offset").get<std::uint64_t>(), json.at("line").get<std::uint64_t>()};
    progress.wrong_bytes = json.at("wrong_bytes").get<std::uint64_t>();
    return progress;
}

std::string format_progress(const Progress& progress)
{
    return fmt::format(
        R"({{"rows":{},"created":{},"updated":{},"skipped":{},"wrong":{},"offset":{},"line":{},"wrong_bytes":{}}})",
        progress.rows, progress.counts.created, progress.counts.updated, progress.counts.skipped, progress.counts.wrong,
        progress.position.offset, progress.position.line, progress.wrong_bytes);
}

EarlierRuns Intake::set_aside(Id import, const Json& payload) const
{
    const std::size_t count = payload.value("earlier", Json::array()).size();
    const std::string file = earlier_wrong_file_of(import, count);
    if (count > 0 && !fs::exists(file) && fs::exists(wrong_file_of(import))) {
        fs::rename(wrong_file_of(import), file);
    }
    return earlier_runs(import, payload);
}

std::string Intake::work(jobs::Context& context)
{
    const Json payload = parse_json(context.job().payload);
    const Id import = id_from(payload.at("import").get<std::int64_t>());
    const Id user = id_from(payload.at("user").get<std::int64_t>());
    model::Principal principal = person_of(model_, user);
    const Plan plan = read_plan(model_, principal, payload.at("plan"));
    const std::string path = file_of(import);
    const CsvFormat format = format_of_file(path);
    Progress progress = progress_of(context.job(), payload, format);
    const EarlierRuns earlier = set_aside(import, payload);
    WrongRows wrong(wrong_file_of(import), format, progress.wrong_bytes);
    FileBytes file(path, progress.position.offset);
    CsvReader reader(file, format, progress.position);
    Binder binder(plan);
    const model::Object& batches = model_.catalogue().require("import_batch");
    std::string name = format_id("imp", import);
    if (const auto page = model_.find(principal, batches, import)) {
        name = model::text_of(model::get(batches, page->rows.front(), "name"));
    }
    const model::WriteOptions options{{"import", name, format_id("imp", import)}, "", "", false};
    const std::uint64_t bytes = fs::file_size(path);
    const std::int64_t rows_before = progress.rows;
    const auto started = Steady::now();
    context.progress(shown(progress, bytes, 0, rows_before));

    Ahead ahead([&] { return read_piece(model_, plan, earlier, reader); });
    Pace pace(model_.database());
    Piece piece = ahead.next();
    while (!piece.rows.empty() && !context.is_cancelled()) {
        if (principal.user != Id::none && principal.generation != model_.rights_generation()) {
            principal = person_of(model_, user);
            read_plan(model_, principal, payload.at("plan"));  // Throws when it is not allowed any more.
        }
        Progress reached = progress;
        model_.write(principal, options, [&](model::Writer& writer) {
            pace.begin();
            do {
                for (PreparedRow& row : piece.rows) {
                    count(reached.counts, binder.bind(writer, row));
                    ++reached.rows;
                }
                writer.settle();
                wrong.add(piece.rows);
                reached.position = piece.end;
                piece = ahead.next(std::move(piece));
            } while (!piece.rows.empty() && !context.is_cancelled() && !pace.is_enough(reached.rows - progress.rows));
            wrong.keep();
            reached.wrong_bytes = progress.wrong_bytes;
            context.checkpoint(writer.session(), format_progress(reached));
            return std::string();
        });
        pace.end(reached.rows - progress.rows);
        progress = reached;
        const double seconds = std::chrono::duration<double>(Steady::now() - started).count();
        context.progress(shown(progress, bytes, seconds, rows_before));
        if (tell_) tell_(import);
    }
    const bool is_whole = piece.rows.empty();
    if (is_whole) {
        progress.position.offset = bytes;  // Empty lines at the end hold no row.
    }
    set_state(principal, import, is_whole ? "done" : "cancelled", progress.counts);
    if (tell_) tell_(import);
    std::string outcome =
        shown(progress, bytes, std::chrono::duration<double>(Steady::now() - started).count(), rows_before);
    context.progress(outcome);
    return outcome;
}

}  // namespace juan::input
