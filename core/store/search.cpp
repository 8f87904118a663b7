// FTS5 without stored content: the tokens are ours, the table keeps only where they occur.
#include "core/store/search.hpp"

#include <fmt/format.h>

namespace juan::store {
void create_search(Session& session, const std::string& table)
{
    if (!table_columns(session, table + "_search").empty()) {
        return;
    }
    session.script(
        fmt::format("create virtual table {0}_search using fts5(tokens, content='', "
                    "columnsize=0, detail=none, tokenize=\"unicode61 remove_diacritics 0 tokenchars "
                    "'@._-+'\")",
                    table));
}

void add_search(Session& session, const std::string& table, std::int64_t id, const std::string& tokens)
{
    session.execute(fmt::format("insert into {}_search(rowid, tokens) values ($1, $2)", table), values(id, tokens));
}

void remove_search(Session& session, const std::string& table, std::int64_t id, const std::string& tokens)
{
    session.execute(fmt::format("insert into {0}_search({0}_search, rowid, tokens) values ('delete', $1, $2)", table),
                    values(id, tokens));
}

std::string search_expression(const std::vector<SearchToken>& tokens)
{
    std::string expression;
    for (const SearchToken& token : tokens) {
        expression += expression.empty() ? "\"" : " AND \"";
        for (const char c : token.text) {
            expression += c == '"' ? "\"\"" : std::string(1, c);
        }
        expression += token.is_prefix ? "\"*" : "\"";
    }
    return expression;
}

std::string search_condition(const std::string& table, std::string_view id_expression, std::string_view parameter)
{
    return fmt::format("{1} in (select rowid from {0}_search where {0}_search match {2})", table, id_expression,
                       parameter);
}

std::string search_count(const std::string& table, std::string_view parameter)
{
    return fmt::format("select count(*) from {0}_search where {0}_search match {1}", table, parameter);
}

std::vector<std::string> table_columns(Session& session, const std::string& table)
{
    std::vector<std::string> names;
    const auto cursor = session.query("select name from pragma_table_info($1)", values(table));
    while (cursor->next()) {
        names.emplace_back(cursor->text(0));
    }
    return names;
}

}  // namespace juan::store
