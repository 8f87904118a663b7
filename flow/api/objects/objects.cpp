// The declarations, as far as the caller may see them: what the web draws lists and forms from.
#include <algorithm>
#include <array>

#include "core/model/order.hpp"
#include "flow/api/api.hpp"

namespace juan::api {
namespace {

using model::Field;
using model::FieldType;
using model::Object;
using model::Right;
using model::Verb;

std::string_view sensitivity_name(model::Sensitivity sensitivity)
{
    constexpr std::array<std::string_view, 4> names = {"public", "internal", "personal", "sensitive"};
    return names.at(static_cast<std::size_t>(sensitivity));
}

bool is_comparable(const Field& field)
{
    const FieldType type = field.value_type();
    return type != FieldType::json && type != FieldType::file && type != FieldType::choices && type != FieldType::links;
}

void write_choices(JsonWriter& json, const Field& field)
{
    json.key("choices").begin_array();
    for (const model::Choice& choice : field.choices) {
        json.begin_object().member("value", choice.value);
        write_label(json, "label", choice.label);
        json.member("color", choice.color).end_object();
    }
    json.end_array();
}

void write_field(JsonWriter& json, const Field& field, Right right)
{
    json.begin_object().member("name", field.name).member("type", model::type_name(field.type));
    json.member("value_type", model::type_name(field.value_type()));
    write_label(json, "label", field.label);
    write_label(json, "help", field.help);
    json.member("required", field.required).member("unique", field.unique).member("search", field.search);
    json.member("multiline", field.is_multiline).member("system", field.is_system);
    json.member("source", field.source).member("sensitivity", sensitivity_name(field.sensitivity));
    json.member("analysis", field.analysis).member("to", field.to).member("right", model::right_name(right));
    json.member("encrypted", field.is_encrypted());
    json.member("sortable", right != Right::masked && is_comparable(field) && !field.is_encrypted());
    json.member("filterable", right != Right::masked && field.type != FieldType::file);
    if (!field.choices.empty()) write_choices(json, field);
    if (field.min) json.key("min").real(*field.min);
    if (field.max) json.key("max").real(*field.max);
    if (field.length_max > 0) json.member("length_max", std::int64_t{field.length_max});
    if (!field.default_json.empty()) json.key("default").raw(field.default_json);
    json.end_object();
}

void write_rights(JsonWriter& json, const model::Principal& principal, const Object& object)
{
    json.key("rights").begin_object();
    for (const Verb verb : {Verb::read, Verb::create, Verb::edit, Verb::erase, Verb::export_rows, Verb::import_rows}) {
        json.member(model::verb_name(verb), principal.scope(object, verb) != model::Scope::none);
    }
    json.end_object();
}

// Who looks after roles, or reads the audit, meets the names of objects and fields whose records they may not see.
bool meets_all_names(const model::Principal& principal)
{
    return principal.has(model::Duty::security) || principal.has(model::Duty::audit);
}

// With `in_full`, also the fields that are hidden from the caller, and the rights declared for the roles.
void write_object(JsonWriter& json, const model::Principal& principal, const Object& object, bool in_full)
{
    json.begin_object().member("name", object.name).member("prefix", object.prefix);
    write_label(json, "label", object.label);
    write_label(json, "label_plural", object.label_plural);
    json.member("title", object.title).member("icon", object.icon).member("menu", object.menu);
    const model::Field* board = object.find(object.board);
    const bool may_see_board = board != nullptr && principal.right(object, *board) != Right::hidden;
    json.member("order", model::default_order(principal, object))
        .member("board", may_see_board ? object.board : "")
        .member("customer", object.customer);
    json.member("part_of", object.part_of);
    json.key("list").begin_array();
    for (const std::string& path : object.list) {
        if (principal.right(object, *object.path(path).field) != Right::hidden) json.string(path);
    }
    json.end_array();
    write_rights(json, principal, object);
    json.key("fields").begin_array();
    for (const Field& field : object.fields) {
        const Right right =
            in_full ? std::max(principal.right(object, field), Right::read) : principal.right(object, field);
        if (right != Right::hidden && field.name != "origin") {
            write_field(json, field, right);
        }
    }
    json.end_array();
    if (in_full) json.key("access").raw(object.access_json);
    json.end_object();
}

}  // namespace

void add_objects_routes(http::Router& router, Api& api)
{
    router.add({http::Method::get, "/api/objects", http::Access::signed_in, http::Body::none,
                [&api](const http::Request& request) {
                    const bool in_full = text_argument(request, "all") == "true" && meets_all_names(caller(request));
                    JsonWriter json;
                    json.begin_object().key("objects").begin_array();
                    for (const Object& object : api.model.catalogue().objects()) {
                        const bool is_seen = caller(request).scope(object, Verb::read) != model::Scope::none;
                        if (!object.is_internal && (is_seen || in_full)) {
                            write_object(json, caller(request), object, in_full);
                        }
                    }
                    json.end_array().end_object();
                    return http::json_response(json.take());
                },
                "The objects and fields the caller may see; with all=true, all of them, for who looks after roles or "
                "reads the audit."});
}

}  // namespace juan::api
