// Reading requests, and what answers have in common.
#include "flow/api/api.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/secret.hpp"
#include "core/model/label.hpp"
#include "flow/api/browser.hpp"

namespace juan::api {
namespace {

constexpr std::size_t path_bytes_max = 200;

}  // namespace

void authenticate(Api& api, http::Request& request, const http::Route& route)
{
    if (!route.access.needs_sign_in()) {
        return;
    }
    const std::string token = token_of(request);
    const auto touch = route.path == "/api/changes" ? account::Touch::no : account::Touch::yes;
    const account::VisitorPointer visitor = api.accounts.visit(token, touch);
    require_reach(*visitor, request, route);
    const bool is_about_view = request.path == view_as_path;
    request.caller = is_about_view ? visitor->principal : api.view_as->find(token, visitor->principal);
    const bool is_reading = request.method == http::Method::get || request.method == http::Method::head;
    if (caller(request).is_read_only && !is_reading && request.path != "/api/session") {
        throw Error(ErrorCode::view_as_read_only, {{"name", caller(request).name}});
    }
    if (!route.access.duty_needed().empty()) {
        caller(request).require(model::duty_from(route.access.duty_needed()));
    }
}

void explain(const Api& api, const http::Request& request, Finding& finding)
{
    const model::Catalogue& catalogue = api.model.catalogue();
    model::add_labels(finding, catalogue, catalogue.find(request.parameter("object")));
}

void note_refusal(Api& api, const http::Request& request, const Error& error)
{
    const auto* principal = static_cast<const model::Principal*>(request.caller.get());
    if (principal == nullptr) {
        return;  // Nobody in particular could fill the audit; the log has it.
    }
    const auto& parameters = error.finding().parameters;
    const auto parameter = [&](std::string_view name) {
        const auto found =
            std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
        return found == parameters.end() ? std::string() : found->second;
    };
    const model::Object* object = api.model.catalogue().find(request.parameter("object"));
    const auto record = object == nullptr ? std::nullopt : parse_id(object->prefix, request.parameter("id"));
    static constexpr std::array<std::string_view, 6> methods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    JsonWriter detail;
    detail.begin_object().member("code", error_text(error.code()).name);
    detail.member("method", methods.at(static_cast<std::size_t>(request.method)));
    // A path alone: what was asked for behind it may hold what people typed.
    detail.member("path", request.path.substr(0, path_bytes_max)).member("remote", request.remote);
    for (const char* name : {"verb", "field", "duty"}) {
        if (const std::string value = parameter(name); !value.empty()) detail.member(name, value);
    }
    const bool is_key = request.header("authorization").starts_with("Bearer ");
    api.audit.note({api.model.clock().now(), principal->user, is_key ? "api" : "person", "refused",
                    object == nullptr ? parameter("object") : object->name, record.value_or(Id::none),
                    detail.end_object().take()});
}

const model::Principal& caller(const http::Request& request)
{
    CHECK(request.caller != nullptr);
    return *static_cast<const model::Principal*>(request.caller.get());
}

const model::Object& object_of(const Api& api, const http::Request& request)
{
    const model::Object& object = api.model.catalogue().require(request.parameter("object"));
    if (object.is_internal) {
        throw Error(ErrorCode::object_unknown, {{"object", object.name}});
    }
    return object;
}

Id id_parameter(const http::Request& request, const model::Object& object, std::string_view name)
{
    const auto id = parse_id(object.prefix, request.parameter(name));
    if (!id) {
        throw Error(ErrorCode::not_found, {{"what", std::string(request.parameter(name))}});
    }
    return *id;
}

int integer_argument(const http::Request& request, std::string_view name, int fallback, int min, int max)
{
    const auto text = request.argument(name);
    if (!text) {
        return fallback;
    }
    int value = 0;
    const auto result = std::from_chars(text->data(), text->data() + text->size(), value);
    if (result.ec != std::errc{} || result.ptr != text->data() + text->size() || value < min || value > max) {
        throw Error(ErrorCode::parameter_invalid, {{"name", std::string(name)},
                                                   {"value", std::string(*text)},
                                                   {"expected", fmt::format("{} – {}", min, max)}});
    }
    return value;
}

std::string text_argument(const http::Request& request, std::string_view name)
{
    return std::string(request.argument(name).value_or(""));
}

std::vector<std::string> list_argument(const http::Request& request, std::string_view name)
{
    std::vector<std::string> parts;
    std::string_view text = request.argument(name).value_or("");
    while (!text.empty()) {
        const auto comma = text.find(',');
        parts.emplace_back(text.substr(0, comma));
        text = comma == text.npos ? std::string_view{} : text.substr(comma + 1);
    }
    return parts;
}

Json body_object(const http::Request& request)
{
    Json json = parse_json(request.body);
    if (!json.is_object()) {
        throw Error(ErrorCode::body_shape, {{"name", "body"}, {"type", "JSON object"}});
    }
    return json;
}

void require_members(const Json& json, std::initializer_list<std::string_view> members)
{
    for (const auto& [name, value] : json.items()) {
        if (std::find(members.begin(), members.end(), name) == members.end()) {
            throw Error(ErrorCode::member_unknown,
                        {{"member", name}, {"members", fmt::format("{}", fmt::join(members, ", "))}});
        }
    }
}

Json body_object(const http::Request& request, std::initializer_list<std::string_view> members)
{
    Json json = body_object(request);
    require_members(json, members);
    return json;
}

std::string text_member(const Json& json, const char* name)
{
    if (!json.contains(name) || json.at(name).is_null()) {
        return {};
    }
    if (!json.at(name).is_string()) {
        throw Error(ErrorCode::body_shape, {{"name", name}, {"type", "text"}});
    }
    return json.at(name).get<std::string>();
}

model::WriteOptions person_options(const http::Request& request)
{
    model::WriteOptions options;
    const bool is_key = request.header("authorization").starts_with("Bearer ");
    options.provenance = {is_key ? "api" : "person", caller(request).name, ""};
    options.idempotency_key = request.header("idempotency-key");
    if (!options.idempotency_key.empty()) {
        options.request_hash =
            hash_hex(fmt::format("{} {} {}", static_cast<int>(request.method), request.path, request.body));
    }
    return options;
}

void write_label(JsonWriter& json, std::string_view name, const model::Label& label)
{
    json.key(name).begin_object().member("zh", label.zh).member("en", label.en).end_object();
}

void write_titles(JsonWriter& json, const std::map<std::string, std::string>& titles)
{
    json.key("titles").begin_object();
    for (const auto& [id, title] : titles) {
        json.member(id, title);
    }
    json.end_object();
}

}  // namespace juan::api
