// Lines written and read.
#include "flow/analysis/protocol.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <iterator>

#include "core/base/json.hpp"
#include "core/base/json_writer.hpp"

namespace juan::analysis {
namespace {

namespace dom = simdjson::dom;

[[noreturn]] void refuse(const char* name, const char* type)
{
    throw Error(ErrorCode::body_shape, {{"name", name}, {"type", type}});
}

JsonWriter begin(std::int64_t id)
{
    JsonWriter json;
    json.begin_object().member("id", id);
    return json;
}

std::string end(JsonWriter& json)
{
    json.end_object();
    return json.take() + "\n";
}

template <class T>
T get(dom::element element, const char* name, const char* type)
{
    T value{};
    if (element.get(value) != simdjson::SUCCESS) {
        refuse(name, type);
    }
    return value;
}

template <class T>
T get(simdjson::simdjson_result<dom::element>&& found, const char* name, const char* type)
{
    T value{};
    if (std::move(found).get(value) != simdjson::SUCCESS) {
        refuse(name, type);
    }
    return value;
}

std::int64_t integer(const dom::object& object, const char* name)
{
    return get<std::int64_t>(object.at_key(name), name, "integer");
}

SyncReport read_synced(const dom::object& object)
{
    return {integer(object, "position"), integer(object, "changes"), integer(object, "rows"),
            get<bool>(object.at_key("is_rebuilt"), "is_rebuilt", "boolean"),
            get<double>(object.at_key("seconds"), "seconds", "number")};
}

store::Value read_value(dom::element element)
{
    switch (element.type()) {
        case dom::element_type::INT64: return element.get_int64().value_unsafe();
        case dom::element_type::DOUBLE: return element.get_double().value_unsafe();
        case dom::element_type::STRING: return std::string(element.get_string().value_unsafe());
        case dom::element_type::NULL_VALUE: return {};
        default: refuse("rows", "list of null, number or text");
    }
}

std::vector<ResultRow> read_rows(const dom::array& array)
{
    std::vector<ResultRow> rows;
    rows.reserve(array.size());
    for (const dom::element line : array) {
        const auto items = get<dom::array>(line, "rows", "list of lists");
        ResultRow& row = rows.emplace_back();
        bool is_first = true;
        for (const dom::element item : items) {
            if (is_first) {
                row.id = get<std::int64_t>(item, "id", "integer");
                is_first = false;
            } else {
                row.values.push_back(read_value(item));
            }
        }
    }
    return rows;
}

// The errors by which a request to the analyst may fail; any other is a fault of ours.
Finding read_failure(const dom::object& object)
{
    static constexpr std::array codes = {
        ErrorCode::mirror_failed,       ErrorCode::analysis_too_large, ErrorCode::analysis_data_missing,
        ErrorCode::analysis_unknown,    ErrorCode::parameter_invalid,  ErrorCode::body_shape,
        ErrorCode::declaration_invalid, ErrorCode::store_failed,       ErrorCode::store_busy,
        ErrorCode::store_full,          ErrorCode::store_newer,        ErrorCode::read_deadline};
    const auto name = get<std::string_view>(object.at_key("code"), "code", "text");
    Finding finding{ErrorCode::internal, {}};
    for (const ErrorCode code : codes) {
        if (error_text(code).name == name) {
            finding.code = code;
        }
    }
    for (const auto& [key, value] : get<dom::object>(object.at_key("parameters"), "parameters", "object")) {
        finding.parameters.emplace_back(key, get<std::string_view>(value, "parameters", "text"));
    }
    return finding;
}

}  // namespace

std::string request_line(const Request& request)
{
    JsonWriter json = begin(request.id);
    json.member("do", request.is_run ? "run" : "sync");
    if (request.is_run) {
        json.member("analysis", request.analysis);
        json.key("parameters").raw(request.parameters.empty() ? "{}" : parse_json(request.parameters).dump());
    }
    return end(json);
}

std::string synced_line(std::int64_t id, const SyncReport& report)
{
    JsonWriter json = begin(id);
    json.key("synced").begin_object().member("position", report.position).member("changes", report.changes);
    json.member("rows", report.rows).member("is_rebuilt", report.is_rebuilt).key("seconds").real(report.seconds);
    json.end_object();
    return end(json);
}

std::string done_line(std::int64_t id, const RunReport& report)
{
    JsonWriter json = begin(id);
    json.key("done").begin_object().member("results", report.results).member("changed", report.changed);
    json.key("seconds").real(report.seconds).end_object();
    return end(json);
}

std::string failed_line(std::int64_t id, const Finding& finding)
{
    JsonWriter json = begin(id);
    json.key("error").begin_object().member("code", error_text(finding.code).name);
    json.key("parameters").begin_object();
    for (const auto& [name, value] : finding.parameters) {
        json.member(name, value);
    }
    json.end_object().end_object();
    return end(json);
}

void RowsLine::add(const store::Cursor& cursor)
{
    if (text_.empty()) {
        text_ = fmt::format("{{\"id\":{},\"rows\":[", id_);
    }
    fmt::format_to(std::back_inserter(text_), "{}[{}", rows_ == 0 ? "" : ",", cursor.integer(0));
    for (int i = 1; i < cursor.columns(); ++i) {
        const store::Value value = cursor.value(i);
        text_ += ',';
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            fmt::format_to(std::back_inserter(text_), "{}", *integer);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            append_json_string(text_, *text);
        } else if (const auto* real = std::get_if<double>(&value)) {
            JsonWriter number;
            text_ += number.real(*real).text();
        } else {
            text_ += "null";
        }
    }
    text_ += ']';
    ++rows_;
}

