// Every pair of column and target gets a score; the best pairs are taken first.
#include "flow/input/mapping/mapping.hpp"

#include <algorithm>
#include <set>

#include "core/base/text.hpp"
#include "flow/input/mapping/header_words.hpp"

namespace juan::input {
namespace {

using model::FieldType;

constexpr double confidence_min = 0.4;
constexpr double type_word_weight = 0.8;      // a word of the type, not of the field
constexpr double later_word_weight = 0.97;    // a further word, so that labels win between two exact hits
constexpr double contradiction_weight = 0.4;  // the header fits, the cells do not
constexpr double content_share_min = 0.8;
constexpr std::size_t samples_min = 2;  // filled, before cells may contradict

struct Score {
    double value = 0;
    Proposal::Reason reason = Proposal::Reason::header;
};

struct Target {
    const MappingTarget* target;
    std::vector<std::string> words;
    std::vector<std::string> type_words;
    std::set<std::string> choices;
};

Target prepare(const MappingTarget& target)
{
    Target out{&target, {}, {}, {}};
    for (const std::string& word : target.words) {
        out.words.push_back(header_key(word));
    }
    for (const std::string& word : type_words(target.type)) {
        out.type_words.push_back(header_key(word));
    }
    for (const std::string& choice : target.choices) {
        out.choices.insert(fold_text(choice));
    }
    return out;
}

double header_score(const std::string& header, const Target& target)
{
    double best = 0;
    for (std::size_t i = 0; i < target.words.size(); ++i) {
        best = std::max(best, header_likeness(header, target.words[i]) * (i < 3 ? 1 : later_word_weight));
    }
    for (const std::string& word : target.type_words) {
        best = std::max(best, header_likeness(header, word) * type_word_weight);
    }
    return best;
}

// How far cells alone tell a type, when nothing in the header does.
double content_weight(FieldType type)
{
    switch (type) {
        case FieldType::email: return 0.7;
        case FieldType::phone: return 0.65;
        case FieldType::url:
        case FieldType::address: return 0.6;
        case FieldType::person_name:
        case FieldType::date: return 0.5;
        default: return 0;
    }
}

std::optional<double> content_share(const MappingColumn& column, const Target& target)
{
    if (target.choices.empty()) {
        return share_of_type(column.samples, target.target->type);
    }
    std::size_t filled = 0;
    std::size_t known = 0;
    for (const std::string& sample : column.samples) {
        const std::string text = fold_text(sample);
        filled += text.empty() ? 0 : 1;
        known += target.choices.contains(text) ? 1 : 0;
    }
    return filled == 0 ? std::nullopt : std::optional(static_cast<double>(known) / static_cast<double>(filled));
}

Score score(const MappingColumn& column, const std::string& header, const Target& target)
{
    const double by_header = header_score(header, target);
    const std::optional<double> share = content_share(column, target);
    const auto filled = static_cast<std::size_t>(std::count_if(column.samples.begin(), column.samples.end(),
                                                               [](const auto& sample) { return !sample.empty(); }));
    if (by_header >= confidence_min) {
        // Choices may carry words of another system; they are translated later and contradict nothing.
        const bool contradicts = share && *share == 0 && filled >= samples_min && target.choices.empty();
        return {by_header * (contradicts ? contradiction_weight : 1), Proposal::Reason::header};
    }
    const double weight = target.choices.empty() ? content_weight(target.target->type) : 0.5;
    if (share && *share >= content_share_min && filled >= samples_min) {
        return {weight * *share, Proposal::Reason::content};
    }
    return {};
}

}  // namespace

std::vector<std::optional<Proposal>> propose(const std::vector<MappingColumn>& columns,
                                             const std::vector<MappingTarget>& targets)
{
    struct Pair {
        Score score;
        std::size_t column;
        const MappingTarget* target;
    };
    std::vector<Target> prepared;
    std::transform(targets.begin(), targets.end(), std::back_inserter(prepared), prepare);
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string header = header_key(columns[i].name);
        for (const Target& target : prepared) {
            const Score found = score(columns[i], header, target);
            if (found.value >= confidence_min) {
                pairs.push_back({found, i, target.target});
            }
        }
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.score.value > b.score.value; });
    std::vector<std::optional<Proposal>> out(columns.size());
    std::set<std::string> taken;
    for (const Pair& pair : pairs) {
        if (!out[pair.column] && taken.insert(pair.target->path).second) {
            out[pair.column] = Proposal{pair.target->path, pair.score.value, pair.score.reason};
        }
    }
    return out;
}

double score_targets(const std::vector<MappingColumn>& columns, const std::vector<MappingTarget>& targets)
{
    double sum = 0;
    for (const auto& proposal : propose(columns, targets)) {
        sum += proposal && proposal->reason == Proposal::Reason::header ? proposal->confidence : 0;
    }
    return columns.empty() ? 0 : sum / static_cast<double>(columns.size());
}

}  // namespace juan::input
