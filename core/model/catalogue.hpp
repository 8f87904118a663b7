// What the business is: objects and their fields, as declared in objects/*/*.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/database.hpp"

namespace juan::model {

enum class FieldType {
    text,
    long_text,
    number,
    integer,
    money,
    percent,
    boolean,
    date,
    instant,
    duration,
    choice,
    choices,
    link,
    links,
    email,
    phone,
    url,
    person_name,
    address,
    file,
    json,
    auto_number,
    formula,
    roll_up,
};
std::string_view type_name(FieldType type);
std::optional<FieldType> type_from(std::string_view name);

// How a value stands in the store.
enum class Kind { integer, real, text };

struct Label {
    std::string zh;
    std::string en;
};

struct Choice {
    std::string value;
    Label label;
    std::string color;  // of Ant Design: "red", "green", "blue", ...; may be empty
};

// A column of a field. Most fields have one, named as the field. Money has also NAME_currency;
// an address has NAME_detail, _region, _province, _city, _district, _latitude, _longitude.
struct Column {
    std::string name;
    std::string part;  // "" for the main column, else "currency", "city", ...
    Kind kind;
    int position = 0;  // among all columns of the object, as a Row holds them
};

enum class Sensitivity { open, internal, personal, sensitive };

// A value worked out from records that point here, kept in step within the same transaction.
struct RollUp {
    std::string object;       // whose records
    std::string link;         // by which link field
    std::string function;     // sum, count, min, max
    std::string field;        // of what; empty for count
    std::string filter;       // which of them, a condition; empty for all
    bool or_written = false;  // while no record points here, the value is what was written
};

// Sums over an object's records by what they have in common, kept in the transaction that changes a record, so that
// nobody has to look through all of them.
struct Tally {
    enum class Grain { whole, month, day };
    // Records with the same value belong together; or those of the same month or day, by the installation's calendar.
    struct Group {
        std::string field;
        std::string column;
        int position = 0;  // of the column in a Row
        Grain grain = Grain::whole;
    };
    // Of a column: its sum, or how many records have a value in it.
    struct Measure {
        std::string field;
        std::string column;
        int position = 0;
        bool is_sum = false;
    };
    std::string name;
    std::vector<Group> groups;
    std::vector<Measure> measures;  // besides the number of records
    std::string upsert;             // SQL, by tally.hpp
};

struct Field {
    std::string name;
    FieldType type = FieldType::text;
    Label label;
    Label help;
    bool required = false;
    bool unique = false;
    bool search = false;     // found by the search box
    bool track = false;      // changes are shown on the timeline
    bool is_system = false;  // kept by Juan: cannot be written from outside
    bool is_multiline = false;
    std::optional<double> min;
    std::optional<double> max;
    int length_max = 0;  // characters; 0: 255 for text, 20,000 for long_text
    std::vector<Choice> choices;
    std::string to;        // target object of link and links
    std::string standard;  // the rule of flow/quality that reads its values; empty: the one named as the type
    std::string identity;  // kind of identity key this field is ("phone"); empty when none
    std::string source;    // which of the sixteen kinds of source
    Sensitivity sensitivity = Sensitivity::internal;
    std::string default_json;        // JSON text; empty when none
    std::string analysis;            // the analysis that writes it; empty when none
    std::vector<std::string> words;  // further header words by which an import knows it
    std::optional<RollUp> roll_up;
    FieldType result = FieldType::text;  // of formula and roll_up: what the value is
    std::vector<Column> columns;
    // Of an encrypted field: beside its column, which holds the sealed value, NAME_index holds what equal values have
    // in common. A Row holds the open value, and nothing at this position. Nobody can name this column.
    std::optional<Column> index_column;
    int position = 0;  // in Object::fields

    bool is_encrypted() const { return index_column.has_value(); }
    // The type its value has: `result` for formula and roll_up, else `type`.
    FieldType value_type() const;
    // Somebody had to find it out: neither Juan nor a default fills it, and a record can do without.
    bool is_fact() const { return !is_system && !source.empty() && !required && default_json.empty(); }
    // Empty part: the main column. Null when the field has no such part.
    const Column* column(std::string_view part = {}) const;
};

// A field, or one part of it, as named in conditions, orders and mappings: "city", "address.city", "total.currency".
struct Path {
    const Field* field;
    const Column* column;
};

// Every object has these besides its declared fields: id, version, created_at, created_by, updated_at, updated_by,
// origin (JSON: field name, or "*", to [provenance id, instant]), and owner when it is owned. Their is_system is set;
// owner alone can be written from outside. Column of owner: "owner_id"; of any other link: FIELD_id.
struct Object {
    std::string name;    // table, URL and JSON name: "customer"
    std::string prefix;  // of its ids: "cus"
    Label label;
    Label label_plural;
    std::string title;  // the field shown for a record
    std::string icon;
    std::string menu;  // group in the menu; empty: not in it
    std::vector<Field> fields;
    std::vector<std::string> list;  // paths shown by default
    std::string order;              // default order_by
    std::string board;
    std::vector<std::vector<std::string>> match;  // keys by which an import knows a record again
    std::string customer;      // link field that ties a record to a customer; "id" for customer itself; empty when none
    std::string happened;      // instant or date field that says when it took place, for time windows
    std::string part_of;       // link field to the record this is a line of
    std::string entry_source;  // kind of source of the timeline entries its records leave
    bool is_owned = false;     // has an owner; scopes own, team, team_below apply
    bool is_internal = false;  // never listed to people (kept out of /api/objects)
    std::vector<std::string> indexes;  // paths by which people often filter or sort
    std::vector<Tally> tallies;
    std::string access_json;           // default rights by role, as declared
    std::vector<std::string> columns;  // names, in the order of a Row; "id" first
    int position = 0;                  // in Catalogue::objects()

    const Field* find(std::string_view field_name) const;
    const Field& require(std::string_view field_name) const;  // throws Error field_unknown
    // "address.city" or "name". Throws Error field_unknown.
    Path path(std::string_view text) const;
};

class Catalogue {
public:
    // `declarations`: file name and JSON text of each object. Throws Error declaration_invalid with file, place and
    // reason.
    explicit Catalogue(const std::vector<std::pair<std::string, std::string>>& declarations);

    const std::vector<Object>& objects() const { return objects_; }
    const Object* find(std::string_view name) const;
    const Object& require(std::string_view name) const;  // throws Error object_unknown
    // By the prefix of an id ("cus").
    const Object* find_prefix(std::string_view prefix) const;

private:
    std::vector<Object> objects_;
};

}  // namespace juan::model
