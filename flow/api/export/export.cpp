// A whole list as a file.
#include "flow/action/export/export.hpp"

#include "flow/api/api.hpp"

namespace juan::api {
namespace {

// An export counts, so another site must not be able to start one by a mere link, nor a look at its size.
void require_meant(const http::Request& request)
{
    if (request.method == http::Method::head) {
        throw Error(ErrorCode::method_not_allowed, {{"path", request.path}, {"method", "HEAD"}});
    }
    if (request.header("sec-fetch-site") == "cross-site") {
        throw Error(ErrorCode::origin_refused);
    }
}

action::Format format_of(const http::Request& request)
{
    const std::string format = text_argument(request, "format");
    if (!format.empty() && format != "csv" && format != "xlsx") {
        throw Error(ErrorCode::parameter_invalid, {{"name", "format"}, {"value", format}, {"expected", "csv, xlsx"}});
    }
    return format == "xlsx" ? action::Format::xlsx : action::Format::csv;
}

http::Response export_list(const Api& api, const http::Request& request)
{
    require_meant(request);
    action::ExportRequest wanted;
    wanted.format = format_of(request);
    wanted.list.filter = text_argument(request, "filter");
    wanted.list.search = text_argument(request, "q");
    wanted.list.order_by = text_argument(request, "order_by");
    wanted.list.fields = list_argument(request, "fields");
    wanted.language = request.language();
    wanted.via = person_options(request).provenance.kind;
    const action::ExportFile file = api.exporter.run(caller(request), object_of(api, request), wanted);
    http::Response response;
    response.content_type = file.content_type;
    response.file = file.path;
    response.removes_file = true;
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + file.name + "\"");
    response.headers.emplace_back("X-Export-Id", file.id);
    response.headers.emplace_back("X-Export-Rows", std::to_string(file.rows));
    return response;
}

}  // namespace

void add_export_routes(http::Router& router, Api& api)
{
    router.add({http::Method::get, "/api/{object}/export", http::Access::signed_in, http::Body::none,
                [&api](const http::Request& request) { return export_list(api, request); },
                "The whole list as a file: format (csv, xlsx), filter, q, order_by, fields."});
}

}  // namespace juan::api
