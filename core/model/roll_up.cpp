// Roll-ups: values worked out from the records that point here, in the transaction that changes one of those.
#include <fmt/format.h>

#include "core/model/model.hpp"
#include "core/model/query.hpp"
#include "core/model/schema.hpp"

namespace juan::model {
namespace {

struct Assignments {
    std::string columns;
    std::string values;
    void add(const std::string& column, const std::string& value)
    {
        columns += (columns.empty() ? "" : ", ") + sql_name(column);
        values += (values.empty() ? "" : ", ") + value;
    }
};

// Inside an UPDATE of `parent`, over the records `t` of `child` that point to it.
void add_roll_up(const Object& parent, const Object& child, const Field& field, const std::string& filter,
                 Assignments& assignments)
{
    const RollUp& roll_up = *field.roll_up;
    const std::string outer = sql_name(parent.name) + ".";
    auto assign = [&](const Column& column, const std::string& value) {
        assignments.add(column.name, roll_up.or_written ? fmt::format("case when count(*) > 0 then {} else {}{} end",
                                                                      value, outer, sql_name(column.name))
                                                        : value);
    };
    if (roll_up.function == "count") {
        assign(field.columns[0], fmt::format("count(*) filter (where {})", filter));
        return;
    }
    const Path of = child.path(roll_up.field);
    std::string condition = filter;
    if (field.result == FieldType::money) {
        // Amounts of different currencies are never added: those of the parent's currency count.
        const std::string currency = fmt::format("coalesce({}{}, $2)", outer, sql_name(field.columns[1].name));
        condition += fmt::format(" and t.{} = {}", sql_name(of.field->columns[1].name), currency);
        assign(field.columns[1], currency);
    }
    assign(field.columns[0],
           fmt::format("{}(t.{}) filter (where {})", roll_up.function, sql_name(of.column->name), condition));
}

// How everything that `parent` has from `child` is worked out; empty when it has nothing from it.
std::string rules_of(const Object& parent, const Object& child)
{
    std::string rules;
    for (const Field& field : parent.fields) {
        if (!field.roll_up || field.roll_up->object != child.name) continue;
        const RollUp& roll_up = *field.roll_up;
        rules += fmt::format("{}={}({}) by {} where {}{};", field.name, roll_up.function, roll_up.field, roll_up.link,
                             roll_up.filter, roll_up.or_written ? " or written" : "");
    }
    return rules;
}

}  // namespace

// Values stand in the store as an earlier declaration had them worked out, or not at all when the field is new.
void Model::keep_roll_ups(store::Session& session) const
{
    const Principal nobody = system_principal(catalogue_);
    const WriteOptions options{{}, {}, {}, true};
    const WriteContext context{nobody, clock_.now(), 0, options.provenance};
    Writer writer(*this, session, context, options);
    for (const Object& parent : catalogue_.objects()) {
        for (const Object& child : catalogue_.objects()) {
            const std::string rules = rules_of(parent, child);
            const std::string key = fmt::format("roll_ups:{}:{}", parent.name, child.name);
            if (rules.empty() || is_noted(session, key, rules)) continue;
            const auto ids = session.query(fmt::format("select id from {}", sql_name(parent.name)));
            while (ids->next()) {
                writer.stale_[{child.position, parent.position}].insert(ids->integer(0));
            }
        }
    }
    writer.finish();
}

void Writer::touch_roll_ups(const Object& object, const Row* before, const Row* after)
{
    for (const Object& parent : model_.catalogue_.objects()) {
        for (const Field& field : parent.fields) {
            if (!field.roll_up || field.roll_up->object != object.name) continue;
            auto& parents = stale_[{object.position, parent.position}];
            for (const Row* row : {before, after}) {
                if (row != nullptr) parents.insert(integer_of(get(object, *row, field.roll_up->link)));
            }
            break;
        }
    }
}

void Writer::work_out_roll_ups()
{
    while (!stale_.empty()) {
        const auto [key, ids] = *stale_.begin();
        stale_.erase(stale_.begin());
        const Object& child = model_.catalogue_.objects().at(static_cast<std::size_t>(key.first));
        const Object& parent = model_.catalogue_.objects().at(static_cast<std::size_t>(key.second));
        std::string link;
        Assignments assignments;
        Sql sql;
        sql.bind(std::int64_t{0});
        sql.bind(model_.reading_.currency);
        for (const Field& field : parent.fields) {
            if (!field.roll_up || field.roll_up->object != child.name) continue;
            link = child.path(field.roll_up->link).column->name;
            const std::string filter =
                field.roll_up->filter.empty() ? "1 = 1" : trusted_filter(model_, child, field.roll_up->filter, sql);
            add_roll_up(parent, child, field, filter, assignments);
        }
        const std::string text = fmt::format(
            "update {0} set ({1}) = (select {2} from {3} t where t.{4} = $1) where id = $1", sql_name(parent.name),
            assignments.columns, assignments.values, sql_name(child.name), sql_name(link));
        std::vector<std::int64_t> present;
        for (const std::int64_t id : ids) {
            if (id == 0) continue;
            sql.parameters.front() = id;
            const Row before = tallied_row(parent, id);
            if (session_.execute(text, sql.parameters) == 0) continue;
            present.push_back(id);
            if (before.empty()) continue;
            const Row after = tallied_row(parent, id);
            tallies_.note(parent, &before, &after);
        }
        refreshed_[parent.name].insert(present.begin(), present.end());
        pass_on(parent, present);
    }
}

// What tallies look at of a record; empty when there are none, or no such record.
Row Writer::tallied_row(const Object& object, std::int64_t id)
{
    const TalliedColumns& tallied = model_.prepared_.at(static_cast<std::size_t>(object.position)).tallied;
    if (tallied.positions.empty()) return {};
    const auto cursor = session_.query(tallied.select, store::values(id));
    if (!cursor->next()) return {};
    Row row(object.columns.size());
    for (std::size_t i = 0; i < tallied.positions.size(); ++i) {
        row.at(static_cast<std::size_t>(tallied.positions[i])) = cursor->value(static_cast<int>(i));
    }
    return row;
}

// The parents' own values changed, so what is worked out from them has to follow.
void Writer::pass_on(const Object& parent, const std::vector<std::int64_t>& ids)
{
    for (const Object& grandparent : model_.catalogue_.objects()) {
        for (const Field& field : grandparent.fields) {
            if (!field.roll_up || field.roll_up->object != parent.name) continue;
            const std::string text =
                fmt::format("select {} from {} where id = $1", sql_name(parent.path(field.roll_up->link).column->name),
                            sql_name(parent.name));
            auto& stale = stale_[{parent.position, grandparent.position}];
            for (const std::int64_t id : ids) {
                const auto cursor = session_.query(text, store::values(id));
                if (cursor->next() && !cursor->is_null(0)) stale.insert(cursor->integer(0));
            }
            break;
        }
    }
}

}  // namespace juan::model
