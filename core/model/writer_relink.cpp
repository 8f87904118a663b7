// Many records to another owner, or another target of one link: as apply() would write each of them, but without
// looking at what does not change.
#include <fmt/format.h>

#include <algorithm>

#include "core/model/model.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"

namespace juan::model {
namespace {

constexpr std::size_t rows_at_once = 1000;

bool mentions(const RollUp& roll_up, const Object& object, const Field& link)
{
    return roll_up.object == object.name && (roll_up.link == link.name || roll_up.field == link.name ||
                                             roll_up.filter.find(link.name) != std::string::npos);
}

// Roll-ups need to be worked out again only when one of them looks at the link.
bool has_roll_up_on(const Catalogue& catalogue, const Object& object, const Field& link)
{
    const auto& objects = catalogue.objects();
    return std::any_of(objects.begin(), objects.end(), [&](const Object& parent) {
        return std::any_of(parent.fields.begin(), parent.fields.end(),
                           [&](const Field& field) { return field.roll_up && mentions(*field.roll_up, object, link); });
    });
}

}  // namespace

std::vector<std::int64_t> Writer::relink(const Object& object, const Field& link, std::span<const std::int64_t> ids,
                                         Id to)
{
    const bool is_rolled_up = has_roll_up_on(model_.catalogue_, object, link);
    const auto column = static_cast<std::size_t>(link.columns.front().position);
    const std::string& select = model_.prepared_.at(static_cast<std::size_t>(object.position)).select;
    const std::string update = fmt::format(
        "update {} set {} = $1, version = $2, updated_at = $3, updated_by_id = $4, origin = $5 where id = $6",
        sql_name(object.name), sql_name(link.columns.front().name));
    const store::Value target = to == Id::none ? store::Value() : store::Value(to_integer(to));
    const Draft draft{{&link, Cells{target}}};
    std::vector<std::int64_t> versions;
    versions.reserve(ids.size());
    for (const std::int64_t id : ids) {
        Row before;
        {
            const auto cursor = session_.query(select, store::values(id));
            CHECK(cursor->next());
            before.reserve(object.columns.size());
            for (int i = 0; i < static_cast<int>(object.columns.size()); ++i) before.push_back(cursor->value(i));
        }
        open_row(object, before, *keys_);
        Row after = before;
        after.at(column) = target;
        stamp(draft, before, after);
        session_.execute(update, store::values(target, version_of(after), to_integer(context_.now),
                                               get(object, after, "updated_by"), get(object, after, "origin"), id));
        if (link.name == "owner") {
            --counts_[{&object, integer_of(before.at(column))}];
            ++counts_[{&object, integer_of(after.at(column))}];
        }
        tallies_.note(object, &before, &after);
        if (is_rolled_up) touch_roll_ups(object, &before, &after);
        versions.push_back(version_of(after));
        written_.push_back({Action::update, &object, id_from(id), std::move(before), std::move(after)});
        if (written_.size() >= rows_at_once) settle();
    }
    return versions;
}

}  // namespace juan::model