std::string RowsLine::take()
{
    rows_ = 0;
    text_ += "]}\n";
    return std::exchange(text_, {});
}

Request read_request(std::string_view line)
{
    const Json json = parse_json(line);
    if (!json.is_object() || !json.contains("id") || !json.at("id").is_number_integer()) {
        refuse("id", "integer");
    }
    Request request;
    request.id = json.at("id").get<std::int64_t>();
    const Json what = json.value("do", Json());
    if (what != "run" && what != "sync") {
        refuse("do", "\"run\" or \"sync\"");
    }
    request.is_run = what == "run";
    if (request.is_run) {
        const Json analysis = json.value("analysis", Json());
        if (!analysis.is_string()) {
            refuse("analysis", "text");
        }
        request.analysis = analysis.get<std::string>();
        request.parameters = json.value("parameters", Json::object()).dump();
    }
    return request;
}

Answer read_answer(std::string_view line)
{
    dom::parser parser;
    dom::object object;
    const simdjson::padded_string padded(line);
    if (const auto error = parser.parse(padded).get(object)) {
        throw Error(ErrorCode::json_invalid, {{"where", simdjson::error_message(error)}});
    }
    Answer answer;
    answer.id = integer(object, "id");
    dom::object part;
    dom::array rows;
    if (object.at_key("rows").get(rows) == simdjson::SUCCESS) {
        answer.kind = Answer::Kind::rows;
        answer.rows = read_rows(rows);
    } else if (object.at_key("synced").get(part) == simdjson::SUCCESS) {
        answer.kind = Answer::Kind::synced;
        answer.sync = read_synced(part);
    } else if (object.at_key("done").get(part) == simdjson::SUCCESS) {
        answer.kind = Answer::Kind::done;
        answer.run.results = integer(part, "results");
        answer.run.changed = integer(part, "changed");
        answer.run.seconds = get<double>(part.at_key("seconds"), "seconds", "number");
    } else {
        answer.kind = Answer::Kind::failed;
        answer.finding = read_failure(get<dom::object>(object.at_key("error"), "error", "object"));
    }
    return answer;
}

}  // namespace juan::analysis
