// Files of wrong rows begin each row with its line; cells may hold line breaks within quotes.
#include "flow/input/earlier.hpp"

#include <algorithm>
#include <fstream>

namespace juan::input {

void EarlierRuns::add(std::uint64_t line_end, const std::string& wrong_file)
{
    Run run{line_end, {}};
    std::ifstream file(wrong_file, std::ios::binary);
    bool is_quoted = false;
    bool is_header = true;
    for (std::string text; std::getline(file, text);) {
        if (!is_quoted && !is_header) {
            std::uint64_t line = 0;
            for (std::size_t i = 0; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
                line = line * 10 + static_cast<std::uint64_t>(text[i] - '0');
            }
            run.wrong.insert(line);
        }
        // A quote within a cell is written twice, so an odd number of them opens or closes.
        is_quoted = is_quoted != (std::count(text.begin(), text.end(), '"') % 2 == 1);
        is_header = is_header && is_quoted;
    }
    runs_.push_back(std::move(run));
}

bool EarlierRuns::has_written(std::uint64_t line) const
{
    return std::any_of(runs_.begin(), runs_.end(),
                       [line](const Run& run) { return line < run.line_end && !run.wrong.contains(line); });
}

}  // namespace juan::input
