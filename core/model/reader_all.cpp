// Whole lists. Their ids are read first, in the order wanted: sorting whole records would need memory for all of them.
// The records follow by key, so that the last page costs as much as the first.
#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <unordered_map>

#include "core/model/query.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"

namespace juan::model {
namespace {

constexpr std::size_t rows_at_once = 1000;

std::vector<std::int64_t> read_ids(store::Session& session, const Object& object, const ListQuery& query)
{
    std::vector<std::int64_t> ids;
    const auto cursor = session.query(fmt::format("select t.id from {} t where {} order by {}", sql_name(object.name),
                                                  query.where.text, query.order.sql),
                                      query.where.parameters);
    while (cursor->next()) {
        ids.push_back(cursor->integer(0));
    }
    return ids;
}

std::string id_array(std::span<const std::int64_t> ids)
{
    JsonWriter json;
    json.begin_array();
    for (const std::int64_t id : ids) json.integer(id);
    return json.end_array().take();
}

// The records with these ids, in the same order; ids that are gone leave a row of nothing.
void read_by_ids(store::Session& session, const Object& object, const std::vector<const Column*>& columns,
                 std::span<const std::int64_t> ids, Page& page)
{
    std::unordered_map<std::int64_t, std::size_t> places;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        places.emplace(ids[i], i);
    }
    std::string selected = "t.id";
    for (const Column* column : columns) {
        selected += ", t." + sql_name(column->name);
    }
    page.rows.resize(ids.size(), Row(object.columns.size()));
    const auto cursor = session.query(fmt::format("select {} from {} t where {}", selected, sql_name(object.name),
                                                  session.dialect().in_integers("t.id", "$1")),
                                      store::values(id_array(ids)));
    while (cursor->next()) {
        Row& row = page.rows.at(places.at(cursor->integer(0)));
        row[0] = cursor->value(0);
        for (std::size_t i = 0; i < columns.size(); ++i) {
            row[static_cast<std::size_t>(columns[i]->position)] = cursor->value(static_cast<int>(i) + 1);
        }
    }
}

}  // namespace

void Model::each_page(const Principal& principal, const Object& object, const ListRequest& request, Verb verb,
                      const std::function<bool(const Page&)>& take, std::chrono::milliseconds deadline) const
{
    principal.require(object, Verb::read);
    principal.require(object, verb);
    const auto work = [&](store::Session& session) {
        ListQuery query = list_query(*this, session, principal, object, request);
        const std::string scope =
            scope_condition(catalogue_, principal, object, verb, "t", session.dialect(), query.where, false);
        query.where.text += " and " + scope;
        const std::vector<std::int64_t> ids = read_ids(session, object, query);
        query.page.total = static_cast<std::int64_t>(ids.size());
        std::size_t at = 0;
        do {
            const auto some = std::span(ids).subspan(at, std::min(rows_at_once, ids.size() - at));
            read_by_ids(session, object, query.columns, some, query.page);
            open_rows(object, query.page.rows, *keys());
            at += some.size();
        } while (take(query.page) && at < ids.size());
    };
    database_.read(work, deadline);
}

}  // namespace juan::model
