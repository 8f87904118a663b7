// Opening and hardening a connection; running statements on it.
#include "core/store/sqlite/connection.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/base/error.hpp"
#include "core/store/sqlite/cursor.hpp"
#include "core/store/sqlite/failure.hpp"
#include "core/store/sqlite/functions.hpp"

namespace juan::store {
namespace {

constexpr std::size_t statement_count_max = 512;
constexpr int page_bytes = 4096;
constexpr int application_id = 0x4a75616e;  // "Juan" in ASCII; `file` and other tools show it
constexpr int busy_timeout_ms = 5000;       // only other programs, such as sqlite3 on the command line, make us wait
constexpr int deadline_step = 1000;         // virtual machine instructions between two looks at the clock: some 20 µs

int is_past_deadline(void* connection)
{
    return std::chrono::steady_clock::now() > static_cast<Connection*>(connection)->deadline() ? 1 : 0;
}

sqlite3* open(const ConnectionSettings& settings)
{
    // Counting the bytes allocated would take a lock of the whole process at every allocation.
    [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3* connection = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(settings.path.c_str(), &connection, flags,
                                     settings.vfs.empty() ? nullptr : settings.vfs.c_str());
    if (code != SQLITE_OK) {
        const Error error = error_from(connection, code);
        sqlite3_close(connection);
        throw error;
    }
    return connection;
}

constexpr std::array<const char*, 7> command_texts = {
    "begin", "begin immediate", "commit", "rollback", "savepoint work", "release work", "rollback to work"};

}  // namespace

Connection::Connection(const ConnectionSettings& settings)
    : handle_(open(settings)), statements_(handle_.get(), statement_count_max)
{
    configure(settings);
    for (std::size_t i = 0; i < commands_.size(); ++i) {
        commands_[i] = prepare(handle_.get(), command_texts[i]);
    }
}

Connection::~Connection() = default;

void Connection::configure(const ConnectionSettings& settings)
{
    static constexpr std::array<std::pair<int, int>, 7> switches = {{
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    }};
    for (const auto& [name, value] : switches) {
        require(sqlite3_db_config(handle_.get(), name, value, nullptr));
    }
    require(add_functions(handle_.get()));
    require(sqlite3_busy_timeout(handle_.get(), busy_timeout_ms));
    if (settings.role == Role::reader) {
        sqlite3_progress_handler(handle_.get(), deadline_step, is_past_deadline, this);
    }
    script(
        fmt::format("pragma cell_size_check = on; pragma temp_store = memory; pragma mmap_size = 0;"
                    "pragma secure_delete = on; pragma recursive_triggers = on; pragma cache_size = -{};",
                    settings.cache_kib));
    if (settings.role == Role::reader) {
        // A reader never checkpoints, not even as the last one to close.
        require(sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr));
        script("pragma query_only = on");
        return;
    }
    script(
        fmt::format("pragma page_size = {}; pragma journal_mode = wal; pragma wal_autocheckpoint = 0;"
                    "pragma synchronous = {};",
                    page_bytes, settings.durability == Durability::full ? "full" : "normal"));
    const auto journal = query("pragma journal_mode");
    journal->next();
    if (journal->text(0) != "wal") {
        throw Error(ErrorCode::store_failed, {{"what", settings.path + " cannot keep a write-ahead log here"}});
    }
    const auto mark = query("pragma application_id");
    mark->next();
    if (mark->integer(0) == 0) {
        script(fmt::format("pragma application_id = {}", application_id));
    } else if (mark->integer(0) != application_id) {
        throw Error(ErrorCode::store_failed, {{"what", settings.path + " is a file of another program"}});
    }
}

void Connection::require(int code)
{
    if (code != SQLITE_OK) {
        fail(code);
    }
}

void Connection::fail(int code, std::string_view sql)
{
    if (code == SQLITE_INTERRUPT) {
        const double seconds = std::chrono::duration<double>(limit_).count();
        throw Error(ErrorCode::read_deadline, {{"seconds", fmt::format("{:g}", seconds)}});
    }
    note(code);
    throw error_from(handle_.get(), code, sql);
}

void Connection::note(int code)
{
    if (!disk_failure_ && is_disk_failure(handle_.get(), code)) {
        disk_failure_ = fmt::format("{} (SQLite {})", sqlite3_errmsg(handle_.get()), code);
    }
}

// SQLite leaves the transaction by itself on some errors. Were the work to go on, each of its further statements
// would commit alone.
void Connection::require_transaction() const
{
    if (is_at_work_ && !is_in_transaction()) {
        throw Error(ErrorCode::store_failed, {{"what", "the transaction has ended"}});
    }
}

void Connection::bind(sqlite3_stmt* statement, std::span<const Value> parameters, sqlite3_destructor_type ownership)
{
    if (static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) != parameters.size()) {
        throw Error(ErrorCode::internal,
                    {{"what", fmt::format("{} parameters for: {}", parameters.size(), sqlite3_sql(statement))}});
    }
    int place = 0;  // None is bound yet, and what is not bound is null.
    for (const Value& value : parameters) {
        int code = SQLITE_OK;
        ++place;
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            code = sqlite3_bind_int64(statement, place, *integer);
        } else if (const auto* text = std::get_if<std::string>(&value)) {
            code = sqlite3_bind_text64(statement, place, text->data(), text->size(), ownership, SQLITE_UTF8);
        } else if (const auto* real = std::get_if<double>(&value)) {
            code = sqlite3_bind_double(statement, place, *real);
        }
        require(code);
    }
}

