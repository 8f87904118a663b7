// Which column of a table is meant for which field: by the words of its header and by what stands in it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/catalogue.hpp"

namespace juan::input {

struct MappingTarget {
    std::string path;                // "phone", "address.city"
    std::vector<std::string> words;  // header words: label in zh and en, name, further words; the likeliest first
    model::FieldType type = model::FieldType::text;
    std::vector<std::string> choices;  // values and labels of a choice field
};

struct MappingColumn {
    std::string name;
    std::vector<std::string> samples;  // some of its cells; empty ones are left out of account
};

struct Proposal {
    enum class Reason { header, content };
    std::string path;
    double confidence;  // 0 to 1
    Reason reason;
};

// One for each column, in their order; empty where nothing fits. No path is proposed twice.
std::vector<std::optional<Proposal>> propose(const std::vector<MappingColumn>& columns,
                                             const std::vector<MappingTarget>& targets);

// 0 to 1: how surely the columns hold this kind of thing: share of those that find a target by their header.
double score_targets(const std::vector<MappingColumn>& columns, const std::vector<MappingTarget>& targets);

// Share of the filled samples that look like a value of the type; empty when the type has no look of its own.
std::optional<double> share_of_type(const std::vector<std::string>& samples, model::FieldType type);

}  // namespace juan::input
