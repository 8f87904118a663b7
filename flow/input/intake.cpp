// Receiving, looking at and trying out a file.
#include "flow/input/intake.hpp"

#include <algorithm>
#include <filesystem>

#include "core/base/durable.hpp"
#include "core/base/json.hpp"
#include "core/base/text.hpp"

namespace juan::input {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t rows_shown = 20;
constexpr std::size_t samples_per_column = 5;
constexpr std::size_t rows_sampled = 200;
constexpr std::int64_t rows_rehearsed = 1000;
constexpr std::size_t wrong_shown = 50;

std::vector<MappingTarget> mapping_targets(const std::vector<PathChoice>& choices)
{
    std::vector<MappingTarget> targets;
    for (const PathChoice& choice : choices) {
        MappingTarget target{choice.path, choice.words, choice.field->value_type(), {}};
        if (!choice.part.empty()) {
            target.type = model::FieldType::text;
        }
        for (const model::Choice& value : choice.field->choices) {
            target.choices.insert(target.choices.end(), {value.value, value.label.zh, value.label.en});
        }
        targets.push_back(std::move(target));
    }
    return targets;
}

// 0 to 1: how well the columns fit an object; its own fields say more than those of records it links to.
double fit(const std::vector<MappingColumn>& columns, std::vector<PathChoice> choices)
{
    constexpr double own_weight = 0.4;
    const double all = score_targets(columns, mapping_targets(choices));
    std::erase_if(choices, [](const PathChoice& choice) {
        return choice.path != choice.field->name && choice.path != choice.field->name + "." + choice.part;
    });
    return (1 - own_weight) * all + own_weight * score_targets(columns, mapping_targets(choices));
}

void read_samples(const std::string& path, Preview& preview)
{
    FileBytes file(path, preview.format.data_start.offset);
    CsvReader reader(file, preview.format, preview.format.data_start);
    preview.samples.resize(preview.format.columns.size());
    CsvRow row;
    for (std::size_t number = 0; number < rows_sampled && reader.next(row); ++number) {
        if (!row.is_usable) continue;
        if (preview.rows.size() < rows_shown) {
            preview.rows.emplace_back(row.cells.begin(), row.cells.end());
        }
        for (std::size_t i = 0; i < row.cells.size() && i < preview.samples.size(); ++i) {
            auto& samples = preview.samples[i];
            const bool is_new = std::find(samples.begin(), samples.end(), row.cells[i]) == samples.end();
            if (!row.cells[i].empty() && is_new && samples.size() < rows_sampled / 4) {
                samples.emplace_back(row.cells[i]);
            }
        }
    }
}

model::Draft import_draft(const model::Object& object,
                          std::initializer_list<std::pair<const char*, store::Value>> values)
{
    model::Draft draft;
    for (const auto& [name, value] : values) {
        draft.emplace_back(&object.require(name), model::Cells{value});
    }
    return draft;
}

bool may_run_again(const jobs::Job& last)
{
    return last.state == jobs::State::failed || last.state == jobs::State::cancelled;
}

// What the next run has to know of the last: "from" where it goes on, or how far each of the "earlier" runs came whose
// rows it meets again.
Json after(const jobs::Job& last, bool is_same_plan)
{
    const Json before = parse_json(last.payload);
    Json next = {{"earlier", before.value("earlier", Json::array())}};
    const Json reached = last.checkpoint.empty() ? before.value("from", Json()) : parse_json(last.checkpoint);
    if (reached.is_null()) {
        return next;
    }
    if (is_same_plan) {
        next["from"] = reached;
    } else {
        next["earlier"].push_back(reached.at("line"));
    }
    return next;
}

// A file without its record would lie there for good: nobody would see it.
class UnlessKept {
public:
    explicit UnlessKept(std::string path) : path_(std::move(path)) {}
    ~UnlessKept()
    {
        std::error_code ignored;
        if (!is_kept_) fs::remove(path_, ignored);
    }
    UnlessKept(const UnlessKept&) = delete;
    UnlessKept& operator=(const UnlessKept&) = delete;
    void keep() { is_kept_ = true; }

private:
    std::string path_;
    bool is_kept_ = false;
};

// Everybody who may import may keep the record of their imports.
model::WriteOptions bookkeeping(const model::Principal& principal)
{
    return {{"person", principal.name, ""}, "", "", true};
}

}  // namespace

