// The vault and the store it belongs to: opened together, or not at all; and the change to a new key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/vault.hpp"
#include "core/model/model.hpp"
#include "core/store/database.hpp"

namespace juan::model {

// The keys of this store. A new, empty store gets a key file; one that has used keys never does. A store from before
// there were keys gets one, too, and its audit is signed. What the store must find again is kept in its table meta.
// Throws Error key_file_missing, key_file_wrong, key_file_broken.
Vault open_keys(store::Database& database, const KeySource& source);
// For reading beside the process that holds the store. Throws as above.
Vault open_keys_reader(store::Database& database, const KeySource& source);

// Puts one more master key into the file and the store; what is written from here on is under it. Leaves a line in the
// audit. Throws Error key_file_fixed when the keys do not come from a file.
void add_key(Model& model, const KeySource& source, const Principal& by);

// How far sealing anew has come: objects in the order of the catalogue, then what was deleted.
struct ResealPosition {
    int object = 0;
    std::int64_t after = 0;    // the last id that is done
    std::int64_t records = 0;  // done so far
    std::uint32_t key = 0;     // under which; when there is a newer one by now, it begins anew
};
// Seals the next records under the newest key; inside a transaction. None when all are done.
std::optional<ResealPosition> reseal_some(const Model& model, store::Session& session, ResealPosition position);
// Whether something may still be under an older key, or in the open since before its field was encrypted.
bool needs_reseal(const Model& model);
// When reseal_some() has come to its end. Leaves a line in the audit.
void end_reseal(const Model& model, store::Session& session, std::int64_t records);

}  // namespace juan::model
