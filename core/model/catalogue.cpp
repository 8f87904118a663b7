// Looking things up in the declarations.
#include "core/model/catalogue.hpp"

#include <algorithm>
#include <array>

#include "core/base/error.hpp"

namespace juan::model {
namespace {

constexpr std::array<std::string_view, 24> type_names = {
    "text",    "long_text",   "number",  "integer", "money", "percent",     "boolean", "date",
    "instant", "duration",    "choice",  "choices", "link",  "links",       "email",   "phone",
    "url",     "person_name", "address", "file",    "json",  "auto_number", "formula", "roll_up"};

}  // namespace

std::string_view type_name(FieldType type) { return type_names.at(static_cast<std::size_t>(type)); }

std::optional<FieldType> type_from(std::string_view name)
{
    const auto found = std::find(type_names.begin(), type_names.end(), name);
    if (found == type_names.end()) {
        return {};
    }
    return static_cast<FieldType>(found - type_names.begin());
}

FieldType Field::value_type() const { return type == FieldType::formula || type == FieldType::roll_up ? result : type; }

const Column* Field::column(std::string_view part) const
{
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.part == part; });
    return found == columns.end() ? nullptr : &*found;
}

const Field* Object::find(std::string_view field_name) const
{
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == field_name; });
    return found == fields.end() ? nullptr : &*found;
}

const Field& Object::require(std::string_view field_name) const
{
    if (const Field* field = find(field_name)) {
        return *field;
    }
    throw Error(ErrorCode::field_unknown, {{"object", name}, {"field", std::string(field_name)}});
}

Path Object::path(std::string_view text) const
{
    const auto dot = text.find('.');
    const Field& field = require(text.substr(0, dot));
    const std::string_view part = dot == text.npos ? std::string_view{} : text.substr(dot + 1);
    const bool is_half = dot != text.npos && part.empty();  // "name." is no name
    const Column* column = is_half ? nullptr : field.column(part);
    if (column == nullptr && dot == text.npos && !field.columns.empty()) {
        column = &field.columns.front();
    }
    if (column == nullptr) {
        throw Error(ErrorCode::field_unknown, {{"object", name}, {"field", std::string(text)}});
    }
    return {&field, column};
}

const Object* Catalogue::find(std::string_view name) const
{
    const auto found = std::find_if(objects_.begin(), objects_.end(), [&](const Object& o) { return o.name == name; });
    return found == objects_.end() ? nullptr : &*found;
}

const Object& Catalogue::require(std::string_view name) const
{
    if (const Object* object = find(name)) {
        return *object;
    }
    throw Error(ErrorCode::object_unknown, {{"object", std::string(name)}});
}

const Object* Catalogue::find_prefix(std::string_view prefix) const
{
    const auto found =
        std::find_if(objects_.begin(), objects_.end(), [&](const Object& o) { return o.prefix == prefix; });
    return found == objects_.end() ? nullptr : &*found;
}

}  // namespace juan::model
