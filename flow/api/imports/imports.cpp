// Imports over HTTP: upload, preview, check, run, progress, wrong rows.
#include <algorithm>
#include <filesystem>

#include "flow/api/api.hpp"
#include "flow/api/streams.hpp"
#include "flow/input/intake.hpp"

namespace juan::api {
namespace {

using model::Object;

Json plan_object(const http::Request& request)
{
    return body_object(request, {"object", "mapping", "constants", "policy", "currency", "date_order"});
}

const Object& batches(const Api& api) { return api.model.catalogue().require("import_batch"); }

// What the record of an import says when its job is forgotten.
Json kept_figures(const Object& object, const model::Row& row, bool is_whole)
{
    Json figures = Json::object();
    std::int64_t rows = 0;
    for (const char* name : {"created", "updated", "skipped", "wrong"}) {
        figures[name] = model::integer_of(model::get(object, row, name));
        rows += figures[name].get<std::int64_t>();
    }
    figures["rows"] = rows;
    figures["bytes_done"] = is_whole ? model::integer_of(model::get(object, row, "bytes")) : 0;
    return figures;
}

// What is known of an import: its record, and while it runs, its job's progress.
std::string import_json(const Api& api, const model::Row& row, Language language)
{
    const Object& object = batches(api);
    auto integer = [&](const char* name) { return model::integer_of(model::get(object, row, name)); };
    JsonWriter json;
    json.begin_object().member("id", format_id(object.prefix, model::id_of(row)));
    json.member("name", model::text_of(model::get(object, row, "name")));
    json.member("object", model::text_of(model::get(object, row, "object")));
    json.member("bytes", integer("bytes")).member("created_at", format_instant(instant_from(integer("created_at"))));
    const auto job = integer("job") == 0 ? std::nullopt : api.jobs.find(id_from(integer("job")));
    const std::string state = api.intake.state_of(row, job);
    const std::string progress = job ? (job->state == jobs::State::done ? job->outcome : job->progress) : std::string();
    const Json figures = progress.empty() ? kept_figures(object, row, state == "done") : Json::parse(progress);
    for (const char* name :
         {"rows", "created", "updated", "skipped", "wrong", "rows_per_second", "eta_seconds", "bytes_done"}) {
        json.member(name, figures.value(name, std::int64_t{0}));
    }
    json.key("error");
    if (job && job->state == jobs::State::failed) {
        const Json error = Json::parse(job->outcome);
        json.begin_object().member("code", error.value("code", ""));
        json.member("detail", error.value(language == Language::zh ? "zh" : "en", "")).end_object();
    } else {
        json.null();
    }
    json.member("state", state);
    json.member("may_run", state == "uploaded" || (job && (state == "failed" || state == "cancelled")));
    if (job && job->started_at) json.member("started_at", format_instant(*job->started_at));
    if (job && job->finished_at) json.member("finished_at", format_instant(*job->finished_at));
    return json.end_object().take();
}

model::Row require_import(const Api& api, const http::Request& request)
{
    const Object& object = batches(api);
    const auto page = api.model.find(caller(request), object, id_parameter(request, object));
    if (!page) {
        throw Error(ErrorCode::not_found, {{"what", std::string(request.parameter("id"))}});
    }
    return page->rows.front();
}

// What stands in a file is read by who brought it, and by those from whom nothing is hidden or masked: who may see that
// there was an import need not see the fields that came with it.
model::Row require_contents(const Api& api, const http::Request& request)
{
    model::Row row = require_import(api, request);
    const model::Principal& person = caller(request);
    const bool is_own = model::integer_of(model::get(batches(api), row, "created_by")) == to_integer(person.user);
    const bool sees_all = std::all_of(person.rights.begin(), person.rights.end(), [](const model::ObjectRights& on) {
        return std::all_of(on.fields.begin(), on.fields.end(),
                           [](model::Right right) { return right >= model::Right::read; });
    });
    if (!is_own && !sees_all) {
        throw Error(ErrorCode::forbidden, {{"object", batches(api).name}, {"verb", "read"}});
    }
    return row;
}

http::Response cancel(const Api& api, const http::Request& request)
{
    const model::Row row = require_import(api, request);
    if (!api.model.may(caller(request), batches(api), model::Verb::edit, row)) {
        throw Error(ErrorCode::forbidden, {{"object", batches(api).name}, {"verb", "edit"}});
    }
    const std::int64_t job = model::integer_of(model::get(batches(api), row, "job"));
    if (job != 0) api.jobs.cancel(id_from(job));
    return http::json_response(import_json(api, require_import(api, request), request.language()));
}

void write_columns(JsonWriter& json, const input::Preview& preview)
{
    json.key("columns").begin_array();
    for (std::size_t i = 0; i < preview.format.columns.size(); ++i) {
        const auto& proposal = preview.proposals[i];
        json.begin_object().member("index", static_cast<std::int64_t>(i)).member("name", preview.format.columns[i]);
        json.key("samples").begin_array();
        for (const std::string& sample : preview.samples[i]) json.string(sample);
        json.end_array().key("proposed");
        proposal ? json.string(proposal->path) : json.null();
        json.key("confidence").real(proposal ? proposal->confidence : 0);
        json.key("reason");
        proposal ? json.string(proposal->reason == input::Proposal::Reason::header ? "header" : "content")
                 : json.null();
        json.end_object();
    }
    json.end_array();
}

std::string preview_json(const input::Preview& preview, Language language)
{
    JsonWriter json;
    json.begin_object().member("encoding", preview.format.encoding);
    json.member("delimiter", std::string(1, preview.format.delimiter))
        .member("quote", std::string(1, preview.format.quote));
    json.member("has_header", preview.format.has_header);
    json.member("row_estimate", static_cast<std::int64_t>(preview.row_estimate)).member("object", preview.object);
    write_columns(json, preview);
    json.key("rows").begin_array();
    for (const auto& row : preview.rows) {
        json.begin_array();
        for (const std::string& cell : row) json.string(cell.size() > 400 ? cell.substr(0, 400) : cell);
        json.end_array();
    }
    json.end_array().key("findings").begin_array();
    for (const Finding& finding : preview.format.findings) json.string(sentence(finding, language));
    json.end_array().key("objects").begin_array();
    for (const auto& [name, score] : preview.objects) {
        json.begin_object().member("name", name).key("score").real(score).end_object();
    }
    json.end_array().key("targets").begin_array();
    for (const input::PathChoice& choice : preview.choices) {
        json.begin_object().member("path", choice.path);
        write_label(json, "label", choice.label);
        json.member("required", choice.is_required).member("type", model::type_name(choice.field->value_type()));
        json.end_object();
    }
    return json.end_array().end_object().take();
}

std::string rehearsal_json(const input::Rehearsal& rehearsal, Language language)
{
    JsonWriter json;
    json.begin_object().member("checked_rows", rehearsal.rows).member("is_whole", rehearsal.is_whole);
    json.member("create", rehearsal.counts.created);
    json.member("update", rehearsal.counts.updated).member("skip", rehearsal.counts.skipped);
    json.member("wrong", rehearsal.counts.wrong).key("findings").begin_array();
    for (const auto& wrong : rehearsal.wrong) {
        json.begin_object().member("line", static_cast<std::int64_t>(wrong.line));
        for (const auto& [name, value] : wrong.finding.parameters) {
            if (name == "field") json.member("column", value);
            if (name == "value") json.member("value", value);
        }
        json.member("detail", sentence(wrong.finding, language)).end_object();
    }
    return json.end_array().end_object().take();
}

http::Response receive(const Api& api, const http::Request& request)
{
    const std::string name = text_argument(request, "name");
    if (request.body_file.empty()) {
        throw Error(ErrorCode::csv_empty);  // A body of no bytes makes no file.
    }
    const Id id = api.intake.receive(caller(request), name, request.body_file, true);
    const input::Preview preview = api.intake.preview(caller(request), id, text_argument(request, "object"));
    const auto page = api.model.find(caller(request), batches(api), id);
    CHECK(page.has_value());
    JsonWriter json;
    json.begin_object().key("import").raw(import_json(api, page->rows.front(), request.language()));
    json.key("preview").raw(preview_json(preview, request.language()));
    return http::json_response(json.end_object().take(), 201);
}

http::Response list(const Api& api, const http::Request& request)
{
    model::ListRequest wanted;
    wanted.page_size = 50;
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const model::Row& row : api.model.list(caller(request), batches(api), wanted).rows) {
        json.raw(import_json(api, row, request.language()));
    }
    return http::json_response(json.end_array().end_object().take());
}

http::Response wrong_rows(const Api& api, const http::Request& request)
{
    const model::Row row = require_contents(api, request);
    http::Response response;
    response.file = api.intake.wrong_file_of(model::id_of(row));
    if (!std::filesystem::exists(response.file)) {
        throw Error(ErrorCode::not_found, {{"what", "wrong.csv"}});
    }
    response.content_type = "text/csv; charset=utf-8";
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"wrong.csv\"");
    return response;
}

}  // namespace

