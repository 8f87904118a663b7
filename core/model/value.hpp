// Values between JSON, text and the store.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"
#include "core/base/json.hpp"
#include "core/base/json_writer.hpp"
#include "core/model/catalogue.hpp"
#include "core/store/database.hpp"

namespace juan::model {

// All columns of one record, by Column::position. Columns that were not asked for are null.
using Row = std::vector<store::Value>;
// The columns of one field, in the order of Field::columns.
using Cells = std::vector<store::Value>;

// How ambiguous text is to be read.
struct Reading {
    std::string currency = "CNY";    // of amounts that name none
    int offset_minutes = 480;        // east of UTC, of times that name none
    std::string date_order = "ymd";  // "ymd", "dmy" or "mdy", for dates that could be either
};

// The cleaning rules of flow/quality, by the name in Field::standard. A rule gives a value for each of the
// field's columns, or says what is wrong; the parameter "field" is added to its findings.
using Standard = std::function<Expected<Cells, Finding>(std::string_view text, const Field& field, const Reading&)>;
using Standards = std::map<std::string, Standard, std::less<>>;

// From what a person or another system wrote into a cell. Empty text gives nulls.
Expected<Cells, Finding> read_text(const Field& field, std::string_view text, const Standards& standards,
                                   const Reading& reading);
// From the API's JSON. Links are ids of `catalogue`'s objects.
Expected<Cells, Finding> read_json(const Field& field, const Json& json, const Catalogue& catalogue,
                                   const Standards& standards, const Reading& reading);

void write_json(JsonWriter& json, const Field& field, const Row& row, const Catalogue& catalogue);
// One JSON object: id, version and every field that has a value and whose position is in `fields`;
// those in `masked_fields` are shown masked and listed in "masked".
void write_record(JsonWriter& json, const Object& object, const Row& row, const Catalogue& catalogue,
                  const std::vector<const Field*>& fields, const std::vector<const Field*>& masked_fields);

bool is_missing(const store::Value& value);
std::int64_t integer_of(const store::Value& value);   // null: 0
std::string_view text_of(const store::Value& value);  // not text: ""
// The main column's value as a person would read it; for titles, findings and search.
std::string display(const Field& field, const Row& row, Language language);

}  // namespace juan::model
