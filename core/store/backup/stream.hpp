// What the two ends of a piece's body agree on.
#pragma once

#include <cstddef>

namespace juan::store {

inline constexpr std::size_t message_bytes = 256 * 1024;  // compressed, in one message of the secretstream
inline constexpr int compression_level = 3;               // zstd's default

}  // namespace juan::store
