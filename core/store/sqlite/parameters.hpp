// "$3" of our SQL is a name to SQLite, numbered by first appearance; "?3" is the third parameter.
#pragma once

#include <string>
#include <string_view>

namespace juan::store {

// Every $N outside quotes and comments becomes ?N; all else stays.
std::string number_parameters(std::string_view sql);

}  // namespace juan::store
