// Reading a plan, and the paths it may use.
#include "flow/input/plan.hpp"

#include <algorithm>

#include "core/base/money.hpp"

namespace juan::input {
namespace {

using model::Field;
using model::FieldType;
using model::Object;

constexpr int links_deep_max = 2;

bool is_importable(const Field& field)
{
    return (!field.is_system || field.name == "created_at") && field.type != FieldType::json &&
           field.type != FieldType::file;
}

Node& node_at(Node& node, const model::Catalogue& catalogue, const Field& link)
{
    for (const auto& child : node.links) {
        if (child->link == &link) return *child;
    }
    node.links.push_back(std::make_unique<Node>());
    Node& child = *node.links.back();
    child.object = &catalogue.require(link.to);
    child.link = &link;
    return child;
}

// Walks "order.customer.code" down to the node and field it names.
void add_target(Node& root, const model::Catalogue& catalogue, const model::Principal& principal, std::string_view path,
                Target target)
{
    Node* node = &root;
    std::string_view rest = path;
    while (true) {
        const auto dot = rest.find('.');
        const Field& field = node->object->require(rest.substr(0, dot));
        if (field.type == FieldType::link && dot != rest.npos) {
            node = &node_at(*node, catalogue, field);
            rest.remove_prefix(dot + 1);
            continue;
        }
        target.field = &field;
        target.part = dot == rest.npos ? "" : rest.substr(dot + 1);
        break;
    }
    const bool has_part = target.part.empty() || target.field->column(target.part) != nullptr;
    if (!has_part || !is_importable(*target.field) ||
        principal.right(*node->object, *target.field) != model::Right::write) {
        throw Error(ErrorCode::import_mapping, {{"what", std::string(path)}});
    }
    const bool is_taken = std::any_of(node->targets.begin(), node->targets.end(), [&](const Target& other) {
        return other.field == target.field && other.part == target.part;
    });
    if (is_taken) {
        throw Error(ErrorCode::import_mapping, {{"what", std::string(path) + " × 2"}});
    }
    if (target.field->type == FieldType::link) {
        // A link without a further path goes by the title of what it links to.
        Node& linked = node_at(*node, catalogue, *target.field);
        target.field = &linked.object->require(linked.object->title);
        node = &linked;
    }
    node->targets.push_back(std::move(target));
}

std::string member(const Json& json, const char* name)
{
    return json.contains(name) && json.at(name).is_string() ? json.at(name).get<std::string>() : std::string();
}

void add_mapping(Plan& plan, const model::Catalogue& catalogue, const model::Principal& principal, const Json& mapping)
{
    if (!mapping.is_array()) {
        throw Error(ErrorCode::body_shape, {{"name", "mapping"}, {"type", "array"}});
    }
    for (const Json& item : mapping) {
        const std::string path = item.is_object() ? member(item, "path") : "";
        if (path.empty() || !item.contains("column") || !item.at("column").is_number_unsigned()) {
            throw Error(ErrorCode::body_shape, {{"name", "mapping"}, {"type", "array of {column, path}"}});
        }
        Target target;
        target.column = item.at("column").get<int>();
        add_target(plan.root, catalogue, principal, path, std::move(target));
    }
}

void read_reading(Plan& plan, const Json& json)
{
    if (const std::string currency = member(json, "currency"); !currency.empty()) {
        if (!currency_digits(currency)) {
            throw Error(ErrorCode::value_type, {{"field", "currency"}, {"value", currency}, {"type", "ISO 4217"}});
        }
        plan.reading.currency = currency;
    }
    if (const std::string order = member(json, "date_order"); order == "ymd" || order == "dmy" || order == "mdy") {
        plan.reading.date_order = order;
    }
}

void add_paths(const model::Catalogue& catalogue, const model::Principal& principal, const Object& object,
               const std::string& prefix, const model::Label& before, int depth, std::vector<PathChoice>& choices)
{
    for (const Field& field : object.fields) {
        if (!is_importable(field) || (field.is_system && depth > 0) || (field.name == "owner" && depth > 0)) continue;
        if (principal.right(object, field) != model::Right::write && field.name != "created_at") continue;
        const model::Label label{before.zh + field.label.zh, before.en + field.label.en};
        std::vector<std::string> words = field.words;
        words.insert(words.end(), {field.name, field.label.zh, field.label.en});
        if (field.type == FieldType::link) {
            if (depth < links_deep_max && field.to != "user") {
                add_paths(catalogue, principal, catalogue.require(field.to), prefix + field.name + ".",
                          {label.zh + " · ", label.en + " · "}, depth + 1, choices);
            }
            continue;
        }
        choices.push_back({prefix + field.name, &field, "", label, words, field.required && depth == 0});
        static const std::vector<std::pair<std::string, std::vector<std::string>>> parts = {
            {"province", {"省", "省份", "province", "state"}},
            {"city", {"市", "城市", "所在城市", "city", "town"}},
            {"district", {"区", "区县", "district", "county"}},
            {"currency", {"币种", "货币", "currency"}}};
        for (const auto& [part, part_words] : parts) {
            if (field.column(part) == nullptr || field.roll_up) continue;
            choices.push_back({prefix + field.name + "." + part,
                               &field,
                               part,
                               {label.zh + " · " + part_words.front(), label.en + " · " + part},
                               part_words,
                               false});
        }
    }
}

}  // namespace

Plan read_plan(const model::Model& model, const model::Principal& principal, const Json& json)
{
    Plan plan;
    plan.catalogue = &model.catalogue();
    plan.root.object = &model.catalogue().require(member(json, "object"));
    principal.require(*plan.root.object, model::Verb::import_rows);
    plan.reading = model.reading();
    plan.policy = member(json, "policy") == "overwrite" ? Policy::overwrite : Policy::fill;
    read_reading(plan, json);
    add_mapping(plan, model.catalogue(), principal, json.value("mapping", Json()));
    const Json constants = json.value("constants", Json::object());
    for (const auto& [path, value] : constants.items()) {
        Target target;
        target.constant = value.is_string() ? value.get<std::string>() : value.dump();
        add_target(plan.root, model.catalogue(), principal, path, std::move(target));
    }
    return plan;
}

std::vector<PathChoice> path_choices(const model::Catalogue& catalogue, const model::Principal& principal,
                                     const Object& object)
{
    std::vector<PathChoice> choices;
    add_paths(catalogue, principal, object, "", {"", ""}, 0, choices);
    // What belongs to the record itself is meant before what belongs to a record it links to.
    std::stable_sort(choices.begin(), choices.end(), [](const PathChoice& a, const PathChoice& b) {
        return std::count(a.path.begin(), a.path.end(), '.') < std::count(b.path.begin(), b.path.end(), '.');
    });
    return choices;
}

}  // namespace juan::input
