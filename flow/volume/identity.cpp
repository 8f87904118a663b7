// Keys in and out of table identity.
#include "flow/volume/identity.hpp"

namespace juan::volume {

std::vector<Identity> identities_of(store::Session& session, Id customer)
{
    std::vector<Identity> identities;
    const auto cursor =
        session.query("select kind, value, provenance, at from identity where customer_id = $1 order by kind, value",
                      store::values(to_integer(customer)));
    while (cursor->next()) {
        identities.push_back({std::string(cursor->text(0)), std::string(cursor->text(1)), cursor->integer(2),
                              instant_from(cursor->integer(3))});
    }
    return identities;
}

Id find_customer(store::Session& session, std::string_view kind, std::string_view value)
{
    const auto cursor =
        session.query("select customer_id from identity where kind = $1 and value = $2 order by customer_id limit 1",
                      store::values(std::string(kind), std::string(value)));
    return cursor->next() ? id_from(cursor->integer(0)) : Id::none;
}

void keep_identities(store::Session& session, const model::WriteContext& context, const model::Written& written)
{
    for (const model::Field& field : written.object->fields) {
        if (field.identity.empty()) {
            continue;
        }
        const auto column = static_cast<std::size_t>(field.columns.front().position);
        const auto before = written.before ? model::text_of(written.before->at(column)) : std::string_view{};
        const auto after = written.after ? model::text_of(written.after->at(column)) : std::string_view{};
        if (before == after) {
            continue;
        }
        const std::int64_t customer = to_integer(written.id);
        if (!before.empty()) {
            session.execute("delete from identity where kind = $1 and value = $2 and customer_id = $3",
                            store::values(field.identity, std::string(before), customer));
        }
        if (!after.empty()) {
            session.execute(
                "insert into identity(kind, value, customer_id, provenance, at) values ($1, $2, $3, $4, $5) "
                "on conflict do nothing",
                store::values(field.identity, std::string(after), customer, context.provenance,
                              to_integer(context.now)));
        }
    }
}

}  // namespace juan::volume
