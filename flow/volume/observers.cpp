// What a change of a record adds to its customer's volume: an entry, and the keys by which the customer is known.
#include <algorithm>
#include <map>

#include "flow/volume/entry.hpp"
#include "flow/volume/identity.hpp"

namespace juan::volume {
namespace {

using model::Action;
using model::Field;
using model::Object;
using model::Row;
using model::Written;

Id customer_of(const Object& object, const Row& row)
{
    return object.customer.empty() ? Id::none : id_from(model::integer_of(model::get(object, row, object.customer)));
}

// When the thing itself took place: an order when it was placed, not when it was typed in.
Instant occurred_at(const Written& written, Instant now)
{
    const Object& object = *written.object;
    if (written.action != Action::create || object.happened.empty()) {
        return now;
    }
    const Field& field = object.require(object.happened);
    const store::Value& value = model::get(object, *written.after, object.happened);
    const bool is_instant = field.value_type() == model::FieldType::instant && !model::is_missing(value);
    return is_instant ? instant_from(model::integer_of(value)) : now;
}

std::string kind_of(const Written& written, const model::WriteContext& context)
{
    const std::string& name = written.object->name;
    if (name == "customer" && context.source.kind == "hand_over") return "handed_over";
    if (written.action == Action::erase) return "deleted";
    if (name == "customer") return written.action == Action::create ? "created" : "changed";
    if (name == "order" && written.action == Action::create) return "order_placed";
    return name + (written.action == Action::create ? "_created" : "_changed");
}

// The first figures of an analysis are no change of the customer.
bool is_first_figure(const Field& field, const Row& before)
{
    return !field.analysis.empty() &&
           model::is_missing(before[static_cast<std::size_t>(field.columns.front().position)]);
}

// Values as people read them: a user by name.
class UserNames {
public:
    explicit UserNames(store::Session& session) : session_(session) {}

    std::string shown(const Field& field, const Row& row)
    {
        const std::int64_t id = model::integer_of(row[static_cast<std::size_t>(field.columns.front().position)]);
        if (field.type != model::FieldType::link || field.to != "user" || id == 0) {
            return model::display(field, row, Language::zh);
        }
        auto known = known_.find(id);
        if (known == known_.end()) {
            const auto cursor = session_.query("select name from \"user\" where id = $1", store::values(id));
            known = known_.emplace(id, cursor->next() ? std::string(cursor->text(0)) : std::string()).first;
        }
        return known->second;
    }

private:
    store::Session& session_;
    std::map<std::int64_t, std::string> known_;
};

// {"field": {"before": ..., "after": ...}, ...} of tracked fields; empty when none of them changed.
std::string tracked_changes(const Object& object, const Row& before, const Row& after, UserNames& names,
                            std::string& source)
{
    JsonWriter json;
    json.begin_object();
    bool is_changed = false;
    for (const Field& field : object.fields) {
        const bool is_watched = field.track || field.name == "owner";
        const auto column = static_cast<std::size_t>(field.columns.front().position);
        if (!is_watched || before[column] == after[column] || is_first_figure(field, before)) {
            continue;
        }
        is_changed = true;
        if (!field.source.empty()) source = field.source;
        json.key(field.name).begin_object();
        json.member("before", names.shown(field, before));
        json.member("after", names.shown(field, after));
        json.end_object();
    }
    json.end_object();
    return is_changed ? json.take() : std::string();
}

void write_entry(store::Session& session, const model::WriteContext& context, const Written& written, UserNames& names,
                 IdMaker& ids)
{
    const Object& object = *written.object;
    const Row& row = written.after ? *written.after : *written.before;
    const Id customer = customer_of(object, row);
    if (customer == Id::none || object.entry_source.empty()) {
        return;
    }
    std::string source =
        object.name == "customer" && written.action == Action::create ? "lifecycle" : object.entry_source;
    std::string payload = "{}";
    if (written.action == Action::update) {
        payload = tracked_changes(object, *written.before, *written.after, names, source);
        if (payload.empty()) return;
    }
    append(session, {customer, occurred_at(written, context.now), ids.next(), source, kind_of(written, context),
                     context.now, context.principal.user, context.source.kind, object.name, written.id,
                     model::display(object.require(object.title), row, Language::zh), payload, context.provenance});
}

}  // namespace

model::Observer timeline_observer(IdMaker& ids)
{
    return [&ids](store::Session& session, const model::WriteContext& context, std::span<const Written> all) {
        UserNames names(session);
        for (const Written& written : all) {
            write_entry(session, context, written, names, ids);
        }
    };
}

model::Observer identity_observer()
{
    return [](store::Session& session, const model::WriteContext& context, std::span<const Written> all) {
        for (const Written& written : all) {
            if (written.object->customer == "id") {
                keep_identities(session, context, written);
            }
        }
    };
}

}  // namespace juan::volume
