// The tables of tallies, brought in step at the start with what is declared now.
#include <set>

#include "core/model/model.hpp"
#include "core/model/schema.hpp"

namespace juan::model {
namespace {

std::string key_of(const Object& object, const Tally& tally) { return "tally:" + object.name + ":" + tally.name; }

// Those that are declared no more are kept no more, so they must not be taken up again.
void forget_undeclared(store::Session& session, const Catalogue& catalogue)
{
    std::set<std::string> unknown;
    const auto cursor = session.query("select key from meta where key >= 'tally:' and key < 'tally;'");
    while (cursor->next()) unknown.emplace(cursor->text(0));
    for (const Object& object : catalogue.objects()) {
        for (const Tally& tally : object.tallies) unknown.erase(key_of(object, tally));
    }
    for (const std::string& key : unknown) {
        session.execute("delete from meta where key = $1", store::values(key));
    }
}

}  // namespace

void Model::keep_tallies(store::Session& session) const
{
    const store::Dialect& dialect = session.dialect();
    forget_undeclared(session, catalogue_);
    for (const Object& object : catalogue_.objects()) {
        for (const Tally& tally : object.tallies) {
            const std::string table = tally_table_sql(object, tally, dialect);
            const std::string fill = tally_fill_sql(object, tally, dialect, reading_.offset_minutes);
            if (is_noted(session, key_of(object, tally), table + "; " + fill)) continue;
            session.script("drop table if exists " + tally_table(object, tally));
            session.script(table);
            session.script(fill);
        }
    }
}

}  // namespace juan::model
