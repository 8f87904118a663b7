// The search box: records of all objects by name, pinyin, initials or the end of a phone number; and look-alikes.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "flow/api/api.hpp"

namespace juan::api {
namespace {

using model::Object;
using model::Verb;

constexpr int hits_per_object = 6;
constexpr int similar_max = 5;

bool is_searchable(const Object& object, const model::Principal& principal)
{
    const bool has_field =
        std::any_of(object.fields.begin(), object.fields.end(), [](const model::Field& f) { return f.search; });
    return has_field && !object.is_internal && !object.menu.empty() &&
           principal.scope(object, Verb::read) != model::Scope::none;
}

// A number, a sum or a moment says nothing without the name of its field.
bool speaks_for_itself(const model::Field& field)
{
    switch (field.type) {
        case model::FieldType::text:
        case model::FieldType::person_name:
        case model::FieldType::choice:
        case model::FieldType::choices:
        case model::FieldType::phone:
        case model::FieldType::email:
        case model::FieldType::auto_number: return true;
        default: return false;
    }
}

// A second line under a hit: the next visible fields of the object's list that need no label.
std::string subtitle(const Object& object, const model::Page& page, const model::Row& row, Language language)
{
    std::string text;
    for (const std::string& path : object.list) {
        const model::Field* field = object.find(path.substr(0, path.find('.')));
        const bool is_shown = std::find(page.fields.begin(), page.fields.end(), field) != page.fields.end();
        if (!is_shown || field->name == object.title || !speaks_for_itself(*field)) {
            continue;
        }
        const std::string value = model::display(*field, row, language);
        if (!value.empty() && text.size() < 60) text += (text.empty() ? "" : " · ") + value;
    }
    return text;
}

// Rows of a page hold only what may be seen in part at least.
std::string title_of(const model::Principal& principal, const Object& object, const model::Row& row, Language language)
{
    const model::Field& title = object.require(object.title);
    return model::shown(principal, object, title, model::display(title, row, language));
}

http::Response search(const Api& api, const http::Request& request)
{
    const std::string typed = text_argument(request, "q");
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    for (const Object& object : api.model.catalogue().objects()) {
        if (tidy_text(typed).empty() || !is_searchable(object, caller(request))) continue;
        model::ListRequest wanted;
        wanted.search = typed;
        wanted.page_size = hits_per_object;
        wanted.order_by = "-id";
        wanted.with_total = false;
        const model::Page page = api.model.list(caller(request), object, wanted);
        for (const model::Row& row : page.rows) {
            json.begin_object().member("object", object.name).member("id", format_id(object.prefix, model::id_of(row)));
            json.member("title", title_of(caller(request), object, row, request.language()));
            json.member("subtitle", subtitle(object, page, row, request.language())).end_object();
        }
    }
    return http::json_response(json.end_array().end_object().take());
}

// Records whose values equal those given, in any field by which the object's records are known.
http::Response similar(const Api& api, const http::Request& request)
{
    const Object& object = object_of(api, request);
    const std::string self = text_argument(request, "id");
    std::map<std::string, std::pair<std::string, std::vector<std::string>>> hits;
    for (const auto& [name, value] : request.query) {
        const model::Field* field = object.find(name);
        if (field == nullptr || name == "id" || caller(request).right(object, *field) < model::Right::read) continue;
        const auto cells = model::read_text(*field, value, api.model.standards(), api.model.reading());
        if (!cells || model::text_of(cells->front()).empty()) continue;
        std::string literal;
        for (const char c : model::text_of(cells->front()))
            literal += c == '"' || c == '\\' || c == '*' ? std::string{'\\', c} : std::string{c};
        model::ListRequest wanted;
        wanted.filter = fmt::format("{} = \"{}\"", name, literal);
        wanted.page_size = similar_max + 1;
        wanted.with_total = false;
        const model::Page page = api.model.list(caller(request), object, wanted);
        for (const model::Row& row : page.rows) {
            auto& hit = hits[format_id(object.prefix, model::id_of(row))];
            hit.first = title_of(caller(request), object, row, request.language());
            hit.second.push_back(name);
        }
    }
    hits.erase(self);
    JsonWriter json;
    json.begin_object().member("count", static_cast<std::int64_t>(hits.size())).key("items").begin_array();
    for (const auto& [id, hit] : hits) {
        json.begin_object().member("id", id).member("title", hit.first).key("matched").begin_array();
        for (const std::string& field : hit.second) json.string(field);
        json.end_array().end_object();
    }
    return http::json_response(json.end_array().end_object().take());
}

}  // namespace

void add_search_routes(http::Router& router, Api& api)
{
    router.add({http::Method::get, "/api/search", http::Access::signed_in, http::Body::none,
                [&api](const http::Request& request) { return search(api, request); },
                "Records of all objects that match q."});
    router.add({http::Method::get, "/api/{object}/similar", http::Access::signed_in, http::Body::none,
                [&api](const http::Request& request) { return similar(api, request); },
                "Records that have the same name, phone, ... as given."});
}

}  // namespace juan::api
