// From "tallies" to what is grouped, added up and counted.
#include "core/model/tally_declaration.hpp"

#include <algorithm>

#include "core/model/tally.hpp"

namespace juan::model {
namespace {

Path path_of(const Object& object, const Node& node, const std::string& text)
{
    const auto dot = text.find('.');
    const Field* field = object.find(text.substr(0, dot));
    const Column* column = field == nullptr ? nullptr : field->column(dot == text.npos ? "" : text.substr(dot + 1));
    if (column == nullptr) node.refuse("there is no field " + text);
    return {field, column};
}

Tally::Group read_group(const Object& object, const Node& node)
{
    std::string text = node.text();
    Tally::Grain grain = Tally::Grain::whole;
    for (const auto& [part, of] : {std::pair(".month", Tally::Grain::month), std::pair(".day", Tally::Grain::day)}) {
        if (!text.ends_with(part)) continue;
        grain = of;
        text.erase(text.rfind('.'));
    }
    const Path path = path_of(object, node, text);
    const bool fits =
        grain == Tally::Grain::whole ? path.column->kind == Kind::text : path.field->value_type() == FieldType::instant;
    if (!fits) node.refuse("must be text or a choice, or .month or .day of an instant");
    if (path.field->is_encrypted()) node.refuse(text + " is encrypted");
    return {path.field->name, path.column->name, path.column->position, grain};
}

Tally::Measure read_sum(const Object& object, const Node& node, const Tally& tally)
{
    const Path path = path_of(object, node, node.text());
    if (path.column->kind != Kind::integer) node.refuse("must be a whole number or an amount");
    const Column* currency = path.field->column("currency");
    const bool is_mixed = currency != nullptr && std::none_of(tally.groups.begin(), tally.groups.end(), [&](auto& g) {
                              return g.position == currency->position;
                          });
    if (is_mixed) node.refuse("amounts of different currencies are not added: its currency must be in \"by\"");
    return {path.field->name, path.column->name, path.column->position, true};
}

Tally::Measure filled(const Field& field, const Column& column)
{
    return {field.name, column.name, column.position, false};
}

Tally read_tally(const Object& object, const std::string& name, const Node& node)
{
    node.only({"by", "sum", "filled", "facts"});
    Tally tally;
    tally.name = name;
    if (node.has("by")) {
        for (const Node& group : node.at("by").items()) tally.groups.push_back(read_group(object, group));
    }
    if (node.has("sum")) {
        for (const Node& sum : node.at("sum").items()) tally.measures.push_back(read_sum(object, sum, tally));
    }
    if (node.has("filled")) {
        for (const Node& item : node.at("filled").items()) {
            const Path path = path_of(object, item, item.text());
            tally.measures.push_back(filled(*path.field, *path.column));
        }
    }
    for (const Field& field : object.fields) {
        if (!node.flag("facts") || !field.is_fact()) continue;
        const Column* city = field.column("city");  // An address without its city says too little.
        tally.measures.push_back(filled(field, city == nullptr ? field.columns.front() : *city));
    }
    tally.upsert = tally_upsert_sql(object, tally);
    return tally;
}

}  // namespace

std::vector<Tally> read_tallies(const Object& object, const Node& node)
{
    std::vector<Tally> tallies;
    for (const auto& [name, tally] : node.members()) tallies.push_back(read_tally(object, name, tally));
    return tallies;
}

}  // namespace juan::model