std::unique_ptr<Cursor> Connection::query(std::string_view sql, std::span<const Value> parameters)
{
    require_transaction();
    auto lease = statements_.take(sql);
    bind(lease.handle(), parameters, SQLITE_TRANSIENT);
    return std::make_unique<SqliteCursor>(*this, std::move(lease));
}

std::int64_t Connection::execute(std::string_view sql, std::span<const Value> parameters)
{
    require_transaction();
    const auto lease = statements_.take(sql);
    bind(lease.handle(), parameters, SQLITE_STATIC);
    const auto changes_before = sqlite3_total_changes64(handle_.get());
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) {
        code = sqlite3_step(lease.handle());
    }
    if (code != SQLITE_DONE) {
        fail(code);
    }
    // Statements that change no rows leave the count of the one before them.
    return sqlite3_total_changes64(handle_.get()) == changes_before ? 0 : sqlite3_changes64(handle_.get());
}

void Connection::script(std::string_view sql)
{
    require_transaction();
    const std::string text(sql);
    const int code = sqlite3_exec(handle_.get(), text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        fail(code, sql);
    }
}

void Connection::run(Command command)
{
    sqlite3_stmt* statement = commands_[static_cast<std::size_t>(command)].get();
    const int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    if (code != SQLITE_DONE) {
        fail(code);
    }
    if (command == Command::begin_read || command == Command::begin_write) {
        is_at_work_ = true;
    } else if (command == Command::commit || command == Command::rollback) {
        is_at_work_ = false;
    }
}

void Connection::abandon() noexcept
{
    is_at_work_ = false;
    sqlite3_stmt* statement = commands_[static_cast<std::size_t>(Command::rollback)].get();
    if (is_in_transaction()) {
        sqlite3_step(statement);
        sqlite3_reset(statement);
    }
}

bool Connection::has_broken_links() const
{
    int is_broken = 0;
    int unused = 0;
    sqlite3_db_status(handle_.get(), SQLITE_DBSTATUS_DEFERRED_FKS, &is_broken, &unused, 0);
    return is_broken != 0;
}

void Connection::set_deadline(Deadline deadline, std::chrono::milliseconds limit)
{
    deadline_ = deadline;
    limit_ = limit;
}

}  // namespace juan::store
