// The one language of conditions: list filters, segments, permissions, triggers, roll-ups. Google AIP-160, with
// relative dates and with counts over a customer's records and entries. OR binds tighter than AND; AND may be left out.
//
//   address.city:"上海" AND lifetime_value > 1000 AND NOT tags:"vip"
//   owner = me AND (created_at >= today-30d OR customer.value_tier = high)
//   count(order, 90d, 'status = "done"') >= 3 AND NOT page_view within 30d
//
// A text becomes a tree, the tree becomes SQL or is tried on one record; both find the same records. Two-valued:
// every comparison with a missing value is false, but != is true, and NOT is plain negation. Text is equal when its
// bytes are, with * at either end for any text; ":" is whether text contains this, in any case of ASCII letters, and
// whether choices and links hold it; "name:*" and "name != null" are whether there is a value.
// Amounts of another currency than the literal's are as if missing. Windows and within reach back from now.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/condition/tree.hpp"
#include "core/store/database.hpp"

namespace juan::model::condition {

// Of the text as given and as format() writes it; of groups within groups; of comparisons and words.
inline constexpr std::size_t text_bytes_max = 8 * 1024;
inline constexpr int depth_max = 64;
inline constexpr int term_count_max = 200;

// What the names in a condition stand for, for whoever asks.
class Names {
public:
    virtual ~Names() = default;
    // Null when there is none, or when whoever asks may not read it.
    virtual const Object* find_object(std::string_view name) const = 0;
    // Whether the field's values may decide what is found. False for hidden and masked ones.
    virtual bool may_use(const Object& object, const Field& field) const = 0;
    // Whether there are timeline entries of that kind, for count(page_view).
    virtual bool is_entry_kind(std::string_view kind) const = 0;
    // What count() can be asked for, "order, task, call, page_view", for the sentence that refuses something else.
    virtual std::string countable() const = 0;
    // ISO 4217 code in which amounts without a currency are meant.
    virtual std::string_view currency() const = 0;
};

// Empty text is the condition that is always true.
// Throws Error condition_invalid (position, found, expected), condition_too_large, field_unknown, field_forbidden,
// field_encrypted.
Condition parse(std::string_view text, const Object& object, const Names& names);

// The text in its one form: parse(format(c)) == c.
std::string format(const Condition& condition);

// SQL text under construction and the values bound to it.
struct Sql {
    std::string text;
    std::vector<store::Value> parameters;
    int alias_count = 0;

    // The place of the value in the text: "$3".
    std::string bind(store::Value value);
    // A name for a table that no other has.
    std::string alias();
};

// Appends one condition, "true" for no restriction, on which records of `object` (or "entry") count, where the table
// goes by `alias`. Used for linked records and for those of aggregates.
using Narrowing = std::function<void(std::string_view object, std::string_view alias, Sql& sql)>;

// What the values of an encrypted field that equal `text` have in its index column; one for each key in use.
using Indexes =
    std::function<std::vector<std::string>(const Object& object, const Field& field, std::string_view text)>;

struct SqlContext {
    const Setting& setting;
    const store::Dialect& dialect;
    Narrowing narrowing;           // may be empty: all count
    std::string_view alias = "t";  // of the object's table
    Indexes indexes = {};          // may be empty where no field is encrypted
};

// Appends a condition in brackets that is true or false but never null. Names come from declarations, values are bound;
// equality is a plain equality, so that indexes serve it.
void to_sql(const Condition& condition, const SqlContext& context, Sql& sql);

// One record as matches() sees it. What may not be seen is not there.
class Facts {
public:
    virtual ~Facts() = default;
    // As the store holds it; null when missing.
    virtual store::Value value(const Column& column) const = 0;
    // The record a link leads to; null when there is none. Valid as long as these facts.
    virtual const Facts* linked(const Field& link) const = 0;
    using Visit = std::function<void(const Facts&)>;
    // All records of `object` whose customer is that of this record.
    virtual void each_record(const Object& object, const Visit& visit) const = 0;
    using VisitEntry = std::function<void(Instant occurred_at, const Facts& entry)>;
    virtual void each_entry(std::string_view kind, const VisitEntry& visit) const = 0;
};

bool matches(const Condition& condition, const Setting& setting, const Facts& facts);

}  // namespace juan::model::condition
