// Reads objects/x/x.json. Everything not written takes its default; everything unknown is refused.
#include "core/model/declaration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.hpp"
#include "core/model/node.hpp"
#include "core/model/tally_declaration.hpp"

namespace juan::model {
namespace {

Kind kind_of(FieldType type)
{
    switch (type) {
        case FieldType::number:
        case FieldType::percent: return Kind::real;
        case FieldType::integer:
        case FieldType::money:
        case FieldType::boolean:
        case FieldType::date:
        case FieldType::instant:
        case FieldType::duration:
        case FieldType::link: return Kind::integer;
        default: return Kind::text;
    }
}

std::vector<Column> columns_of(const Field& field)
{
    const std::string& name = field.name;
    switch (field.value_type()) {
        case FieldType::money: return {{name, "", Kind::integer}, {name + "_currency", "currency", Kind::text}};
        case FieldType::link: return {{name + "_id", "", Kind::integer}};
        case FieldType::address:
            return {{name + "_detail", "detail", Kind::text},      {name + "_region", "region", Kind::integer},
                    {name + "_province", "province", Kind::text},  {name + "_city", "city", Kind::text},
                    {name + "_district", "district", Kind::text},  {name + "_latitude", "latitude", Kind::real},
                    {name + "_longitude", "longitude", Kind::real}};
        default: return {{name, "", kind_of(field.value_type())}};
    }
}

Choice read_choice(const Node& node)
{
    const auto parts = node.items();
    if (parts.size() < 3 || parts.size() > 4) {
        node.refuse("must be [value, Chinese, English] or [value, Chinese, English, colour]");
    }
    return {parts[0].text(), {parts[1].text(), parts[2].text()}, parts.size() == 4 ? parts[3].text() : std::string()};
}

RollUp read_roll_up(const Node& node)
{
    node.only({"object", "link", "function", "field", "filter", "or_written"});
    RollUp roll_up{node.at("object").text(), node.at("link").text(), node.at("function").text(),
                   node.text("field"),       node.text("filter"),    node.flag("or_written")};
    static constexpr std::array<std::string_view, 4> functions = {"sum", "count", "min", "max"};
    if (std::find(functions.begin(), functions.end(), roll_up.function) == functions.end()) {
        node.at("function").refuse("must be sum, count, min or max");
    }
    return roll_up;
}

Sensitivity read_sensitivity(const Node& node)
{
    const std::string name = node.text("sensitivity");
    if (name == "public") return Sensitivity::open;
    if (name.empty() || name == "internal") return Sensitivity::internal;
    if (name == "personal") return Sensitivity::personal;
    if (name == "sensitive") return Sensitivity::sensitive;
    node.at("sensitivity").refuse("must be public, internal, personal or sensitive");
}

FieldType read_type(const Node& node, const char* name)
{
    const auto type = type_from(node.at(name).text());
    if (!type) {
        node.at(name).refuse("is not a field type");
    }
    return *type;
}

void read_type_details(const Node& node, Field& field)
{
    if (field.type == FieldType::choice || field.type == FieldType::choices) {
        for (const Node& choice : node.at("choices").items()) {
            field.choices.push_back(read_choice(choice));
        }
    }
    if (field.type == FieldType::link || field.type == FieldType::links) {
        field.to = node.at("to").text();
    }
    if (field.type == FieldType::roll_up) {
        field.result = read_type(node, "result");
        field.roll_up = read_roll_up(node.at("of"));
        field.is_system = !field.roll_up->or_written;
    }
}

// Whose values are encrypted when they are sensitive. Numbers, dates and choices are added up and sorted by, and stay
// as they are.
bool is_sealable(FieldType type)
{
    return type == FieldType::text || type == FieldType::long_text || type == FieldType::email ||
           type == FieldType::phone || type == FieldType::url || type == FieldType::person_name;
}

// The search index, identities and the timeline keep values as they are; an encrypted one must not come there.
void refuse_open_copies(const Node& node)
{
    for (const char* name : {"search", "track", "identity", "analysis"}) {
        if (node.has(name)) {
            node.at(name).refuse("would keep a copy of an encrypted value in the open");
        }
    }
}

Field read_field(const std::string& name, const Node& node)
{
    node.only({"type",        "label",   "help",       "required", "unique", "search",   "track",    "system",
               "min",         "max",     "length_max", "choices",  "to",     "standard", "identity", "source",
               "sensitivity", "default", "analysis",   "words",    "of",     "result"});
    Field field;
    field.name = name;
    field.type = read_type(node, "type");
    field.label = node.label("label");
    if (node.has("help")) {
        field.help = node.label("help");
    }
    field.required = node.flag("required");
    field.unique = node.flag("unique");
    field.search = node.flag("search");
    field.track = node.flag("track");
    field.is_system = node.flag("system") || node.has("analysis");
    field.is_multiline = field.type == FieldType::long_text;
    field.min = node.number("min");
    field.max = node.number("max");
    field.length_max = static_cast<int>(node.number("length_max").value_or(field.is_multiline ? 20000 : 255));
    field.standard = node.has("standard") ? node.text("standard") : std::string(type_name(field.type));
    field.identity = node.text("identity");
    field.source = node.text("source");
    if (!field.source.empty() && std::find(sources.begin(), sources.end(), field.source) == sources.end()) {
        node.at("source").refuse("is not one of the sixteen kinds of source");
    }
    field.sensitivity = read_sensitivity(node);
    field.default_json = node.dump("default");
    field.analysis = node.text("analysis");
    field.words = node.texts("words");
    read_type_details(node, field);
    field.columns = columns_of(field);
    if (field.sensitivity == Sensitivity::sensitive && is_sealable(field.type)) {
        field.index_column = Column{name + "_index", "index", Kind::text};
        refuse_open_copies(node);
    }
    return field;
}

Field system_field(std::string name, FieldType type, Label label, std::string to = {})
{
    Field field;
    field.name = std::move(name);
    field.type = type;
    field.label = std::move(label);
    field.to = std::move(to);
    field.is_system = true;
    field.columns = columns_of(field);
    return field;
}

std::vector<Field> system_fields(bool is_owned)
{
    std::vector<Field> fields;
    fields.push_back(system_field("id", FieldType::integer, {"标识", "Id"}));
    fields.push_back(system_field("version", FieldType::integer, {"版本", "Version"}));
    fields.push_back(system_field("created_at", FieldType::instant, {"创建时间", "Created"}));
    fields.push_back(system_field("created_by", FieldType::link, {"创建人", "Created by"}, "user"));
    fields.push_back(system_field("updated_at", FieldType::instant, {"更新时间", "Changed"}));
    fields.push_back(system_field("updated_by", FieldType::link, {"更新人", "Changed by"}, "user"));
    fields.push_back(system_field("origin", FieldType::json, {"数据来源", "Origin"}));
    if (is_owned) {
        fields.push_back(system_field("owner", FieldType::link, {"负责人", "Owner"}, "user"));
        fields.back().is_system = false;
        fields.back().words = {"所有人", "业务员", "销售", "account manager", "sales agent", "owner"};
    }
    return fields;
}

void number_columns(Object& object)
{
    int column_count = 0;
    for (std::size_t i = 0; i < object.fields.size(); ++i) {
        object.fields[i].position = static_cast<int>(i);
        for (Column& column : object.fields[i].columns) {
            column.position = column_count++;
            object.columns.push_back(column.name);
        }
        if (auto& index = object.fields[i].index_column) {
            index->position = column_count++;
            object.columns.push_back(index->name);
        }
    }
}

Object read_object(const std::string& name, const Node& node)
{
    node.only({"$schema", "label",    "plural",   "prefix",   "title",   "icon",         "menu",
               "owned",   "internal", "customer", "happened", "part_of", "entry_source", "fields",
               "list",    "order",    "board",    "match",    "indexes", "access",       "tallies"});
    Object object;
    object.name = name;
    object.prefix = node.at("prefix").text();
    object.label = node.label("label");
    object.label_plural = {object.label.zh, node.at("plural").text()};
    object.title = node.at("title").text();
    object.icon = node.text("icon");
    object.menu = node.text("menu");
    object.is_owned = node.flag("owned");
    object.is_internal = node.flag("internal");
    object.customer = node.text("customer");
    object.happened = node.text("happened");
    object.part_of = node.text("part_of");
    object.entry_source = node.text("entry_source");
    object.fields = system_fields(object.is_owned);
    for (const auto& [field_name, field] : node.at("fields").members()) {
        if (object.find(field_name) != nullptr) {
            field.refuse("the name belongs to the system");
        }
        object.fields.push_back(read_field(field_name, field));
    }
    number_columns(object);
    object.list = node.texts("list");
    object.order = node.has("order") ? node.text("order") : "-id";
    object.board = node.text("board");
    if (node.has("match")) {
        for (const Node& key : node.at("match").items()) {
            object.match.emplace_back();
            for (const Node& field : key.items()) {
                object.match.back().push_back(field.text());
            }
        }
    }
    object.indexes = node.texts("indexes");
    object.access_json = node.has("access") ? node.dump("access") : "{}";
    if (node.has("tallies")) object.tallies = read_tallies(object, node.at("tallies"));
    return object;
}

// Every path named in the declaration must lead to a field of it.
void check_paths(const std::string& file, const Object& object)
{
    auto check = [&](std::string_view path, std::string_view where) {
        const auto dot = path.find('.');
        const Field* field = object.find(path.substr(0, dot));
        if (field == nullptr || (dot != path.npos && field->column(path.substr(dot + 1)) == nullptr)) {
            throw Error(ErrorCode::declaration_invalid,
                        {{"file", file}, {"what", fmt::format("/{}: there is no field {}", where, path)}});
        }
    };
    check(object.title, "title");
    for (const std::string& path : object.list) check(path, "list");
    for (const std::string& path : object.indexes) check(path, "indexes");
    for (const auto& key : object.match) {
        for (const std::string& path : key) check(path, "match");
    }
    const auto refuse_encrypted = [&](const std::string& name, std::string_view where) {
        if (const Field* field = object.find(name); field != nullptr && field->is_encrypted()) {
            throw Error(ErrorCode::declaration_invalid,
                        {{"file", file}, {"what", fmt::format("/{}: {} is encrypted", where, name)}});
        }
    };
    refuse_encrypted(object.title, "title");
    for (const std::string& path : object.indexes) refuse_encrypted(path, "indexes");
    for (const Field& field : object.fields) {
        if (field.is_encrypted() && object.find(field.index_column->name) != nullptr) {
            throw Error(ErrorCode::declaration_invalid,
                        {{"file", file}, {"what", "/fields/" + field.index_column->name + " belongs to the system"}});
        }
    }
    for (const std::string* name : {&object.board, &object.customer, &object.happened, &object.part_of}) {
        if (!name->empty()) check(*name, "board, customer, happened or part_of");
    }
}

}  // namespace

Object read_declaration(const std::string& file, const std::string& json_text)
{
    const auto json = Node::Json::parse(json_text, nullptr, false);
    if (json.is_discarded()) {
        throw Error(ErrorCode::declaration_invalid, {{"file", file}, {"what", "is not JSON"}});
    }
    const auto slash = file.rfind('/');
    const std::string base = slash == file.npos ? file : file.substr(slash + 1);
    Object object = read_object(base.substr(0, base.find('.')), Node(file, "", json));
    check_paths(file, object);
    return object;
}

Catalogue::Catalogue(const std::vector<std::pair<std::string, std::string>>& declarations)
{
    for (const auto& [file, text] : declarations) {
        objects_.push_back(read_declaration(file, text));
        objects_.back().position = static_cast<int>(objects_.size()) - 1;
    }
    for (std::size_t i = 0; i < objects_.size(); ++i) {
        const std::string& file = declarations[i].first;
        const Object& object = objects_[i];
        for (const Field& field : object.fields) {
            const std::string& target = field.roll_up ? field.roll_up->object : field.to;
            if (!target.empty() && find(target) == nullptr) {
                throw Error(ErrorCode::declaration_invalid,
                            {{"file", file}, {"what", "/fields/" + field.name + ": there is no object " + target}});
            }
            const Field* of = field.roll_up ? find(target)->find(field.roll_up->field) : nullptr;
            if (of != nullptr && of->is_encrypted()) {
                throw Error(ErrorCode::declaration_invalid,
                            {{"file", file}, {"what", "/fields/" + field.name + ": " + of->name + " is encrypted"}});
            }
        }
    }
}

}  // namespace juan::model
