// OpenAPI 3.1, written from the routes and the declarations as they are.
#include <array>

#include "flow/api/api.hpp"

namespace juan::api {
namespace {

using model::Field;
using model::FieldType;

std::string_view method_name(http::Method method)
{
    constexpr std::array<std::string_view, 6> names = {"get", "head", "post", "put", "patch", "delete"};
    return names.at(static_cast<std::size_t>(method));
}

void write_type(JsonWriter& json, const Field& field)
{
    switch (field.value_type()) {
        case FieldType::number:
        case FieldType::percent: json.member("type", "number"); break;
        case FieldType::integer:
        case FieldType::duration: json.member("type", "integer"); break;
        case FieldType::boolean: json.member("type", "boolean"); break;
        case FieldType::date: json.member("type", "string").member("format", "date"); break;
        case FieldType::instant: json.member("type", "string").member("format", "date-time"); break;
        case FieldType::email: json.member("type", "string").member("format", "email"); break;
        case FieldType::money: json.member("$ref", "#/components/schemas/Money"); break;
        case FieldType::address:
        case FieldType::json: json.member("type", "object"); break;
        default: json.member("type", "string");
    }
    if (!field.choices.empty()) {
        json.key("enum").begin_array();
        for (const model::Choice& choice : field.choices) json.string(choice.value);
        json.end_array();
    }
    if (field.is_system) json.member("readOnly", true);
    json.member("title", field.label.en + " / " + field.label.zh);
}

void write_schemas(JsonWriter& json, const model::Catalogue& catalogue)
{
    json.key("components").begin_object().key("schemas").begin_object();
    json.key("Money").raw(
        R"({"type":"object","properties":{"amount":{"type":"number"},"currency":{"type":"string"}}})");
    json.key("Problem").raw(
        R"({"type":"object","properties":{"title":{"type":"string"},"status":{"type":"integer"},)"
        R"("code":{"type":"string"},"detail":{"type":"string"},"id":{"type":"string"},"findings":{"type":"array"}}})");
    for (const model::Object& object : catalogue.objects()) {
        if (object.is_internal) continue;
        json.key(object.name).begin_object().member("type", "object").key("properties").begin_object();
        for (const Field& field : object.fields) {
            if (field.name == "origin") continue;
            json.key(field.name).begin_object();
            write_type(json, field);
            json.end_object();
        }
        json.end_object().end_object();
    }
    json.end_object().key("securitySchemes").begin_object();
    json.key("key").raw(R"({"type":"http","scheme":"bearer"})");
    json.key("session").raw(R"({"type":"apiKey","in":"cookie","name":"__Host-juan"})").end_object().end_object();
}

void write_parameters(JsonWriter& json, std::string_view path)
{
    json.key("parameters").begin_array();
    for (auto open = path.find('{'); open != path.npos; open = path.find('{', open + 1)) {
        const std::string_view name = path.substr(open + 1, path.find('}', open) - open - 1);
        json.begin_object().member("name", name).member("in", "path").member("required", true);
        json.key("schema").raw(R"({"type":"string"})").end_object();
    }
    json.end_array();
}

void write_operation(JsonWriter& json, const http::Route& route)
{
    json.key(method_name(route.method)).begin_object().member("summary", route.summary);
    write_parameters(json, route.path);
    if (route.body != http::Body::none) {
        json.key("requestBody")
            .raw(route.body == http::Body::json ? R"({"content":{"application/json":{"schema":{"type":"object"}}}})"
                                                : R"({"content":{"application/octet-stream":{}}})");
    }
    json.member("x-access", route.access.name());
    if (route.access == http::Access::everyone) json.key("security").raw("[]");
    json.key("responses")
        .raw(R"({"default":{"description":"The answer, or a problem document.","content":{"application/json":{},)"
             R"("application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}}})");
    json.end_object();
}

std::string document(const http::Router& router, const Api& api)
{
    JsonWriter json;
    json.begin_object().member("openapi", "3.1.0").key("info").begin_object();
    json.member("title", "Juan").member("version", api.version).end_object();
    json.key("security").raw(R"([{"session":[]},{"key":[]}])");
    std::map<std::string, std::vector<const http::Route*>> by_path;
    for (const http::Route& route : router.routes()) {
        by_path[route.path].push_back(&route);
    }
    json.key("paths").begin_object();
    for (const auto& [path, routes] : by_path) {
        json.key(path).begin_object();
        for (const http::Route* route : routes) write_operation(json, *route);
        json.end_object();
    }
    json.end_object();
    write_schemas(json, api.model.catalogue());
    return json.end_object().take();
}

}  // namespace

void add_openapi_routes(http::Router& router, Api& api)
{
    router.add({http::Method::get, "/api/openapi.json", http::Access::signed_in, http::Body::none,
                [&router, &api](const http::Request&) { return http::json_response(document(router, api)); },
                "This description."});
}

}  // namespace juan::api
