// Rows as the store keeps them: sensitive text sealed, with an index by which equal values are found. The one place
// where values of encrypted fields are sealed and opened.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/keyring.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/value.hpp"

namespace juan::model {

// "table|column", to which an index is bound; a sealed value is bound to the record besides.
std::string index_place(const Object& object, const Column& index_column);

bool has_encrypted(const Object& object);
// The row with its encrypted fields as they are kept: sealed under the newest key, and their index columns filled.
Row sealed_row(const Object& object, Row row, const Keyring& keys);
// Opens what stands sealed and clears the index columns. Throws Error value_undecipherable, key_file_wrong.
void open_row(const Object& object, Row& row, const Keyring& keys);

void open_rows(const Object& object, std::vector<Row>& rows, const Keyring& keys);

// A filter as it may be written down: without its values when it names an encrypted field.
std::string shown_filter(const Catalogue& catalogue, const std::string& filter);

// A condition that the field's column equals `value`, with its parameters appended. Alone among writers it may be asked
// whether a value is there already.
std::string equality(const Object& object, const Field& field, const store::Value& value, const Keyring& keys,
                     std::vector<store::Value>& parameters);

}  // namespace juan::model
