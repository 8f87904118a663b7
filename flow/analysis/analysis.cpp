// Declarations of analyses: reading, looking up, binding parameters.
#include "flow/analysis/analysis.hpp"

#include <algorithm>

#include "analysis_texts.hpp"  // generated
#include "core/base/error.hpp"
#include "core/base/time.hpp"

namespace juan::analysis {
namespace {

[[noreturn]] void refuse(std::string_view name, std::string what)
{
    throw Error(ErrorCode::declaration_invalid, {{"file", std::string(name) + ".json"}, {"what", std::move(what)}});
}

const Json& member(std::string_view name, const Json& object, const char* key)
{
    if (!object.is_object() || !object.contains(key)) {
        refuse(name, std::string("lacks ") + key);
    }
    return object.at(key);
}

std::string text(std::string_view name, const Json& object, const char* key)
{
    const Json& found = member(name, object, key);
    if (!found.is_string()) {
        refuse(name, std::string(key) + " must be text");
    }
    return found.get<std::string>();
}

std::vector<std::string> texts(std::string_view name, const Json& array)
{
    if (!array.is_array() || array.empty() ||
        !std::all_of(array.begin(), array.end(), [](const Json& item) { return item.is_string(); })) {
        refuse(name, "a list of names is expected where " + array.dump() + " stands");
    }
    return array.get<std::vector<std::string>>();
}

model::Label label(std::string_view name, const Json& object, const char* key)
{
    const auto both = texts(name, member(name, object, key));
    if (both.size() != 2) {
        refuse(name, std::string(key) + " must be [Chinese, English]");
    }
    return {both[0], both[1]};
}

ParameterType parameter_type(std::string_view name, const std::string& type)
{
    if (type == "date") {
        return ParameterType::date;
    }
    if (type == "integer") {
        return ParameterType::integer;
    }
    if (type == "text") {
        return ParameterType::text;
    }
    refuse(name, "a parameter's type is date, integer or text");
}

Parameter parameter(std::string_view name, const Json& object)
{
    Parameter out;
    out.name = text(name, object, "name");
    out.type = parameter_type(name, text(name, object, "type"));
    out.label = label(name, object, "label");
    out.fallback = object.value("default", Json());
    if (out.type == ParameterType::integer) {
        out.min = member(name, object, "min").get<std::int64_t>();
        out.max = member(name, object, "max").get<std::int64_t>();
    }
    return out;
}

[[noreturn]] void refuse_value(const Parameter& parameter, const Json& value)
{
    std::string expected = "text";
    if (parameter.type == ParameterType::date) {
        expected = "YYYY-MM-DD";
    } else if (parameter.type == ParameterType::integer) {
        expected = std::to_string(parameter.min) + ".." + std::to_string(parameter.max);
    }
    throw Error(ErrorCode::parameter_invalid, {{"name", parameter.name},
                                               {"value", value.dump(-1, ' ', false, Json::error_handler_t::replace)},
                                               {"expected", expected}});
}

store::Value bind(const Parameter& parameter, const Json& value)
{
    switch (parameter.type) {
        case ParameterType::date:
            if (value.is_string()) {
                if (const auto date = parse_date(value.get_ref<const std::string&>())) {
                    return to_integer(*date);
                }
            }
            break;
        case ParameterType::integer:
            if (value.is_number_integer() && value >= parameter.min && value <= parameter.max) {
                return value.get<std::int64_t>();
            }
            break;
        case ParameterType::text:
            if (value.is_string()) {
                return value.get<std::string>();
            }
            break;
    }
    refuse_value(parameter, value);
}

const model::Object& require_object(const Analysis& analysis, const std::vector<model::Object>& objects,
                                    std::string_view name)
{
    const auto found =
        std::find_if(objects.begin(), objects.end(), [&](const auto& object) { return object.name == name; });
    if (found == objects.end()) {
        refuse(analysis.name, "there is no object " + std::string(name));
    }
    return *found;
}

void check_fields_of(const Analysis& analysis, const model::Object& object, const std::vector<std::string>& names)
{
    for (const std::string& name : names) {
        if (std::none_of(object.fields.begin(), object.fields.end(),
                         [&](const auto& field) { return field.name == name; })) {
            refuse(analysis.name, object.name + " has no field " + name);
        }
    }
}

std::vector<Analysis> read_all()
{
    std::vector<Analysis> all;
    for (const AnalysisText& one : analysis_texts()) {
        all.push_back(parse_analysis(one.name, one.declaration, one.sql));
    }
    return all;
}

}  // namespace

Analysis parse_analysis(std::string_view name, std::string_view declaration, std::string_view sql)
{
    const Json json = parse_json(declaration);
    Analysis out;
    out.name = name;
    out.label = label(name, json, "label");
    out.meaning = label(name, json, "meaning");
    out.method = label(name, json, "method");
    out.of = text(name, json, "of");
    out.outputs = texts(name, member(name, json, "outputs"));
    for (const auto& [object, fields] : member(name, json, "reads").items()) {
        out.reads.push_back({object, texts(name, fields)});
    }
    for (const Json& one : member(name, json, "parameters")) {
        out.parameters.push_back(parameter(name, one));
    }
    out.sql = sql;
    return out;
}

const std::vector<Analysis>& analyses()
{
    static const std::vector<Analysis> all = read_all();
    return all;
}

const Analysis& require_analysis(std::string_view name)
{
    for (const Analysis& analysis : analyses()) {
        if (analysis.name == name) {
            return analysis;
        }
    }
    throw Error(ErrorCode::analysis_unknown, {{"name", std::string(name)}});
}

std::vector<store::Value> bind_parameters(const Analysis& analysis, const Json& given)
{
    if (!given.is_null() && !given.is_object()) {
        throw Error(ErrorCode::body_shape, {{"name", "parameters"}, {"type", "object"}});
    }
    std::vector<store::Value> out;
    std::size_t known = 0;
    for (const Parameter& parameter : analysis.parameters) {
        const bool is_given = given.is_object() && given.contains(parameter.name);
        known += is_given ? 1 : 0;
        out.push_back(bind(parameter, is_given ? given.at(parameter.name) : parameter.fallback));
    }
    if (given.is_object() && given.size() > known) {
        for (const auto& item : given.items()) {
            if (std::none_of(analysis.parameters.begin(), analysis.parameters.end(),
                             [&](const auto& p) { return p.name == item.key(); })) {
                throw Error(ErrorCode::parameter_invalid,
                            {{"name", item.key()}, {"value", item.value().dump()}, {"expected", "-"}});
            }
        }
    }
    return out;
}

void check_fields(const Analysis& analysis, const std::vector<model::Object>& objects)
{
    for (const Read& read : analysis.reads) {
        check_fields_of(analysis, require_object(analysis, objects, read.object), read.fields);
    }
    check_fields_of(analysis, require_object(analysis, objects, analysis.of), analysis.outputs);
}

}  // namespace juan::analysis
