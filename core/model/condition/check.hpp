// A comparison made ready: what both SQL and memory test a stored value by.
#pragma once

#include <string>

#include "core/model/condition/tree.hpp"
#include "core/store/database.hpp"

namespace juan::model::condition {

struct Check {
    enum class Form { equal, less, less_or_equal, greater, greater_or_equal, between };
    Form form = Form::equal;
    store::Value value;
    store::Value last;        // of between; both ends are within
    bool is_negated = false;  // after a missing value has made the rest false
};

// A day compared with an instant is the whole day: created_at = today, created_at > 2026-02-28 (from the 1st on).
Check check_of(Operator op, const Literal& literal, Type type, const Setting& setting);

// Without regard to is_negated. False for null.
bool passes(const Check& check, const store::Value& value);

// The first text that comes after all texts that begin with `prefix`; empty when there is none.
std::string after_prefix(std::string_view prefix);

Id id_of(const Reference& reference, const Setting& setting);

// The days or milliseconds of a window back from now.
Interval window_of(Duration window, Type type, const Setting& setting);

}  // namespace juan::model::condition
