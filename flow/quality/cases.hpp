// For tests: the rows of a table x_cases.csv, a header row first; cells may be quoted.
#pragma once

#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace juan::quality {

using Case = std::map<std::string, std::string>;

inline std::vector<std::string> split_case(const std::string& line)
{
    std::vector<std::string> cells(1);
    bool is_quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && is_quoted && i + 1 < line.size() && line[i + 1] == '"') {
            cells.back() += line[++i];
        } else if (line[i] == '"') {
            is_quoted = !is_quoted;
        } else if (line[i] == ',' && !is_quoted) {
            cells.emplace_back();
        } else {
            cells.back() += line[i];
        }
    }
    return cells;
}

// `path` from the root of the repository. A cell that the row leaves out is empty.
inline std::vector<Case> read_cases(const std::string& path)
{
    std::ifstream file(JUAN_SOURCE_DIR "/" + path);
    std::string line;
    if (!std::getline(file, line)) {
        throw std::runtime_error(path + " cannot be read");
    }
    const std::vector<std::string> names = split_case(line);
    std::vector<Case> cases;
    while (std::getline(file, line)) {
        const std::vector<std::string> cells = split_case(line);
        Case one;
        for (std::size_t i = 0; i < names.size(); ++i) {
            one[names[i]] = i < cells.size() ? cells[i] : "";
        }
        cases.push_back(std::move(one));
    }
    return cases;
}

}  // namespace juan::quality
