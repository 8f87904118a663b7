// Backups over HTTP: what there is, whether it was verified, making one, and the schedule.
#include "core/backup/backups.hpp"

#include <algorithm>

#include "flow/api/api.hpp"

namespace juan::api {
namespace {

constexpr std::size_t items_max = 500;  // the newest ones
constexpr const char* kind_of_job = "backup";

// The one place that says whose duty backups are.
void require_keeper(const http::Request& request) { caller(request).require(model::Duty::system); }

void write_item(JsonWriter& json, const backup::Item& item, Language language)
{
    const std::string& why = language == Language::zh ? item.why.zh : item.why.en;
    json.begin_object().member("name", item.piece.name).member("kind", store::kind_name(item.piece.kind));
    json.member("at", format_instant(item.piece.made_at)).member("from", format_instant(item.piece.from));
    json.member("to", format_instant(item.piece.to)).member("bytes", static_cast<std::int64_t>(item.piece.bytes));
    json.member("state", backup::state_name(item.state)).key("verified_at");
    item.state == backup::State::verified ? json.string(format_instant(item.verified_at)) : json.null();
    json.key("error");
    why.empty() ? json.null() : json.string(why);
    json.end_object();
}

// From the first full piece that is not known to be bad, to the end of the last piece.
void write_range(JsonWriter& json, const std::vector<backup::Item>& items)
{
    const auto first = std::find_if(items.begin(), items.end(), [](const backup::Item& item) {
        return item.piece.kind == store::PieceKind::full && item.state != backup::State::failed;
    });
    json.key("recoverable_from");
    first == items.end() ? json.null() : json.string(format_instant(first->piece.to));
    json.key("recoverable_to");
    first == items.end() ? json.null() : json.string(format_instant(items.back().piece.to));
}

void write_settings(JsonWriter& json, const backup::Settings& settings)
{
    json.begin_object().member("folder", settings.folder);
    json.member("every_hours", std::int64_t{settings.every_hours});
    json.member("keep_days", std::int64_t{settings.keep_days}).end_object();
}

void write_job(JsonWriter& json, const jobs::Job& job, Language language)
{
    const std::string outcome = job.outcome.empty() ? "null" : job.outcome;
    json.begin_object().member("job", format_id("job", job.id)).member("state", jobs::state_name(job.state));
    json.key("progress").raw(job.progress.empty() ? "null" : job.progress);
    json.key("outcome").raw(job.state == jobs::State::done ? outcome : "null").key("error");
    if (job.state == jobs::State::failed) {
        json.string(Json::parse(outcome).value(language == Language::zh ? "zh" : "en", ""));
    } else {
        json.null();
    }
    json.end_object();
}

http::Response list(const Api& api, const http::Request& request)
{
    require_keeper(request);
    const auto items = api.backups.items();
    const auto failure = api.backups.failure();
    const auto running = api.jobs.recent(kind_of_job, 1);
    JsonWriter json;
    json.begin_object().key("settings");
    write_settings(json, api.backups.settings());
    json.key("items").begin_array();
    for (std::size_t i = 0; i < std::min(items.size(), items_max); ++i) {
        write_item(json, items[items.size() - 1 - i], request.language());
    }
    json.end_array().member("total", static_cast<std::int64_t>(items.size()));
    write_range(json, items);
    json.key("error");
    failure ? json.string(sentence(*failure, request.language())) : json.null();
    json.key("latest");
    if (running.empty()) {
        json.null();
    } else {
        write_job(json, running.front(), request.language());
    }
    return http::json_response(json.end_object().take());
}

http::Response make(const Api& api, const http::Request& request)
{
    require_keeper(request);
    const Json body = request.body.empty() ? Json::object() : body_object(request, {"kind", "folder"});
    const std::string kind = text_member(body, "kind");
    if (!kind.empty() && kind != "full" && kind != "increment") {
        throw Error(ErrorCode::parameter_invalid, {{"name", "kind"}, {"value", kind}, {"expected", "full, increment"}});
    }
    const Id job =
        api.backups.request(caller(request), person_options(request), text_member(body, "folder"), kind != "increment");
    JsonWriter json;
    json.begin_object().member("job", format_id("job", job)).end_object();
    return http::json_response(json.take(), 202);
}

http::Response job_state(const Api& api, const http::Request& request)
{
    require_keeper(request);
    const std::string name(request.parameter("job"));
    const auto id = parse_id("job", name);
    const auto job = id ? api.jobs.find(*id) : std::nullopt;
    if (!job || job->kind != kind_of_job) {
        throw Error(ErrorCode::not_found, {{"what", name}});
    }
    JsonWriter json;
    write_job(json, *job, request.language());
    return http::json_response(json.take());
}

int number_member(const Json& json, const char* name, int fallback)
{
    if (!json.contains(name)) return fallback;
    if (!json.at(name).is_number_integer()) {
        throw Error(ErrorCode::body_shape, {{"name", name}, {"type", "number"}});
    }
    return json.at(name).get<int>();
}

http::Response change(const Api& api, const http::Request& request)
{
    require_keeper(request);
    const Json body = body_object(request, {"folder", "every_hours", "keep_days"});
    backup::Settings settings = api.backups.settings();
    if (body.contains("folder")) settings.folder = text_member(body, "folder");
    settings.every_hours = number_member(body, "every_hours", settings.every_hours);
    settings.keep_days = number_member(body, "keep_days", settings.keep_days);
    api.backups.set(caller(request), person_options(request), settings);
    JsonWriter json;
    write_settings(json, settings);
    return http::json_response(json.take());
}

}  // namespace

void add_backups_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    router.add({Method::get, "/api/backups", Access::duty("system"), Body::none,
                [&api](const http::Request& request) { return list(api, request); },
                "The backups, whether a test restore has verified them, and the schedule."});
    router.add({Method::post, "/api/backups", Access::duty("system"), Body::json,
                [&api](const http::Request& request) { return make(api, request); },
                "Makes a backup as a job and verifies it by restoring it."});
    router.add({Method::get, "/api/backups/jobs/{job}", Access::duty("system"), Body::none,
                [&api](const http::Request& request) { return job_state(api, request); }, "How far a backup is."});
    router.add({Method::patch, "/api/settings/backup", Access::duty("system"), Body::json,
                [&api](const http::Request& request) { return change(api, request); },
                "Where backups go, how often a full one is made and how long they are kept."});
}

}  // namespace juan::api
