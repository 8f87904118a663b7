// Rows of a file becoming records: cleaned outside the transaction, bound and written inside it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/model/model.hpp"
#include "flow/input/csv/reader.hpp"
#include "flow/input/plan.hpp"

namespace juan::input {

// What one row says about the record of one node.
struct Drafted {
    const Node* node = nullptr;
    model::Draft draft;
    std::vector<model::TokensAhead> tokens;  // of the draft
    std::string key;                         // names the record within the file; empty when the row does not name it
    std::vector<Drafted> links;
    bool is_empty() const { return draft.empty() && links.empty(); }
};

struct PreparedRow {
    std::uint64_t line = 0;
    bool is_repeated = false;  // an earlier run of the import wrote it: it may change its record, but makes none
    Drafted record;
    std::vector<Finding> findings;   // when there are any, the row is wrong and will not be written
    std::vector<std::string> cells;  // as they stood in the file; kept for wrong rows only
};

// Pure: reads and checks the cells of one row.
PreparedRow prepare(const model::Model& model, const Plan& plan, std::uint64_t line,
                    std::span<const std::string_view> cells);

// What the reader found wrong with a row makes it wrong, too.
PreparedRow prepare_row(const model::Model& model, const Plan& plan, const CsvRow& row);

struct RowCounts {
    std::int64_t created = 0;
    std::int64_t updated = 0;
    std::int64_t skipped = 0;  // nothing in the row was new
    std::int64_t wrong = 0;
};

enum class Done { created, updated, skipped, wrong };
void count(RowCounts& counts, Done done);

// Writes prepared rows in one transaction after another; remembers which records the file named before.
class Binder {
public:
    explicit Binder(const Plan& plan) : plan_(plan) {}
    // Adds to the row's findings when it turns out to be wrong.
    Done bind(model::Writer& writer, PreparedRow& row);

private:
    Id find_or_create(model::Writer& writer, Drafted& drafted, std::vector<Finding>& findings);
    Done write(model::Writer& writer, Id id, Drafted& drafted, std::vector<Finding>& findings, Id& written);
    model::Draft unfilled(const model::Object& object, const model::Row& present, model::Draft draft) const;

    const Plan& plan_;
    std::unordered_map<std::string, Id> known_;  // of linked records, by object and key
};

}  // namespace juan::input
