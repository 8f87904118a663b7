// The store on SQLite: one writer thread, a pool of readers, a checkpointer, one folder.
#pragma once

#include <memory>
#include <string>

#include "core/store/backup.hpp"
#include "core/store/database.hpp"
#include "core/store/sqlite/checkpointer.hpp"
#include "core/store/sqlite/folder_lock.hpp"
#include "core/store/sqlite/reader_pool.hpp"
#include "core/store/sqlite/wal_gauge.hpp"
#include "core/store/sqlite/writer.hpp"

namespace juan::store {

// What nobody but a test changes.
struct EngineOptions {
    std::string vfs;  // the file layer under SQLite; empty: the system's
    Durability durability = Durability::full;
    WalLimits wal;
};

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const std::string& folder, const SqliteSettings& settings, const EngineOptions& options = {});

    // Inside a write it sees what that write has done so far, and has no deadline.
    void read(const std::function<void(Session&)>& work, std::chrono::milliseconds deadline) override;
    void write(const std::function<void(Session&)>& work) override { writer_->write(work); }
    bool is_write_awaited() const override { return writer_->is_awaited(); }
    const Dialect& dialect() const override { return dialect_; }
    std::unique_ptr<Backup> start_backup(const BackupTarget& target, std::function<Vault()> vault,
                                         const Clock& clock) override;
    void forget_backup() override;

    // Pages in the write-ahead log.
    int count_wal_pages() const { return gauge_.pages.load(); }

private:
    // Closed from the last to the first: the writer closes last and leaves one file, and the lock goes after it.
    FolderLock lock_;
    const std::string folder_;
    const WalLimits limits_;
    ConnectionSettings reading_;
    SqliteDialect dialect_;
    WalGauge gauge_;
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<Checkpointer> checkpointer_;
    std::unique_ptr<ReaderPool> readers_;
};

}  // namespace juan::store
