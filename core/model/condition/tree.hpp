// A condition as a typed tree. Fields are those of a Catalogue, which must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/model/catalogue.hpp"
#include "core/model/condition/moment.hpp"

namespace juan::model::condition {

enum class Operator { equal, not_equal, less, less_or_equal, greater, greater_or_equal, has };
std::string_view operator_text(Operator op);

// What a column's values are compared as.
enum class Type { text, integer, real, money, boolean, date, instant, duration, choice, choices, link, links };
// `column` is one of `field`'s.
Type type_of(const Field& field, const Column& column);

// Where a value stands: in a field of the record, or of the record it links to.
struct Operand {
    const Field* link = nullptr;     // null: the record's own field
    const Object* object = nullptr;  // whose field it is
    const Field* field = nullptr;
    const Column* column = nullptr;
    bool operator==(const Operand&) const = default;
};

// An amount of one currency. `is_base`: the text named none, so it is in the installation's own.
struct Amount {
    std::int64_t minor = 0;
    std::string currency;
    bool is_base = true;
    bool operator==(const Amount&) const = default;
};

// A record, or the person asking.
struct Reference {
    bool is_me = false;
    std::string prefix;
    std::int64_t id = 0;
    bool operator==(const Reference&) const = default;
};

// By type: text, choice: string; integer, boolean, duration (seconds): int64; date, instant: Moment.
using Literal = std::variant<std::string, std::int64_t, double, Amount, Moment, Reference>;

struct Condition;

// all of none is true, any of none is false. negation has one child.
struct Group {
    enum class Kind { all, any, negation };
    Kind kind = Kind::all;
    std::vector<Condition> children;
    bool operator==(const Group&) const;
};

// False for a missing value, except not_equal, which is true. Never `has`.
struct Compare {
    Operand operand;
    Operator op = Operator::equal;
    Literal literal;
    bool operator==(const Compare&) const = default;
};

// Text that begins with, ends with or contains exactly this.
struct Match {
    enum class Form { prefix, suffix, infix };
    Operand operand;
    Form form = Form::infix;
    std::string text;
    bool operator==(const Match&) const = default;
};

// Text that contains this, whatever the case of ASCII letters.
struct Contains {
    Operand operand;
    std::string text;
    bool operator==(const Contains&) const = default;
};

// choices and links that hold this.
struct Holds {
    Operand operand;
    Literal literal;
    bool operator==(const Holds&) const = default;
};

struct Present {
    Operand operand;
    bool operator==(const Present&) const = default;
};

// A bare word: as Contains, in any of the object's fields for searching.
struct Word {
    std::string text;
    std::vector<Operand> operands;
    bool operator==(const Word&) const = default;
};

// Records of an object, or entries of a kind, of the customer that the record is or belongs to.
struct Records {
    const Object* object = nullptr;    // null: entries
    std::string kind;                  // of entries
    const Column* customer = nullptr;  // of the record asked about: names the customer
    std::optional<Duration> window;    // of the time they took place, back from now
    std::vector<Condition> where;      // none or one
    bool operator==(const Records&) const;
};

// Over no records count and sum are 0, first and last missing. A sum takes amounts of the literal's currency only.
struct Aggregate {
    enum class Function { count, sum, first, last };
    Function function = Function::count;
    Records records;
    const Field* field = nullptr;  // of a sum
    Operator op = Operator::equal;
    Literal literal;
    bool operator==(const Aggregate&) const = default;
};

// There are such records.
struct Within {
    Records records;
    bool operator==(const Within&) const = default;
};

struct Condition {
    std::variant<Group, Compare, Match, Contains, Holds, Present, Word, Aggregate, Within> node;
    bool operator==(const Condition&) const;
};

std::string_view function_name(Aggregate::Function function);

// One child stands for itself; groups of the same kind within it are taken apart.
Condition join(Group::Kind kind, std::vector<Condition> children);
// Takes a negation off when there is one.
Condition negate(Condition condition);

// When a record took place: Object::happened, else created_at. Null when it has neither.
const Field* happened(const Object& object);
// Of the times of records; of what an aggregate is compared as.
Type time_type(const Records& records);
Type type_of(const Aggregate& aggregate);
// Which column says whose a record is; null when the object is no customer's.
const Column* customer_column(const Object& object);

// Letters A to Z made small; all other bytes stay.
std::string lower_ascii(std::string_view text);

}  // namespace juan::model::condition