CsvFormat format_of_file(const std::string& path)
{
    const CsvBudget budget;
    std::string head(budget.sample_bytes, '\0');
    FileBytes file(path);
    std::size_t filled = 0;
    for (std::size_t got = 1; got > 0 && filled < head.size(); filled += got) {
        got = file.read({head.data() + filled, head.size() - filled});
    }
    head.resize(filled);
    return detect_csv(head, head.size() == fs::file_size(path), budget);
}

Intake::Intake(model::Model& model, jobs::Queue& jobs, std::string folder)
    : model_(model), jobs_(jobs), folder_(std::move(folder))
{
    fs::create_directories(folder_);
    make_durable(folder_);
    jobs_.add_worker("import", [this](jobs::Context& context) { return work(context); });
}

std::string Intake::file_of(Id import) const
{
    return (fs::path(folder_) / (format_id("imp", import) + ".csv")).string();
}

std::string Intake::wrong_file_of(Id import) const
{
    return (fs::path(folder_) / (format_id("imp", import) + ".wrong.csv")).string();
}

std::string Intake::earlier_wrong_file_of(Id import, std::size_t number) const
{
    return (fs::path(folder_) / (format_id("imp", import) + ".wrong." + std::to_string(number) + ".csv")).string();
}

Id Intake::receive(const model::Principal& principal, const std::string& name, const std::string& path, bool is_moved)
{
    const model::Object& object = model_.catalogue().require("import_batch");
    principal.require(object, model::Verb::create);
    format_of_file(path);  // Refuses a file of another kind before anything is kept.
    const Id id = model_.ids().next();
    const auto bytes = static_cast<std::int64_t>(fs::file_size(path));
    UnlessKept file(file_of(id));
    if (is_moved) {
        fs::rename(path, file_of(id));
    } else {
        fs::copy_file(path, file_of(id));
    }
    make_durable(file_of(id));  // Whoever is told that it is here may throw their own away.
    const std::string shown = tidy_text(fs::path(name).filename().string());
    model_.write(principal, bookkeeping(principal),
                 {model::Action::create,
                  &object,
                  id,
                  {},
                  import_draft(object, {{"name", shown.empty() ? "file" : shown}, {"bytes", bytes}})});
    file.keep();
    return id;
}

