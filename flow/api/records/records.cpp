// Create, read, update and delete of any object, and its lists.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/text.hpp"
#include "flow/api/api.hpp"
#include "flow/api/records/batch.hpp"

namespace juan::api {
namespace {

using model::Object;
using model::Verb;

// The records that are lines of this one, as its member "lines".
void write_lines(JsonWriter& json, const Api& api, const model::Principal& principal, const Object& object, Id id,
                 std::map<std::string, std::string>& titles)
{
    const Object* lines = lines_of(api.model.catalogue(), object);
    if (lines == nullptr || principal.scope(*lines, Verb::read) == model::Scope::none) {
        return;
    }
    model::ListRequest request;
    request.filter = fmt::format("{} = {}", lines->part_of, format_id(object.prefix, id));
    request.order_by = "id";
    request.page_size = 1000;
    const model::Page page = api.model.list(principal, *lines, request);
    json.key("lines").begin_array();
    for (const model::Row& row : page.rows) {
        model::write_record(json, *lines, row, api.model.catalogue(), page.fields, page.masked_fields);
    }
    json.end_array().member("lines_total", page.total);
    titles.merge(api.model.titles(principal, page));
}

// Somebody may write what they may not see afterwards: a record that leaves their scope or their role's condition.
http::Response written_response(const Object& object, Id id, int status)
{
    JsonWriter json;
    json.begin_object().key("record").begin_object().member("id", format_id(object.prefix, id)).end_object();
    write_titles(json, {});
    json.key("rights").begin_object().member("edit", false).member("delete", false).end_object().end_object();
    return http::json_response(json.take(), status);
}

http::Response record_response(const Api& api, const model::Principal& principal, const Object& object, Id id,
                               int status, bool is_written)
{
    const auto page = api.model.find(principal, object, id);
    if (!page) {
        if (is_written) return written_response(object, id, status);
        throw Error(ErrorCode::not_found, {{"what", format_id(object.prefix, id)}});
    }
    const model::Row& row = page->rows.front();
    auto titles = api.model.titles(principal, *page);
    JsonWriter json;
    json.begin_object().key("record");
    model::write_record(json, object, row, api.model.catalogue(), page->fields, page->masked_fields);
    write_lines(json, api, principal, object, id, titles);
    write_titles(json, titles);
    json.key("rights").begin_object();
    json.member("edit", api.model.may(principal, object, Verb::edit, row));
    json.member("delete", api.model.may(principal, object, Verb::erase, row));
    json.end_object().end_object();
    http::Response response = http::json_response(json.take(), status);
    response.headers.emplace_back("ETag", fmt::format("\"{}\"", model::version_of(row)));
    return response;
}

http::Response list(const Api& api, const http::Request& request)
{
    const Object& object = object_of(api, request);
    model::ListRequest wanted;
    wanted.filter = text_argument(request, "filter");
    wanted.search = text_argument(request, "q");
    wanted.order_by = text_argument(request, "order_by");
    wanted.fields = list_argument(request, "fields");
    wanted.page = integer_argument(request, "page", 1, 1, 100'000'000);
    wanted.page_size = integer_argument(request, "page_size", 50, 1, 1000);
    wanted.page_token = text_argument(request, "page_token");
    wanted.with_total = text_argument(request, "total") != "no";
    const model::Page page = api.model.list(caller(request), object, wanted);
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const model::Row& row : page.rows) {
        model::write_record(json, object, row, api.model.catalogue(), page.fields, page.masked_fields);
    }
    json.end_array();
    if (wanted.with_total) {
        json.member("total", page.total);
    }
    json.member("page", std::int64_t{wanted.page}).member("page_size", std::int64_t{wanted.page_size});
    json.key("next_page_token");
    page.next_page_token.empty() ? json.null() : json.string(page.next_page_token);
    write_titles(json, api.model.titles(caller(request), page));
    return http::json_response(json.end_object().take());
}

// The version in If-Match, with or without quotes. Throws Error version_missing, parameter_invalid.
std::int64_t version_seen(const http::Request& request)
{
    std::string_view text = request.header("if-match");
    if (text.empty()) {
        throw Error(ErrorCode::version_missing);
    }
    if (text.size() > 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
    }
    std::int64_t version = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), version);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) {
        throw Error(ErrorCode::parameter_invalid,
                    {{"name", "If-Match"}, {"value", std::string(text)}, {"expected", "a version such as \"3\""}});
    }
    return version;
}

