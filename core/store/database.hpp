// The one door to a relational store. SQLite stands behind it; PostgreSQL can, without a change above.
// SQL texts write parameters as $1, $2, ...; where the two engines differ, ask dialect().
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace juan {
class Clock;
class Vault;
}  // namespace juan

namespace juan::store {

class Backup;  // core/store/backup.hpp
struct BackupTarget;

// null, integer, real, text. Booleans are integers 0 and 1.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

// Rows of a query, front to back. Columns count from 0.
class Cursor {
public:
    virtual ~Cursor() = default;
    virtual bool next() = 0;
    virtual int columns() const = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;  // null reads as 0
    virtual double real(int column) const = 0;
    virtual std::string_view text(int column) const = 0;  // valid until next(); null reads as ""
    virtual Value value(int column) const = 0;
};

// The few places where the engines' SQL differs.
class Dialect {
public:
    virtual ~Dialect() = default;
    virtual std::string_view name() const = 0;  // "sqlite", "postgres"
    // A condition: `expression` is one of the integers in the JSON array bound at `parameter` ("$3").
    virtual std::string in_integers(std::string_view expression, std::string_view parameter) const = 0;
    // The same, tried on each record that is looked at anyway: the store does not look up by it.
    virtual std::string among_integers(std::string_view expression, std::string_view parameter) const = 0;
    // A condition: the JSON array of text in column `expression` holds the text bound at `parameter`.
    virtual std::string array_contains(std::string_view expression, std::string_view parameter) const = 0;
    // A condition: `expression` contains, as it is written, the text bound at `parameter`; letters' case counts.
    virtual std::string contains(std::string_view expression, std::string_view parameter) const = 0;
    // What keeps the rows of "(... order by ORDER) CROSS JOIN t" in the order of the first: ORDER BY `order`, or
    // nothing where the store goes through the first row by row anyway.
    virtual std::string order_of_outer(std::string_view order) const = 0;
    // The month ("2026-02") or day ("2026-02-28") of the instant `expression`, on clocks that much ahead of UTC.
    virtual std::string calendar_text(std::string_view expression, int offset_minutes, bool is_day) const = 0;
    // Column type for a kind of value: "integer", "real", "text".
    virtual std::string_view column_type(std::string_view kind) const = 0;
};

// One connection, lent to one thread inside read() or write(). Statements are prepared once and kept.
class Session {
public:
    virtual ~Session() = default;
    virtual std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Value> parameters = {}) = 0;
    // Rows changed.
    virtual std::int64_t execute(std::string_view sql, std::span<const Value> parameters = {}) = 0;
    // Several statements without parameters; for tables and indexes.
    virtual void script(std::string_view sql) = 0;
    virtual const Dialect& dialect() const = 0;
};

// Thread-safe.
class Database {
public:
    virtual ~Database() = default;

    // Runs `work` on one consistent snapshot, on the calling thread.
    // Throws Error read_deadline when it takes longer than `deadline`.
    virtual void read(const std::function<void(Session&)>& work,
                      std::chrono::milliseconds deadline = std::chrono::seconds(10)) = 0;

    // Runs `work` alone among writers and returns when it is durable. When `work` throws, nothing of it
    // stays and the exception comes out here. Works of several threads may share one commit.
    virtual void write(const std::function<void(Session&)>& work) = 0;

    // Something waits for the write under way to end: one that may end early had better do so.
    virtual bool is_write_awaited() const = 0;

    virtual const Dialect& dialect() const = 0;

    // Begins a backup (core/store/backup.hpp). `vault` gives the keys as they are now; `clock` must outlive it.
    // Throws Error backup_io, store_busy.
    virtual std::unique_ptr<Backup> start_backup(const BackupTarget& target, std::function<Vault()> vault,
                                                 const Clock& clock) = 0;
    // No lasting backup goes on: the log need not be kept for one.
    virtual void forget_backup() = 0;
};

// Copies the parameters of a call without naming a vector.
template <class... T>
std::array<Value, sizeof...(T)> values(T&&... value)
{
    return {Value(std::forward<T>(value))...};
}

struct SqliteSettings {
    int reader_count = 4;
    int cache_kib_writer = 160 * 1024;
    int cache_kib_reader = 8 * 1024;
};

// Opens, or creates, `folder`/juan.db. Throws Error store_in_use when another process holds the folder.
std::unique_ptr<Database> open_sqlite(const std::string& folder, const SqliteSettings& settings = {});

// `folder`/juan.db for reading, in a process beside the one that holds the folder. Throws Error store_failed when there
// is none. write() of it is a mistake.
std::unique_ptr<Database> open_sqlite_reader(const std::string& folder, int cache_kib = 8 * 1024);

}  // namespace juan::store
