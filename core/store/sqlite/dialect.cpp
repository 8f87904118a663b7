// Conditions on JSON arrays go by json_each() or by a function of ours, those on parts of text by instr(), which unlike
// LIKE minds letters' case.
#include "core/store/sqlite/dialect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/error.hpp"

namespace juan::store {

std::string SqliteDialect::in_integers(std::string_view expression, std::string_view parameter) const
{
    return fmt::format("{} in (select value from json_each({}))", expression, parameter);
}

std::string SqliteDialect::among_integers(std::string_view expression, std::string_view parameter) const
{
    return fmt::format("among({}, {})", parameter, expression);
}

std::string SqliteDialect::array_contains(std::string_view expression, std::string_view parameter) const
{
    return fmt::format("exists (select 1 from json_each({}) as element where element.value = {})", expression,
                       parameter);
}

std::string SqliteDialect::contains(std::string_view expression, std::string_view parameter) const
{
    return fmt::format("instr({}, {}) > 0", expression, parameter);
}

// Sorting again what is sorted would cost as much as looking the rows up.
std::string SqliteDialect::order_of_outer(std::string_view) const { return {}; }

std::string SqliteDialect::calendar_text(std::string_view expression, int offset_minutes, bool is_day) const
{
    return fmt::format("strftime('{}', ({} + {}) / 1000.0, 'unixepoch')", is_day ? "%Y-%m-%d" : "%Y-%m", expression,
                       std::int64_t{offset_minutes} * 60'000);
}

std::string_view SqliteDialect::column_type(std::string_view kind) const
{
    static constexpr std::array<std::string_view, 3> types = {"integer", "real", "text"};
    const auto* type = std::find(types.begin(), types.end(), kind);
    CHECK(type != types.end());
    return *type;
}

}  // namespace juan::store
