// Assembled from quoted names.
#include "core/store/duckdb/statements.hpp"

#include <fmt/format.h>

namespace juan::store {
namespace {

// `pattern` for each name, {0} standing for the quoted name, joined.
std::string each(const std::vector<std::string>& names, std::string_view pattern, std::string_view joint)
{
    std::string out;
    for (const std::string& name : names) {
        out += out.empty() ? "" : joint;
        out += fmt::format(fmt::runtime(pattern), quoted(name));
    }
    return out;
}

}  // namespace

std::string quoted(std::string_view name)
{
    std::string out = "\"";
    for (const char c : name) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    return out + '"';
}

std::string create_table(std::string_view table, const std::vector<std::pair<std::string, std::string>>& columns)
{
    std::string list;
    for (const auto& [name, type] : columns) {
        list += fmt::format("{}{} {}", list.empty() ? "" : ", ", quoted(name), type);
    }
    return fmt::format("create table {} ({})", quoted(table), list);
}

std::string create_temporary_like(std::string_view table, std::string_view key, std::string_view like,
                                  const std::vector<std::string>& columns)
{
    return fmt::format("create temporary table {} as select id as {}, {} from {} where false", quoted(table),
                       quoted(key), each(columns, "{}", ", "), quoted(like));
}

std::string drop_table(std::string_view table) { return fmt::format("drop table if exists {}", quoted(table)); }

std::string select_all(std::string_view table, const std::vector<std::string>& columns)
{
    return fmt::format("select {} from {}", each(columns, "{}", ", "), quoted(table));
}

std::string select_count(std::string_view table) { return fmt::format("select count(*) from {}", quoted(table)); }

std::string select_listed(std::string_view table, const std::vector<std::string>& columns, const Dialect& dialect)
{
    return fmt::format("{} where {}", select_all(table, columns), dialect.in_integers("id", "$1"));
}

std::string delete_listed(std::string_view table, std::string_view list)
{
    return fmt::format("delete from {} where id in (select id from {})", quoted(table), quoted(list));
}

std::string insert_query(std::string_view table, std::string_view key, const std::vector<std::string>& columns,
                         std::string_view query)
{
    // The line break ends a comment on the query's last line.
    return fmt::format("insert into {} select {}, {} from ({}\n) as q", quoted(table), quoted(key),
                       each(columns, "{}", ", "), query);
}

std::string select_changed(std::string_view table, std::string_view result, std::string_view key,
                           const std::vector<std::string>& columns)
{
    return fmt::format("select t.id, {} from {} as t left join {} as r on r.{} = t.id where {}",
                       each(columns, "r.{}", ", "), quoted(table), quoted(result), quoted(key),
                       each(columns, "t.{0} is distinct from r.{0}", " or "));
}

}  // namespace juan::store
