// Opening the folder; everything else is done by the parts.
#include "core/store/sqlite/sqlite_database.hpp"

#include <filesystem>

#include "core/store/sqlite/sqlite_backup.hpp"

namespace juan::store {
namespace {

constexpr int cache_kib_checkpointer = 256;
constexpr int cache_kib_backup = 1024;

// Absolute, for SQLite takes a name that begins with "file:" as a URI.
std::string database_path(const std::string& folder)
{
    return (std::filesystem::absolute(folder) / "juan.db").string();
}

}  // namespace

SqliteDatabase::SqliteDatabase(const std::string& folder, const SqliteSettings& settings, const EngineOptions& options)
    : lock_(folder), folder_(folder), limits_(options.wal)
{
    gauge_.is_lasting = gauge_.is_kept = std::filesystem::exists(backup_mark(folder));
    ConnectionSettings connection{database_path(folder), options.vfs, Role::writer, options.durability,
                                  settings.cache_kib_writer};
    // SQLite gives its log the mode of the file.
    make_private_file(connection.path);
    writer_ = std::make_unique<Writer>(connection, options.wal, gauge_);
    connection.cache_kib = cache_kib_checkpointer;
    checkpointer_ = std::make_unique<Checkpointer>(connection, options.wal, gauge_, *writer_);
    connection.role = Role::reader;
    connection.cache_kib = settings.cache_kib_reader;
    readers_ = std::make_unique<ReaderPool>(connection, settings.reader_count);
    reading_ = connection;
}

std::unique_ptr<Backup> SqliteDatabase::start_backup(const BackupTarget& target, std::function<Vault()> vault,
                                                     const Clock& clock)
{
    ConnectionSettings connection = reading_;
    connection.cache_kib = cache_kib_backup;
    return std::make_unique<SqliteBackup>(target, BackupParts{connection, gauge_, limits_, *writer_}, std::move(vault),
                                          clock);
}

void SqliteDatabase::forget_backup()
{
    if (!gauge_.is_lasting) return;
    gauge_.is_lasting = gauge_.is_kept = false;
    std::filesystem::remove(backup_mark(folder_));
}

void SqliteDatabase::read(const std::function<void(Session&)>& work, std::chrono::milliseconds deadline)
{
    if (writer_->is_at_work()) {
        work(writer_->session());
        return;
    }
    readers_->read(work, deadline);
}

std::unique_ptr<Database> open_sqlite(const std::string& folder, const SqliteSettings& settings)
{
    return std::make_unique<SqliteDatabase>(folder, settings);
}

}  // namespace juan::store
