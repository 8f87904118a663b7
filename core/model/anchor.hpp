// Now and then the audit's last row is written down outside the data folder, so that rows cut off its end, or another
// audit in its place, are noticed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/keyring.hpp"
#include "core/base/time.hpp"

namespace juan::model {

struct Anchor {
    Instant at;
    std::int64_t seq = 0;  // of the last row; 0: there is none
    std::string hash;
    std::int64_t rows = 0;
};

struct Anchors {
    std::vector<Anchor> all;       // in the order in which they were written
    std::int64_t line_broken = 0;  // the first line that is not as it was written, from 1; 0: none
};

// FOLDER.anchors, where FOLDER is the name of the data folder: beside the key file, or beside the data folder when the
// keys are in no file.
std::string anchor_path(const KeySource& keys, const std::string& data_folder);

// Each line: time, sequence, hash, rows, and a signature over them and the signature of the line before. A last line
// without its end, as a power cut leaves it, does not count. Throws Error file_unreadable.
Anchors read_anchors(const std::string& path, const Keyring& keys);

// Durable on return. Throws Error file_unreadable.
void append_anchor(const std::string& path, const Keyring& keys, const Anchor& anchor);

}  // namespace juan::model
