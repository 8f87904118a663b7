// Errors as problem documents (RFC 9457).
#include "core/base/json_writer.hpp"
#include "core/http/http.hpp"
#include "core/http/names.hpp"

namespace juan::http {
namespace {

const std::string* find_in(const Parameters& parameters, std::string_view name)
{
    for (const auto& [key, value] : parameters) {
        if (key == name) {
            return &value;
        }
    }
    return nullptr;
}

void write_findings(JsonWriter& json, const Error& error, Language language)
{
    json.key("findings").begin_array();
    for (const Finding& finding : error.findings()) {
        json.begin_object().member("code", error_text(finding.code).name);
        if (const std::string* field = find_in(finding.parameters, "field")) {
            json.member("field", *field);
        }
        json.member("detail", sentence(finding, language)).end_object();
    }
    json.end_array();
}

}  // namespace

Response json_response(std::string body, int status)
{
    Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

Response problem(const Error& error, Language language, std::string_view request_id)
{
    const ErrorText& text = error_text(error.code());
    std::string detail;
    for (const Finding& finding : error.findings()) {
        detail += (detail.empty() ? "" : " ") + sentence(finding, language);
    }
    JsonWriter json;
    json.begin_object().member("type", "urn:juan:error:" + std::string(text.name));
    json.member("title", reason_of(text.status)).member("status", std::int64_t{text.status}).member("code", text.name);
    json.member("detail", detail).member("id", request_id);
    write_findings(json, error, language);
    json.end_object();
    Response response = json_response(json.take(), text.status);
    if (!error.extra_json().empty()) {
        response.body.back() = ',';
        response.body += error.extra_json() + "}";
    }
    response.content_type = "application/problem+json";
    const Parameters& parameters = error.finding().parameters;
    if (text.kind == ErrorKind::retry) {
        const std::string* seconds = find_in(parameters, "seconds");
        response.headers.emplace_back("Retry-After", seconds != nullptr ? *seconds : "1");
    }
    if (const std::string* allow = find_in(parameters, "allow")) {
        response.headers.emplace_back("Allow", *allow);
    }
    return response;
}

}  // namespace juan::http