void add_imports_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    api.intake.on_progress([&api](Id import) {
        const auto page = api.model.find(model::system_principal(api.model.catalogue()), batches(api), import);
        if (page)
            api.streams.send_to(id_from(model::integer_of(model::get(batches(api), page->rows.front(), "owner"))),
                                "import", import_json(api, page->rows.front(), Language::en));
    });
    router.add({Method::post, "/api/imports", Access::signed_in, Body::file,
                [&api](const http::Request& request) { return receive(api, request); },
                "Uploads a file (the body); ?name= its name."});
    router.add({Method::get, "/api/imports", Access::signed_in, Body::none,
                [&api](const http::Request& request) { return list(api, request); }, "The latest imports."});
    router.add({Method::get, "/api/imports/{id}", Access::signed_in, Body::none,
                [&api](const http::Request& request) {
                    return http::json_response(import_json(api, require_import(api, request), request.language()));
                },
                "One import and how far it is."});
    router.add({Method::get, "/api/imports/{id}/preview", Access::signed_in, Body::none,
                [&api](const http::Request& request) {
                    const Id id = model::id_of(require_contents(api, request));
                    return http::json_response(preview_json(
                        api.intake.preview(caller(request), id, text_argument(request, "object")), request.language()));
                },
                "The first rows, and which column is meant for which field."});
    router.add({Method::post, "/api/imports/{id}/check", Access::signed_in, Body::json,
                [&api](const http::Request& request) {
                    const Id id = model::id_of(require_contents(api, request));
                    return http::json_response(rehearsal_json(
                        api.intake.rehearse(caller(request), id, plan_object(request)), request.language()));
                },
                "What the first thousand rows would do."});
    router.add(
        {Method::post, "/api/imports/{id}/run", Access::signed_in, Body::json,
         [&api](const http::Request& request) {
             api.intake.run(caller(request), model::id_of(require_import(api, request)), plan_object(request));
             return http::json_response(import_json(api, require_import(api, request), request.language()), 202);
         },
         "Starts the import as a job; one that failed or was cancelled goes on with the same plan, or with none, and "
         "begins anew with another."});
    router.add({Method::post, "/api/imports/{id}/cancel", Access::signed_in, Body::none,
                [&api](const http::Request& request) { return cancel(api, request); },
                "Stops the import after the rows in work; what was written stays."});
    router.add({Method::get, "/api/imports/{id}/wrong.csv", Access::signed_in, Body::none,
                [&api](const http::Request& request) { return wrong_rows(api, request); },
                "The rows that were not imported, each with its line and reasons."});
}

}  // namespace juan::api
