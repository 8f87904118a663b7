// The store seen from a second process: snapshots only, and never the folder's lock.
#include <filesystem>

#include "core/base/error.hpp"
#include "core/store/backup.hpp"
#include "core/store/sqlite/reader_pool.hpp"

namespace juan::store {
namespace {

class SqliteReader final : public Database {
public:
    explicit SqliteReader(const ConnectionSettings& settings) : readers_(settings, 1) {}

    void read(const std::function<void(Session&)>& work, std::chrono::milliseconds deadline) override
    {
        readers_.read(work, deadline);
    }
    void write(const std::function<void(Session&)>&) override
    {
        throw Error(ErrorCode::internal, {{"what", "a reader of the store was asked to write"}});
    }
    bool is_write_awaited() const override { return false; }
    const Dialect& dialect() const override { return dialect_; }
    std::unique_ptr<Backup> start_backup(const BackupTarget&, std::function<Vault()>, const Clock&) override
    {
        throw Error(ErrorCode::internal, {{"what", "a reader of the store was asked for a backup"}});
    }
    void forget_backup() override {}

private:
    SqliteDialect dialect_;
    ReaderPool readers_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite_reader(const std::string& folder, int cache_kib)
{
    ConnectionSettings settings;
    settings.path = (std::filesystem::absolute(folder) / "juan.db").string();
    settings.role = Role::reader;
    settings.cache_kib = cache_kib;
    return std::make_unique<SqliteReader>(settings);
}

}  // namespace juan::store