http::Response create(const Api& api, const http::Request& request)
{
    const Object& object = object_of(api, request);
    const Json body = body_object(request);
    if (request.argument("batch")) {
        return http::json_response(create_batch(api, request, object, body));
    }
    const std::string created = api.model.write(caller(request), person_options(request), [&](model::Writer& writer) {
        return format_id(object.prefix, create_with_lines(api.model, caller(request), writer, object, body));
    });
    return record_response(api, caller(request), object, *parse_id(object.prefix, created), 201, true);
}

// The record as it stands, beside the refusal, so that the person can compare. Thrown within the transaction, of which
// then nothing stays: no provenance, and no idempotency key that would answer for the next try.
[[noreturn]] void refuse_conflict(const model::Writer& writer, const Object& object, const model::Row& present,
                                  std::int64_t seen)
{
    const model::Page page = writer.model().page_of(writer.context().principal, object, present);
    JsonWriter json;
    model::write_record(json, object, present, writer.model().catalogue(), page.fields, page.masked_fields);
    throw Error({{ErrorCode::version_conflict,
                  {{"seen", std::to_string(seen)}, {"current", std::to_string(model::version_of(present))}}}},
                "\"current\":" + json.take());
}

http::Response update(const Api& api, const http::Request& request)
{
    const Object& object = object_of(api, request);
    const Id id = id_parameter(request, object);
    const std::int64_t seen = version_seen(request);
    const Json body = body_object(request);
    api.model.write(caller(request), person_options(request), [&](model::Writer& writer) {
        const model::Row present = writer.require(object, id, Verb::edit);
        if (model::version_of(present) != seen) refuse_conflict(writer, object, present, seen);
        update_with_lines(api.model, caller(request), writer, object, id, body);
        return std::string();
    });
    return record_response(api, caller(request), object, id, 200, true);
}

http::Response erase(const Api& api, const http::Request& request)
{
    const Object& object = object_of(api, request);
    const Id id = id_parameter(request, object);
    const std::int64_t seen = version_seen(request);
    api.model.write(caller(request), person_options(request), [&](model::Writer& writer) {
        erase_with_lines(api.model, writer, object, id, seen);
        return std::string();
    });
    return http::json_response("{}");
}

}  // namespace

void add_records_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    router.add({Method::get, "/api/{object}", Access::signed_in, Body::none,
                [&api](const http::Request& request) { return list(api, request); },
                "A page of records: filter, q, order_by, fields, page, page_size, page_token."});
    router.add({Method::post, "/api/{object}", Access::signed_in, Body::json,
                [&api](const http::Request& request) { return create(api, request); },
                "Creates a record; with ?batch, up to 10,000 in one transaction."});
    router.add({Method::get, "/api/{object}/{id}", Access::signed_in, Body::none,
                [&api](const http::Request& request) {
                    const Object& object = object_of(api, request);
                    return record_response(api, caller(request), object, id_parameter(request, object), 200, false);
                },
                "One record."});
    router.add({Method::patch, "/api/{object}/{id}", Access::signed_in, Body::json,
                [&api](const http::Request& request) { return update(api, request); },
                "Changes fields of a record; If-Match names the version seen."});
    router.add({Method::del, "/api/{object}/{id}", Access::signed_in, Body::none,
                [&api](const http::Request& request) { return erase(api, request); },
                "Deletes a record; If-Match names the version seen."});
}

}  // namespace juan::api
