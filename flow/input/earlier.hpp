// What earlier runs of an import wrote, so that reading the file again with another plan makes no record twice.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

namespace juan::input {

class EarlierRuns {
public:
    // A run took the rows before line `line_end`; those that it refused stand in its file of wrong rows.
    void add(std::uint64_t line_end, const std::string& wrong_file);
    // Whether one of them wrote the row that begins on `line`.
    bool has_written(std::uint64_t line) const;

private:
    struct Run {
        std::uint64_t line_end;
        std::unordered_set<std::uint64_t> wrong;
    };
    std::vector<Run> runs_;
};

}  // namespace juan::input
