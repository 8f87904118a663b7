// Subqueries over the records and entries of the same customer.
#include "core/model/condition/sql_writer.hpp"

namespace juan::model::condition {
namespace {

constexpr std::string_view entry_table = "entry";

std::string time_of(const Records& records, const std::string& alias)
{
    return quoted_column(alias, records.object == nullptr
                                    ? std::string_view("occurred_at")
                                    : std::string_view(happened(*records.object)->columns.front().name));
}

std::string result_of(const Aggregate& aggregate, const std::string& alias)
{
    switch (aggregate.function) {
        case Aggregate::Function::count: return "count(*)";
        case Aggregate::Function::sum:
            return "coalesce(sum(" + quoted_column(alias, aggregate.field->columns.front().name) + "), 0)";
        case Aggregate::Function::first: return "min(" + time_of(aggregate.records, alias) + ")";
        case Aggregate::Function::last: return "max(" + time_of(aggregate.records, alias) + ")";
    }
    return {};
}

}  // namespace

void SqlWriter::operator()(const Aggregate& aggregate)
{
    const std::string records = sql_.alias();
    const Check check = check_of(aggregate.op, aggregate.literal, type_of(aggregate), context_.setting);
    sql_.text += check.is_negated ? "not coalesce((select " : "coalesce((select ";
    sql_.text += result_of(aggregate, records);
    write_records(aggregate.records, records);
    if (const auto* amount = std::get_if<Amount>(&aggregate.literal)) {
        write_currency(records, *aggregate.field, *amount);
    }
    write_check(")", check);  // After the bracket that closes the subquery.
    sql_.text += ", false)";
}

void SqlWriter::operator()(const Within& within)
{
    sql_.text += "exists (select 1";
    write_records(within.records, sql_.alias());
    sql_.text += ')';
}

void SqlWriter::write_records(const Records& records, const std::string& alias)
{
    const bool is_entry = records.object == nullptr;
    const std::string_view table = is_entry ? entry_table : std::string_view(records.object->name);
    const std::string_view customer =
        is_entry ? std::string_view("customer_id") : std::string_view(customer_column(*records.object)->name);
    sql_.text += " from " + quoted_name(table) + ' ' + alias + " where " + quoted_column(alias, customer) + " = " +
                 quoted_column(alias_, records.customer->name);
    if (is_entry) {
        sql_.text += " and " + quoted_column(alias, "kind") + " = " + sql_.bind(records.kind);
    }
    if (records.window) {
        const Interval window = window_of(*records.window, time_type(records), context_.setting);
        sql_.text += " and " + time_of(records, alias) + " between " + sql_.bind(window.first) + " and " +
                     sql_.bind(window.last);
    }
    narrow(table, alias);
    if (!records.where.empty()) {
        sql_.text += " and ";
        SqlWriter(context_, sql_, alias).write(records.where.front());
    }
}

}  // namespace juan::model::condition