Preview Intake::preview(const model::Principal& principal, Id import, const std::string& object) const
{
    Preview preview;
    const std::string path = file_of(import);
    preview.format = format_of_file(path);
    preview.row_estimate = preview.format.estimate_rows(fs::file_size(path));
    read_samples(path, preview);
    std::vector<MappingColumn> columns;
    for (std::size_t i = 0; i < preview.format.columns.size(); ++i) {
        columns.push_back({preview.format.columns[i], preview.samples[i]});
    }
    for (const model::Object& candidate : model_.catalogue().objects()) {
        if (principal.scope(candidate, model::Verb::import_rows) == model::Scope::none || candidate.list.empty() ||
            (candidate.menu.empty() && candidate.part_of.empty())) {
            continue;
        }
        preview.objects.emplace_back(candidate.name,
                                     fit(columns, path_choices(model_.catalogue(), principal, candidate)));
    }
    std::stable_sort(preview.objects.begin(), preview.objects.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    if (preview.objects.empty()) {
        throw Error(ErrorCode::forbidden, {{"object", "*"}, {"verb", "import"}});
    }
    preview.object = object.empty() ? preview.objects.front().first : object;
    principal.require(model_.catalogue().require(preview.object), model::Verb::import_rows);
    preview.choices = path_choices(model_.catalogue(), principal, model_.catalogue().require(preview.object));
    preview.proposals = propose(columns, mapping_targets(preview.choices));
    for (auto& samples : preview.samples) {
        samples.resize(std::min(samples.size(), samples_per_column));
    }
    return preview;
}

Rehearsal Intake::rehearse(const model::Principal& principal, Id import, const Json& json) const
{
    const Plan plan = read_plan(model_, principal, json);
    const std::string path = file_of(import);
    const CsvFormat format = format_of_file(path);
    FileBytes file(path, format.data_start.offset);
    CsvReader reader(file, format, format.data_start);
    Rehearsal rehearsal;
    const model::Object& batches = model_.catalogue().require("import_batch");
    const auto page = model_.find(principal, batches, import);
    const auto last =
        page ? jobs_.find(id_from(model::integer_of(model::get(batches, page->rows.front(), "job")))) : std::nullopt;
    const EarlierRuns earlier = earlier_runs(import, last ? after(*last, false) : Json::object());
    std::vector<PreparedRow> rows;
    CsvRow row;
    while (rehearsal.rows < rows_rehearsed && reader.next(row)) {
        ++rehearsal.rows;
        rows.push_back(prepare_row(model_, plan, row));
        rows.back().is_repeated = earlier.has_written(rows.back().line);
    }
    rehearsal.is_whole = rehearsal.rows < rows_rehearsed || !reader.next(row);
    Binder binder(plan);
    model_.rehearse(principal, {{"import", "check", ""}, "", "", false}, [&](model::Writer& writer) {
        for (PreparedRow& prepared : rows) {
            count(rehearsal.counts, binder.bind(writer, prepared));
        }
    });
    for (const PreparedRow& prepared : rows) {
        for (const Finding& finding : prepared.findings) {
            if (rehearsal.wrong.size() < wrong_shown) rehearsal.wrong.push_back({prepared.line, finding});
        }
    }
    return rehearsal;
}

std::string Intake::state_of(const model::Row& row, const std::optional<jobs::Job>& job) const
{
    if (job && job->state != jobs::State::done) {
        return std::string(jobs::state_name(job->state));
    }
    const std::string kept(model::text_of(model::get(model_.catalogue().require("import_batch"), row, "state")));
    return !job && kept == "running" ? "failed" : kept;  // Only jobs that have ended are forgotten.
}

Id Intake::run(const model::Principal& principal, Id import, const Json& wanted)
{
    const model::Object& object = model_.catalogue().require("import_batch");
    Id job = Id::none;
    model_.write(principal, bookkeeping(principal), [&](model::Writer& writer) {
        const model::Row row = writer.require(object, import, model::Verb::edit);
        const auto last = jobs_.find(writer.session(), id_from(model::integer_of(model::get(object, row, "job"))));
        const std::string state = state_of(row, last);
        const bool is_again = last && may_run_again(*last);
        if (state != "uploaded" && !is_again) {
            throw Error(ErrorCode::import_state, {{"state", state}});
        }
        const Json kept =
            is_again ? parse_json(std::string(model::text_of(model::get(object, row, "plan")))) : Json::object();
        const Json& plan = is_again && wanted.empty() ? kept : wanted;
        read_plan(model_, principal, plan);
        Json payload = is_again ? after(*last, plan == kept) : Json::object();
        payload.update({{"import", to_integer(import)}, {"user", to_integer(principal.user)}, {"plan", plan}});
        job = jobs_.submit(writer.session(), "import", payload.dump(), principal.user);
        const auto outcome = writer.apply({model::Action::update,
                                           &object,
                                           import,
                                           {},
                                           import_draft(object, {{"state", "running"},
                                                                 {"object", plan.at("object").get<std::string>()},
                                                                 {"plan", plan.dump()},
                                                                 {"job", to_integer(job)}})});
        if (!outcome) {
            throw Error(outcome.error());
        }
        return std::string();
    });
    return job;
}

EarlierRuns Intake::earlier_runs(Id import, const Json& payload) const
{
    EarlierRuns runs;
    std::size_t number = 0;
    for (const Json& line_end : payload.value("earlier", Json::array())) {
        const std::string file = earlier_wrong_file_of(import, ++number);
        runs.add(line_end.get<std::uint64_t>(), fs::exists(file) ? file : wrong_file_of(import));
    }
    return runs;
}

void Intake::set_state(const model::Principal& principal, Id import, const std::string& state,
                       const std::optional<RowCounts>& counts) const
{
    const model::Object& object = model_.catalogue().require("import_batch");
    model::Draft draft = import_draft(object, {{"state", state}});
    if (counts) {
        for (auto& item : import_draft(object, {{"created", counts->created},
                                                {"updated", counts->updated},
                                                {"skipped", counts->skipped},
                                                {"wrong", counts->wrong}})) {
            draft.push_back(std::move(item));
        }
    }
    model_.write(principal, bookkeeping(principal), {model::Action::update, &object, import, {}, std::move(draft)});
}

}  // namespace juan::input
