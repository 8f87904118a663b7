// Writes one tree as SQL. A column is tested only where it is known not to be null, so nothing here is ever null, and
// the test itself stays bare: `t."city" is not null and t."city" = $1` is served by an index on city.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/model/condition/check.hpp"
#include "core/model/condition/condition.hpp"

namespace juan::model::condition {

class SqlWriter {
public:
    // `alias` is that of the table the condition is about.
    SqlWriter(const SqlContext& context, Sql& sql, std::string alias)
        : context_(context), sql_(sql), alias_(std::move(alias))
    {
    }

    // In brackets.
    void write(const Condition& condition);

    // Each kind of node.
    void operator()(const Group& group);
    void operator()(const Compare& compare);
    void operator()(const Match& match);
    void operator()(const Contains& contains);
    void operator()(const Holds& holds);
    void operator()(const Present& present);
    void operator()(const Word& word);
    void operator()(const Aggregate& aggregate);
    void operator()(const Within& within);

private:
    using Body = std::function<void(const std::string& alias, const std::string& expression)>;

    // The operand's column is not null, and what `body` adds; false also where the linked record is not.
    void test(const Operand& operand, const Body& body);
    void narrow(std::string_view object, const std::string& alias);
    void write_sealed(const Compare& compare, const Check& check);
    void write_check(const std::string& expression, const Check& check);
    void write_currency(const std::string& alias, const Field& field, const Amount& amount);
    void write_prefix(const std::string& expression, const std::string& text);
    void write_suffix(const std::string& expression, const std::string& text);
    // Children from `first` to `first + count`, which compare one column: that column is in a list.
    void write_list(const std::vector<Condition>& children, std::size_t first, std::size_t count);
    // From "from" on, with a bracket less than it opens.
    void write_records(const Records& records, const std::string& alias);

    const SqlContext& context_;
    Sql& sql_;
    std::string alias_;
};

// With quotes. A name that is not of small letters, digits and underscores is a mistake of ours.
std::string quoted_name(std::string_view name);
std::string quoted_column(std::string_view alias, std::string_view name);

}  // namespace juan::model::condition
