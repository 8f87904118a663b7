// Provinces, cities and districts with their codes, for choosing an address.
#include "flow/api/api.hpp"
#include "flow/quality/region/divisions.hpp"

namespace juan::api {
namespace {

void write_division(JsonWriter& json, const quality::Division& division)
{
    json.begin_object().member("code", std::to_string(division.code)).member("name", division.name);
    if (!division.parts.empty()) {
        json.key("children").begin_array();
        for (const quality::Division& part : division.parts) {
            write_division(json, part);
        }
        json.end_array();
    }
    json.end_object();
}

std::string regions_json()
{
    JsonWriter json;
    json.begin_array();
    for (const quality::Division& province : quality::divisions()) {
        write_division(json, province);
    }
    return json.end_array().take();
}

}  // namespace

void add_regions_routes(http::Router& router, Api&)
{
    router.add({http::Method::get, "/api/regions", http::Access::signed_in, http::Body::none,
                [](const http::Request&) {
                    http::Response response = http::json_response(regions_json());
                    response.headers.emplace_back("Cache-Control", "private, max-age=86400");
                    return response;
                },
                "The administrative divisions of China, as a tree of code, name and children."});
}

}  // namespace juan::api
