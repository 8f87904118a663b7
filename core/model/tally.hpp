// Tallies (catalogue.hpp): how they stand in the store and are kept. A tally's table holds, by what the records have in
// common and by owner, how many they are and their sums; so those of any owners add up.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/model/value.hpp"

namespace juan::model {

std::string tally_table(const Object& object, const Tally& tally);
// Creates it when it is not there.
std::string tally_table_sql(const Object& object, const Tally& tally, const store::Dialect& dialect);
// Adds to one row: $1... what is common, the owner, the number of records, the measures.
std::string tally_upsert_sql(const Object& object, const Tally& tally);
// Fills the empty table from the records.
std::string tally_fill_sql(const Object& object, const Tally& tally, const store::Dialect& dialect, int offset_minutes);

// Common values, number of records and measures, one row for each group: of the tally's table as `t`, or of the records
// as `t` themselves; of those that meet `condition`.
std::string tally_kept_sql(const Object& object, const Tally& tally, const std::string& condition);
std::string tally_counted_sql(const Object& object, const Tally& tally, const store::Dialect& dialect,
                              int offset_minutes, const std::string& condition);

// What a tally of the object looks at, of the record with id $1.
struct TalliedColumns {
    std::vector<int> positions;  // in a Row; empty when the object has no tally
    std::string select;
};
TalliedColumns tallied_columns(const Object& object);

// What changes of tallies in one transaction.
class TallyChanges {
public:
    explicit TallyChanges(int offset_minutes) : offset_(offset_minutes) {}
    // Of one record. Of a Row only tallied_columns() are looked at. Null: not there before, or not after.
    void note(const Object& object, const Row* before, const Row* after);
    // Into the store; then there are none.
    void write(store::Session& session);

private:
    struct Key {
        const Tally* tally;
        std::int64_t owner;
        std::vector<std::string> common;
        std::strong_ordering operator<=>(const Key&) const = default;
    };
    void add(const Object& object, const Tally& tally, const Row& row, std::int64_t sign);

    std::chrono::minutes offset_;
    std::map<Key, std::vector<std::int64_t>> changes_;  // the number of records, then the measures
};

}  // namespace juan::model
