// A tree tried on one record.
#include <algorithm>
#include <limits>

#include "core/base/id.hpp"
#include "core/base/json.hpp"
#include "core/model/condition/check.hpp"
#include "core/model/condition/condition.hpp"

namespace juan::model::condition {
namespace {

bool is_null(const store::Value& value) { return std::holds_alternative<std::monostate>(value); }

bool holds_text(const std::string& array, std::string_view text)
{
    const Json json = Json::parse(array, nullptr, false);
    return json.is_array() && std::any_of(json.begin(), json.end(), [&](const Json& element) {
               return element.is_string() && element.get_ref<const std::string&>() == text;
           });
}

// What an aggregate has seen so far. Sums beyond 64 bits stay at the end of the range.
struct Tally {
    std::int64_t count = 0;
    std::int64_t integer_sum = 0;
    double real_sum = 0;
    store::Value first;
    store::Value last;

    void add_time(const store::Value& at)
    {
        if (is_null(at)) {
            return;
        }
        if (is_null(first) || at < first) {
            first = at;
        }
        if (is_null(last) || last < at) {
            last = at;
        }
    }
    void add(std::int64_t summand)
    {
        if (__builtin_add_overflow(integer_sum, summand, &integer_sum)) {
            using Limits = std::numeric_limits<std::int64_t>;
            integer_sum = summand > 0 ? Limits::max() : Limits::min();
        }
    }
    void add_value(const store::Value& value)
    {
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            add(*integer);
        } else if (const auto* real = std::get_if<double>(&value)) {
            real_sum += *real;
        }
    }
};

class Reader {
public:
    Reader(const Setting& setting, const Facts& facts) : setting_(setting), facts_(facts) {}

    bool operator()(const Group& group) const
    {
        const auto holds = [this](const Condition& condition) { return matches(condition, setting_, facts_); };
        switch (group.kind) {
            case Group::Kind::all: return std::all_of(group.children.begin(), group.children.end(), holds);
            case Group::Kind::any: return std::any_of(group.children.begin(), group.children.end(), holds);
            case Group::Kind::negation: return !holds(group.children.front());
        }
        return false;
    }

    bool operator()(const Compare& compare) const
    {
        const Type type = type_of(*compare.operand.field, *compare.operand.column);
        const Check check = check_of(compare.op, compare.literal, type, setting_);
        const Facts* facts = follow(compare.operand);
        bool found = facts != nullptr && passes(check, facts->value(*compare.operand.column));
        if (const auto* amount = std::get_if<Amount>(&compare.literal); found && amount != nullptr) {
            found = is_in_currency(*facts, *compare.operand.field, *amount);
        }
        return found != check.is_negated;
    }

    bool operator()(const Match& match) const
    {
        const auto text = text_of(match.operand);
        if (!text) {
            return false;
        }
        switch (match.form) {
            case Match::Form::prefix: return text->starts_with(match.text);
            case Match::Form::suffix: return text->ends_with(match.text);
            case Match::Form::infix: return text->find(match.text) != text->npos;
        }
        return false;
    }

    bool operator()(const Contains& contains) const { return has(contains.operand, contains.text); }

    bool operator()(const Holds& holds) const
    {
        const auto array = text_of(holds.operand);
        if (!array) {
            return false;
        }
        if (const auto* reference = std::get_if<Reference>(&holds.literal)) {
            return holds_text(*array, format_id(reference->prefix, id_of(*reference, setting_)));
        }
        return holds_text(*array, std::get<std::string>(holds.literal));
    }

    bool operator()(const Present& present) const
    {
        const Facts* facts = follow(present.operand);
        const store::Value value = facts == nullptr ? store::Value{} : facts->value(*present.operand.column);
        const Type type = type_of(*present.operand.field, *present.operand.column);
        const bool is_set = type == Type::choices || type == Type::links;
        return !is_null(value) && !(is_set && value == store::Value(std::string("[]")));
    }

    bool operator()(const Word& word) const
    {
        return std::any_of(word.operands.begin(), word.operands.end(),
                           [&](const Operand& operand) { return has(operand, word.text); });
    }

    bool operator()(const Aggregate& aggregate) const
    {
        const Tally tally = count_up(aggregate.records, &aggregate);
        const Type type = type_of(aggregate);
        store::Value value;
        switch (aggregate.function) {
            case Aggregate::Function::count: value = tally.count; break;
            case Aggregate::Function::sum:
                value = type == Type::real ? store::Value(tally.real_sum) : store::Value(tally.integer_sum);
                break;
            case Aggregate::Function::first: value = tally.first; break;
            case Aggregate::Function::last: value = tally.last; break;
        }
        const Check check = check_of(aggregate.op, aggregate.literal, type, setting_);
        return passes(check, value) != check.is_negated;
    }

    bool operator()(const Within& within) const { return count_up(within.records, nullptr).count > 0; }

private:
    const Facts* follow(const Operand& operand) const
    {
        return operand.link == nullptr ? &facts_ : facts_.linked(*operand.link);
    }

    std::optional<std::string> text_of(const Operand& operand) const
    {
        const Facts* facts = follow(operand);
        store::Value value = facts == nullptr ? store::Value{} : facts->value(*operand.column);
        auto* text = std::get_if<std::string>(&value);
        return text == nullptr ? std::nullopt : std::optional(std::move(*text));
    }

    bool has(const Operand& operand, std::string_view text) const
    {
        const auto found = text_of(operand);
        return found && lower_ascii(*found).find(lower_ascii(text)) != std::string::npos;
    }

    static bool is_in_currency(const Facts& facts, const Field& field, const Amount& amount)
    {
        const store::Value currency = facts.value(*field.column("currency"));
        return is_null(currency) ? amount.is_base : currency == store::Value(amount.currency);
    }

    bool counts(const Records& records, const Facts& facts, const store::Value& at) const
    {
        if (records.window) {
            const Interval window = window_of(*records.window, time_type(records), setting_);
            const auto* time = std::get_if<std::int64_t>(&at);
            if (time == nullptr || *time < window.first || *time > window.last) {
                return false;
            }
        }
        return records.where.empty() || matches(records.where.front(), setting_, facts);
    }

    Tally count_up(const Records& records, const Aggregate* aggregate) const
    {
        Tally tally;
        const auto add = [&](const Facts& facts, const store::Value& at) {
            const auto* amount = aggregate == nullptr ? nullptr : std::get_if<Amount>(&aggregate->literal);
            if (!counts(records, facts, at) ||
                (amount != nullptr && !is_in_currency(facts, *aggregate->field, *amount))) {
                return;
            }
            ++tally.count;
            tally.add_time(at);
            if (aggregate != nullptr && aggregate->field != nullptr) {
                tally.add_value(facts.value(*aggregate->field->column()));
            }
        };
        if (records.object == nullptr) {
            facts_.each_entry(records.kind, [&](Instant at, const Facts& facts) { add(facts, to_integer(at)); });
        } else {
            const Field* time = happened(*records.object);
            facts_.each_record(*records.object, [&](const Facts& facts) {
                add(facts, time == nullptr ? store::Value{} : facts.value(time->columns.front()));
            });
        }
        return tally;
    }

    const Setting& setting_;
    const Facts& facts_;
};

}  // namespace

bool matches(const Condition& condition, const Setting& setting, const Facts& facts)
{
    return std::visit(Reader(setting, facts), condition.node);
}

}  // namespace juan::model::condition
