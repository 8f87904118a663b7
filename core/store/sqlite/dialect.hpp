// SQLite's words where the engines differ.
#pragma once

#include "core/store/database.hpp"

namespace juan::store {

class SqliteDialect final : public Dialect {
public:
    std::string_view name() const override { return "sqlite"; }
    std::string in_integers(std::string_view expression, std::string_view parameter) const override;
    std::string among_integers(std::string_view expression, std::string_view parameter) const override;
    std::string array_contains(std::string_view expression, std::string_view parameter) const override;
    std::string contains(std::string_view expression, std::string_view parameter) const override;
    std::string order_of_outer(std::string_view order) const override;
    std::string calendar_text(std::string_view expression, int offset_minutes, bool is_day) const override;
    std::string_view column_type(std::string_view kind) const override;
};

}  // namespace juan::store
