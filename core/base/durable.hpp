// Files that are still there after a power cut.
#pragma once

#include <string>

namespace juan {

// The bytes of the file or folder at `path`, and its name in its folder, are on the disk when this returns. A file that
// was only closed may be empty, or gone, after a power cut. Throws Error store_full, store_failed.
void make_durable(const std::string& path);

}  // namespace juan
