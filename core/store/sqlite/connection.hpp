// One connection to SQLite, hardened, with its statements: the session of readers and of the writer.
#pragma once

#include <sqlite3.h>

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/store/database.hpp"
#include "core/store/sqlite/dialect.hpp"
#include "core/store/sqlite/statement.hpp"

namespace juan::store {

using Deadline = std::chrono::steady_clock::time_point;

// When a commit is on the disk: full, after every one; normal, after a checkpoint (a power cut then takes commits
// that were acknowledged; tests use it as the control that shows that they can see a loss).
enum class Durability { full, normal };

enum class Role { reader, writer };

struct ConnectionSettings {
    std::string path;
    std::string vfs;  // empty: the system's
    Role role = Role::reader;
    Durability durability = Durability::full;
    int cache_kib = 8 * 1024;
};

// What opens and ends a piece of work. `savepoint` nests.
enum class Command { begin_read, begin_write, commit, rollback, savepoint, release, rollback_to_savepoint };

// Used by one thread at a time.
class Connection final : public Session {
public:
    // Requires: the file exists; the first connection ever is a writer's.
    explicit Connection(const ConnectionSettings& settings);
    ~Connection() override;

    std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Value> parameters = {}) override;
    std::int64_t execute(std::string_view sql, std::span<const Value> parameters = {}) override;
    void script(std::string_view sql) override;
    const Dialect& dialect() const override { return dialect_; }

    void run(Command command);
    // Leaves the transaction, whatever state it is in.
    void abandon() noexcept;
    bool is_in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
    // Cursors still open.
    int count_cursors() const { return statements_.count_lent(); }
    bool has_broken_links() const;

    // Statements that run past `deadline` end with Error read_deadline, whose sentence names `limit`.
    void set_deadline(Deadline deadline, std::chrono::milliseconds limit);
    void clear_deadline() { deadline_ = Deadline::max(); }
    Deadline deadline() const { return deadline_; }
    std::chrono::milliseconds limit() const { return limit_; }

    // Throws the error for result `code` of the last call.
    [[noreturn]] void fail(int code, std::string_view sql = {});
    // Remembers result `code` when the disk is to blame.
    void note(int code);
    // What the disk did wrong on this connection, even when nobody heard the error.
    const std::optional<std::string>& disk_failure() const { return disk_failure_; }

    sqlite3* handle() const { return handle_.get(); }

private:
    struct Closer {
        void operator()(sqlite3* connection) const { sqlite3_close(connection); }
    };

    void configure(const ConnectionSettings& settings);
    void bind(sqlite3_stmt* statement, std::span<const Value> parameters, sqlite3_destructor_type ownership);
    void require(int code);
    void require_transaction() const;

    std::unique_ptr<sqlite3, Closer> handle_;
    SqliteDialect dialect_;
    StatementCache statements_;
    std::array<StatementHandle, 7> commands_;
    bool is_at_work_ = false;  // between begin and commit
    Deadline deadline_ = Deadline::max();
    std::chrono::milliseconds limit_{0};
    std::optional<std::string> disk_failure_;
};

}  // namespace juan::store
