// The tables of tallies, and what a transaction changes of them.
#include "core/model/tally.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/time.hpp"
#include "core/model/schema.hpp"

namespace juan::model {
namespace {

std::string kept_column(const Tally::Group& group) { return sql_name("by_" + group.column); }
std::string kept_column(const Tally::Measure& measure)
{
    return sql_name((measure.is_sum ? "sum_" : "filled_") + measure.column);
}

std::string common_columns(const Tally& tally)
{
    std::string text;
    for (const Tally::Group& group : tally.groups) text += kept_column(group) + ", ";
    return text;
}

std::string measure_columns(const Tally& tally, std::string_view form)
{
    std::string text;
    for (const Tally::Measure& measure : tally.measures) {
        text += fmt::format(fmt::runtime(form), kept_column(measure));
    }
    return text;
}

// Of the records as `t`. What is not there is common as well: "".
std::string common_of_records(const Tally& tally, const store::Dialect& dialect, int offset_minutes)
{
    std::string text;
    for (const Tally::Group& group : tally.groups) {
        const std::string column = "t." + sql_name(group.column);
        text += fmt::format("coalesce({}, ''), ",
                            group.grain == Tally::Grain::whole
                                ? column
                                : dialect.calendar_text(column, offset_minutes, group.grain == Tally::Grain::day));
    }
    return text;
}

std::string measures_of_records(const Tally& tally)
{
    std::string text;
    for (const Tally::Measure& measure : tally.measures) {
        text += fmt::format(fmt::runtime(measure.is_sum ? ", coalesce(sum(t.{}), 0)" : ", count(t.{})"),
                            sql_name(measure.column));
    }
    return text;
}

// By the first `count` columns of the result.
std::string group_by(std::size_t count)
{
    std::string text;
    for (std::size_t i = 1; i <= count; ++i) text += fmt::format("{}{}", i == 1 ? " group by " : ", ", i);
    return text;
}

std::string common_value(const Tally::Group& group, const store::Value& value, std::chrono::minutes offset)
{
    if (group.grain == Tally::Grain::whole || is_missing(value)) return std::string(text_of(value));
    const Instant instant = instant_from(integer_of(value));
    const std::string day = format_date(std::chrono::floor<std::chrono::days>(instant + offset));
    return group.grain == Tally::Grain::day ? day : day.substr(0, day.size() - 3);
}

std::int64_t owner_of(const Object& object, const Row& row)
{
    return object.is_owned ? integer_of(row.at(static_cast<std::size_t>(object.path("owner").column->position))) : 0;
}

}  // namespace

std::string tally_table(const Object& object, const Tally& tally)
{
    return sql_name(object.name + "_tally_" + tally.name);
}

std::string tally_table_sql(const Object& object, const Tally& tally, const store::Dialect& dialect)
{
    std::string columns;
    for (const Tally::Group& group : tally.groups) {
        columns += fmt::format("{} {} not null, ", kept_column(group), dialect.column_type("text"));
    }
    const std::string_view integer = dialect.column_type("integer");
    columns += fmt::format("owner_id {0} not null, records {0} not null", integer);
    for (const Tally::Measure& measure : tally.measures) {
        columns += fmt::format(", {} {} not null", kept_column(measure), integer);
    }
    return fmt::format("create table if not exists {} ({}, primary key ({}owner_id))", tally_table(object, tally),
                       columns, common_columns(tally));
}

std::string tally_upsert_sql(const Object& object, const Tally& tally)
{
    const std::string table = tally_table(object, tally);
    std::string places;
    for (std::size_t i = 1; i <= tally.groups.size() + 2 + tally.measures.size(); ++i) {
        places += fmt::format("{}${}", i == 1 ? "" : ", ", i);
    }
    std::string sums = fmt::format("records = {}.records + excluded.records", table);
    for (const Tally::Measure& measure : tally.measures) {
        sums += fmt::format(", {0} = {1}.{0} + excluded.{0}", kept_column(measure), table);
    }
    return fmt::format(
        "insert into {0} ({1}owner_id, records{2}) values ({3}) on conflict ({1}owner_id) do update set {4}", table,
        common_columns(tally), measure_columns(tally, ", {}"), places, sums);
}

std::string tally_fill_sql(const Object& object, const Tally& tally, const store::Dialect& dialect, int offset_minutes)
{
    return fmt::format("insert into {} ({}owner_id, records{}) select {}{}, count(*){} from {} t{}",
                       tally_table(object, tally), common_columns(tally), measure_columns(tally, ", {}"),
                       common_of_records(tally, dialect, offset_minutes),
                       object.is_owned ? "coalesce(t.owner_id, 0)" : "0", measures_of_records(tally),
                       sql_name(object.name), group_by(tally.groups.size() + 1));
}

std::string tally_kept_sql(const Object& object, const Tally& tally, const std::string& condition)
{
    return fmt::format("select {}sum(t.records){} from {} t where {}{}", common_columns(tally),
                       measure_columns(tally, ", sum(t.{})"), tally_table(object, tally), condition,
                       group_by(tally.groups.size()));
}

std::string tally_counted_sql(const Object& object, const Tally& tally, const store::Dialect& dialect,
                              int offset_minutes, const std::string& condition)
{
    return fmt::format("select {}count(*){} from {} t where {}{}", common_of_records(tally, dialect, offset_minutes),
                       measures_of_records(tally), sql_name(object.name), condition, group_by(tally.groups.size()));
}

TalliedColumns tallied_columns(const Object& object)
{
    TalliedColumns result;
    if (object.tallies.empty()) return result;
    for (const Tally& tally : object.tallies) {
        for (const Tally::Group& group : tally.groups) result.positions.push_back(group.position);
        for (const Tally::Measure& measure : tally.measures) result.positions.push_back(measure.position);
    }
    if (object.is_owned) result.positions.push_back(object.path("owner").column->position);
    std::sort(result.positions.begin(), result.positions.end());
    const auto last = std::unique(result.positions.begin(), result.positions.end());
    result.positions.erase(last, result.positions.end());
    std::string columns;
    for (const int position : result.positions) {
        columns += (columns.empty() ? "" : ", ") + sql_name(object.columns.at(static_cast<std::size_t>(position)));
    }
    result.select = fmt::format("select {} from {} where id = $1", columns, sql_name(object.name));
    return result;
}

void TallyChanges::note(const Object& object, const Row* before, const Row* after)
{
    for (const Tally& tally : object.tallies) {
        if (before != nullptr) add(object, tally, *before, -1);
        if (after != nullptr) add(object, tally, *after, 1);
    }
}

void TallyChanges::add(const Object& object, const Tally& tally, const Row& row, std::int64_t sign)
{
    Key key{&tally, owner_of(object, row), {}};
    key.common.reserve(tally.groups.size());
    for (const Tally::Group& group : tally.groups) {
        key.common.push_back(common_value(group, row.at(static_cast<std::size_t>(group.position)), offset_));
    }
    std::vector<std::int64_t>& sums = changes_[std::move(key)];
    sums.resize(1 + tally.measures.size());
    sums[0] += sign;
    for (std::size_t i = 0; i < tally.measures.size(); ++i) {
        const Tally::Measure& measure = tally.measures[i];
        const store::Value& value = row.at(static_cast<std::size_t>(measure.position));
        sums[i + 1] += sign * (measure.is_sum ? integer_of(value) : is_missing(value) ? 0 : 1);
    }
}

void TallyChanges::write(store::Session& session)
{
    for (const auto& [key, sums] : changes_) {
        if (std::all_of(sums.begin(), sums.end(), [](std::int64_t sum) { return sum == 0; })) continue;
        std::vector<store::Value> parameters(key.common.begin(), key.common.end());
        parameters.emplace_back(key.owner);
        parameters.insert(parameters.end(), sums.begin(), sums.end());
        session.execute(key.tally->upsert, parameters);
    }
    changes_.clear();
}

}  // namespace juan::model
