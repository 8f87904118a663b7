// The analyses there are, what their figures mean, when they last ran; and running one.
#include "flow/analysis/analysis.hpp"
#include "flow/api/analysis_runs.hpp"
#include "flow/api/api.hpp"

namespace juan::api {
namespace {

void write_message(JsonWriter& json, const Json& outcome)
{
    if (outcome.contains("zh")) {
        json.key("message").begin_object();
        json.member("zh", outcome.value("zh", "")).member("en", outcome.value("en", "")).end_object();
    }
}

Json outcome_of(const jobs::Job& job) { return job.outcome.empty() ? Json::object() : Json::parse(job.outcome); }

void write_runs(JsonWriter& json, const Api& api, const std::string& name)
{
    const AnalysisRuns runs = find_runs(api, name);
    if (runs.latest) {
        json.member("state", jobs::state_name(runs.latest->state)).member("job", format_id("job", runs.latest->id));
        write_message(json, outcome_of(*runs.latest));
    }
    if (runs.done && runs.done->finished_at) {
        const Json outcome = outcome_of(*runs.done);
        json.member("computed_at", format_instant(*runs.done->finished_at));
        json.key("seconds").real(outcome.value("seconds", 0.0));
        json.member("rows", outcome.value("rows", std::int64_t{0}));
        json.member("changed", outcome.value("changed", std::int64_t{0}));
    }
}

http::Response list(const Api& api)
{
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const analysis::Analysis& one : analysis::analyses()) {
        json.begin_object().member("name", one.name);
        write_label(json, "label", one.label);
        write_label(json, "meaning", one.meaning);
        write_label(json, "method", one.method);
        json.key("outputs").begin_array();
        for (const std::string& output : one.outputs) json.string(output);
        json.end_array();
        write_runs(json, api, one.name);
        json.end_object();
    }
    return http::json_response(json.end_array().end_object().take());
}

http::Response run(const Api& api, const http::Request& request)
{
    const analysis::Analysis& wanted = analysis::require_analysis(request.parameter("name"));
    caller(request).require(api.model.catalogue().require(wanted.of), model::Verb::edit);
    JsonWriter payload;
    payload.begin_object().member("analysis", wanted.name).end_object();
    const Id job = api.jobs.submit("analysis", payload.take(), caller(request).user);
    JsonWriter json;
    json.begin_object().member("job", format_id("job", job)).end_object();
    return http::json_response(json.take(), 202);
}

}  // namespace

void add_analyses_routes(http::Router& router, Api& api)
{
    router.add({http::Method::get, "/api/analysis", http::Access::signed_in, http::Body::none,
                [&api](const http::Request&) { return list(api); }, "The analyses, and when they last ran."});
    router.add({http::Method::post, "/api/analysis/{name}/run", http::Access::signed_in, http::Body::none,
                [&api](const http::Request& request) { return run(api, request); }, "Runs an analysis as a job."});
}

}  // namespace juan::api
