// How the columns of a file become records: which column goes to which field, also of records it links to
// ("order.customer.code"), what all rows share, and what happens to values that stand there already.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/model/model.hpp"

namespace juan::input {

enum class Policy { fill, overwrite };  // fill: never replaces a value that stands there

// One cell of a row, or a constant, on its way into a field.
struct Target {
    int column = -1;  // of the file; -1: `constant`
    std::string constant;
    const model::Field* field = nullptr;
    std::string part;  // of the field: "city", "currency"; empty: the whole
};

// The fields of one record of each row. Its links are nodes of their own: found by their match keys, or created.
struct Node {
    const model::Object* object = nullptr;
    const model::Field* link = nullptr;  // of the parent's object; null for the root
    std::vector<Target> targets;
    std::vector<std::unique_ptr<Node>> links;
};

struct Plan {
    const model::Catalogue* catalogue = nullptr;  // where the labels stand; never null once read
    Node root;
    Policy policy = Policy::fill;
    model::Reading reading;
};

// {"object", "mapping": [{"column", "path"}], "constants": {path: value}, "policy", "currency", "date_order"}.
// Throws Error import_mapping, field_unknown, object_unknown, forbidden.
Plan read_plan(const model::Model& model, const model::Principal& principal, const Json& json);

// Every path a column can go to, with the words by which it is known; links one and two steps deep.
struct PathChoice {
    std::string path;
    const model::Field* field;
    std::string part;
    model::Label label;  // with the links before it: "客户 · 客户编号"
    std::vector<std::string> words;
    bool is_required;
};
// Those that `principal` may write.
std::vector<PathChoice> path_choices(const model::Catalogue& catalogue, const model::Principal& principal,
                                     const model::Object& object);

}  // namespace juan::input
