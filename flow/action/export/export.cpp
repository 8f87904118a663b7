// The file is written from one snapshot; then it is counted and audited; only then it is given away.
#include "flow/action/export/export.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "core/base/text.hpp"
#include "core/model/audit.hpp"
#include "core/model/sealed.hpp"
#include "flow/action/action.hpp"
#include "flow/action/export/columns.hpp"

namespace juan::action {
namespace {

constexpr std::chrono::minutes reading_max{15};

// Removed at the end unless kept.
class PendingFile {
public:
    explicit PendingFile(std::string path) : path_(std::move(path)) {}
    ~PendingFile()
    {
        if (!is_kept_) ::unlink(path_.c_str());
    }
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;
    const std::string& path() const { return path_; }
    void keep() { is_kept_ = true; }

private:
    std::string path_;
    bool is_kept_ = false;
};

template <class Semaphore>
class Turn {
public:
    explicit Turn(Semaphore& semaphore) : semaphore_(semaphore)
    {
        if (!semaphore_.try_acquire()) throw Error(ErrorCode::server_busy);
    }
    ~Turn() { semaphore_.release(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    Semaphore& semaphore_;
};

std::string_view format_name(Format format) { return format == Format::csv ? "csv" : "xlsx"; }

std::string_view content_type(Format format)
{
    return format == Format::csv ? "text/csv; charset=utf-8"
                                 : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

Finding over_quota(const Allowed& allowed, std::int64_t rows, int offset_minutes)
{
    return {ErrorCode::export_quota,
            {{"left", std::to_string(allowed.left())},
             {"rows", std::to_string(rows)},
             {"max", std::to_string(allowed.max)},
             {"renews", local_time(allowed.renews_at, offset_minutes)}}};
}

// Excel keeps text of a cell only up to a length.
void check_length(const ExportColumn& column, const model::Object& object, const model::Row& row)
{
    const auto text = model::text_of(row.at(static_cast<std::size_t>(column.field->columns.front().position)));
    if (static_cast<std::int64_t>(text.size()) <= xlsx_characters_max) {
        return;
    }
    const auto length = static_cast<std::int64_t>(count_characters(text));
    if (length > xlsx_characters_max) {
        throw Error(ErrorCode::export_cell_long, {{"record", format_id(object.prefix, model::id_of(row))},
                                                  {"field", column.header},
                                                  {"length", std::to_string(length)},
                                                  {"max", std::to_string(xlsx_characters_max)}});
    }
}

// The fields whose parts are named: "address" for "address.city".
model::ListRequest list_of_fields(const ExportRequest& request)
{
    model::ListRequest list = request.list;
    for (std::string& path : list.fields) {
        path.resize(std::min(path.find('.'), path.size()));
    }
    return list;
}

}  // namespace

// One export on its way.
struct Exporter::Attempt {
    const model::Principal& principal;
    const model::Object& object;
    const ExportRequest& request;
    std::string id;
    Instant now;
    int offset_minutes;
    std::string watermark;
    std::string path;
    std::unique_ptr<Sheet> sheet;
    std::vector<ExportColumn> columns = {};
    std::int64_t rows = 0;
    std::optional<Finding> refusal;
};

Exporter::Exporter(const model::Model& model, std::string folder) : model_(model), folder_(std::move(folder))
{
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
}

void Exporter::write_page(Attempt& attempt, const model::Page& page) const
{
    const ExportRequest& request = attempt.request;
    if (attempt.sheet == nullptr) {
        attempt.columns = export_columns(attempt.object, page, request.list.fields, request.language);
        attempt.sheet = request.format == Format::csv ? make_csv(attempt.path) : make_xlsx(attempt.path, folder_);
        for (const ExportColumn& column : attempt.columns) attempt.sheet->text(column.header);
        attempt.sheet->text(request.language == Language::zh ? "水印" : "Watermark");
        attempt.sheet->end_row();
    }
    const auto titles = model_.titles(attempt.principal, page);
    const CellContext context{attempt.object, model_.catalogue(), titles, request.language, attempt.offset_minutes};
    for (const model::Row& row : page.rows) {
        for (const ExportColumn& column : attempt.columns) {
            if (request.format == Format::xlsx) check_length(column, attempt.object, row);
            write_cell(*attempt.sheet, column, row, context);
        }
        attempt.sheet->text(attempt.watermark);
        attempt.sheet->end_row();
    }
    attempt.rows += static_cast<std::int64_t>(page.rows.size());
}

// Refusals stand in the audit as well as exports do.
void Exporter::book(Attempt& attempt) const
{
    const bool was_refused = attempt.refusal.has_value();
    model_.database().write([&](store::Session& session) {
        if (!was_refused) {
            const Allowed allowed =
                allowance(session, attempt.principal, Allowance::exported_rows, attempt.now, attempt.offset_minutes);
            if (allowed.covers(attempt.rows)) {
                use_allowance(session, attempt.principal, Allowance::exported_rows, attempt.rows, attempt.now,
                              attempt.offset_minutes);
            } else {
                attempt.refusal = over_quota(allowed, attempt.rows, attempt.offset_minutes);
            }
        }
        const ExportRequest& request = attempt.request;
        JsonWriter detail;
        detail.begin_object().member("export", attempt.id).member("format", format_name(request.format));
        detail.member("filter", model::shown_filter(model_.catalogue(), request.list.filter))
            .member("q", request.list.search);
        detail.member("order_by", request.list.order_by).key("fields").begin_array();
        for (const ExportColumn& column : attempt.columns) {
            detail.string(column.field->name + (column.part.empty() ? "" : "." + column.part));
        }
        detail.end_array().member("rows", attempt.rows).member("watermark", attempt.watermark);
        if (attempt.refusal) {
            detail.member("refused", sentence(*attempt.refusal, Language::en));
        }
        detail.end_object();
        model_.audit(session,
                     {attempt.now, attempt.principal.user, request.via, attempt.refusal ? "export_refused" : "export",
                      attempt.object.name, Id::none, detail.take()});
    });
}

ExportFile Exporter::run(const model::Principal& principal, const model::Object& object, const ExportRequest& request)
{
    if (principal.is_read_only) {
        throw Error(ErrorCode::view_as_read_only, {{"name", principal.name}});  // It would count as the other's.
    }
    const Turn turn(free_);
    const Instant now = model_.clock().now();
    const int offset = model_.reading().offset_minutes;
    const std::string id = format_id("exp", model_.ids().next());
    PendingFile file(fmt::format("{}/{}.{}", folder_, id, format_name(request.format)));
    Attempt attempt{principal,
                    object,
                    request,
                    id,
                    now,
                    offset,
                    fmt::format("{} {} {}", principal.name, local_time(now, offset), id),
                    file.path(),
                    nullptr,
                    {},
                    0,
                    {}};
    bool is_first = true;
    const auto take = [&](const model::Page& page) {
        if (std::exchange(is_first, false)) {
            attempt.rows = page.total;
            model_.database().read([&](store::Session& session) {
                const Allowed allowed = allowance(session, principal, Allowance::exported_rows, now, offset);
                if (!allowed.covers(page.total)) attempt.refusal = over_quota(allowed, page.total, offset);
            });
            if (request.format == Format::xlsx && page.total >= xlsx_rows_max) {
                attempt.refusal =
                    Finding{ErrorCode::export_rows_max,
                            {{"max", std::to_string(xlsx_rows_max - 1)}, {"rows", std::to_string(page.total)}}};
            }
            if (attempt.refusal) return false;
            attempt.rows = 0;
        }
        write_page(attempt, page);
        return true;
    };
    model_.each_page(principal, object, list_of_fields(request), model::Verb::export_rows, take, reading_max);
    if (!attempt.refusal) {
        attempt.sheet->finish();
    }
    book(attempt);
    if (attempt.refusal) {
        throw Error(*attempt.refusal);
    }
    file.keep();
    const std::string name =
        fmt::format("{}-{}.{}", object.name, local_time(now, offset).substr(0, 10), format_name(request.format));
    return {file.path(), name, std::string(content_type(request.format)), attempt.rows, id};
}

}  // namespace juan::action
