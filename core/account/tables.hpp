// The tables of this module. Tokens, passwords and recovery codes stand there only as hashes, secrets only sealed.
#pragma once

#include "core/base/id.hpp"
#include "core/store/database.hpp"

namespace juan::account {

// Makes what is missing, and brings tables of earlier versions to the present form: sessions end, keys go on.
void create_tables(store::Session& session, IdMaker& ids);

}  // namespace juan::account
