// Preparing, lending and dropping statements.
#include "core/store/sqlite/statement.hpp"

#include "core/base/error.hpp"
#include "core/store/sqlite/failure.hpp"
#include "core/store/sqlite/parameters.hpp"

namespace juan::store {

StatementHandle prepare(sqlite3* connection, std::string_view sql)
{
    const std::string numbered = number_parameters(sql);
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(connection, numbered.c_str(), static_cast<int>(numbered.size() + 1),
                                        SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    StatementHandle handle(statement);
    if (code != SQLITE_OK) {
        throw error_from(connection, code, sql);
    }
    const bool is_last = std::string_view(rest).find_first_not_of(" \t\r\n;") == std::string_view::npos;
    if (handle == nullptr || !is_last) {
        throw Error(ErrorCode::internal, {{"what", "not one statement: " + std::string(sql)}});
    }
    return handle;
}

StatementCache::Lease::~Lease()
{
    if (cache_ != nullptr) {
        cache_->give_back(place_);
    }
}

StatementCache::Lease StatementCache::take(std::string_view sql)
{
    const auto found = places_.find(sql);
    if (found != places_.end() && !found->second->is_lent) {
        const Place place = found->second;
        statements_.splice(statements_.begin(), statements_, place);
        place->is_lent = true;
        ++count_lent_;
        return Lease(*this, place);
    }
    const bool is_kept = found == places_.end();
    statements_.push_front(Statement{std::string(sql), prepare(connection_, sql), true, is_kept});
    const Place place = statements_.begin();
    if (is_kept) {
        places_.emplace(place->sql, place);
    }
    ++count_lent_;
    Lease lease(*this, place);
    drop_oldest();
    return lease;
}

void StatementCache::give_back(Place place) noexcept
{
    sqlite3_reset(place->handle.get());
    sqlite3_clear_bindings(place->handle.get());
    --count_lent_;
    place->is_lent = false;
    if (!place->is_kept) {
        statements_.erase(place);
    }
}

void StatementCache::drop_oldest()
{
    for (auto place = statements_.end(); statements_.size() > capacity_ && place != statements_.begin();) {
        --place;
        if (!place->is_lent) {
            places_.erase(place->sql);
            place = statements_.erase(place);
        }
    }
}

}  // namespace juan::store
