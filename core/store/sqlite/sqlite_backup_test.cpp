// A store at work, its pieces, and what comes back of them.
#include "core/store/sqlite/sqlite_backup.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/base/error.hpp"
#include "core/base/secret.hpp"
#include "core/store/sqlite/scratch_folder.hpp"
#include "core/store/sqlite/sqlite_database.hpp"

namespace juan::store {
namespace {

namespace fs = std::filesystem;

// A second later each time somebody looks.
class CountingClock final : public Clock {
public:
    Instant now() const override { return instant_from(++seconds_ * 1000); }

private:
    mutable std::atomic<std::int64_t> seconds_ = 1'700'000'000;
};

bool go_on(std::uint64_t, std::uint64_t) { return true; }

class SqliteBackupTest : public ::testing::Test {
protected:
    SqliteBackupTest()
    {
        start_secrets();
        vault_ = std::make_unique<Vault>(Vault::make());
        fs::create_directories(data_);
        open();
        database_->write([](Session& session) {
            session.script(
                "create table note (id integer primary key, text text not null);"
                "create table big (id integer primary key, bytes text not null)");
        });
    }

    void open()
    {
        EngineOptions options;
        options.wal = {64, 100000, std::chrono::milliseconds(5)};
        database_ = std::make_unique<SqliteDatabase>(data_, SqliteSettings{}, options);
    }
    void close()
    {
        backup_.reset();
        database_.reset();
    }
    void begin()
    {
        backup_ = database_->start_backup(
            {folder_, data_, true}, [this] { return *vault_; }, clock_);
    }

    void add(int count, std::size_t bytes = 20)
    {
        for (int i = 0; i < count; ++i) {
            database_->write([&](Session& session) {
                session.execute("insert into note(text) values ($1)", values(std::string(bytes, 'x')));
            });
        }
    }
    std::int64_t count()
    {
        std::int64_t rows = 0;
        database_->read(
            [&](Session& session) {
                const auto row = session.query("select count(*) from note");
                row->next();
                rows = row->integer(0);
            },
            std::chrono::seconds(10));
        return rows;
    }

    struct Back {
        Restored told;
        std::int64_t rows = 0;
        std::string into;
    };
    Back restore(std::optional<Instant> at = {})
    {
        Back back;
        back.into = scratch_.path() + "/back" + std::to_string(restores_++);
        fs::create_directories(back.into);
        RestoreOrder order;
        order.folder = folder_;
        order.into = back.into;
        order.at = at;
        back.told = restore_sqlite(order, *vault_, go_on);
        EXPECT_EQ("", check_sqlite(back.into, back.told.counts));
        const auto restored = open_sqlite_reader(back.into);
        restored->read([&](Session& session) {
            const auto row = session.query("select count(*) from note");
            row->next();
            rows_of(back, *row);
        });
        return back;
    }
    static void rows_of(Back& back, const Cursor& row) { back.rows = row.integer(0); }

    // The error's code, and the file it names.
    std::pair<ErrorCode, std::string> refusal(std::optional<Instant> at = {})
    {
        try {
            restore(at);
        } catch (const Error& error) {
            for (const auto& [name, value] : error.finding().parameters) {
                if (name == "file") return {error.code(), value};
            }
            return {error.code(), ""};
        }
        return {ErrorCode::internal, "was restored"};
    }

    ScratchFolder scratch_;
    std::string data_ = scratch_.path() + "/data";
    std::string folder_ = scratch_.path() + "/pieces";
    CountingClock clock_;
    std::unique_ptr<Vault> vault_;
    std::unique_ptr<SqliteDatabase> database_;
    std::unique_ptr<Backup> backup_;
    int restores_ = 0;
};

TEST_F(SqliteBackupTest, a_full_piece_and_its_increments_give_all_back)
{
    add(100);
    begin();
    EXPECT_TRUE(backup_->needs_full());
    add(50);
    const auto full = backup_->make_full(go_on);
    ASSERT_TRUE(full);
    EXPECT_FALSE(backup_->needs_full());
    EXPECT_EQ(150, restore().rows);
    add(30);
    EXPECT_GT(backup_->bytes_waiting(), 0u);
    ASSERT_TRUE(backup_->ship(false));
    EXPECT_EQ(0u, backup_->bytes_waiting());
    EXPECT_FALSE(backup_->ship(false));
    const auto counted = backup_->ship(true);
    ASSERT_TRUE(counted);
    const Back back = restore();
    EXPECT_EQ(180, back.rows);
    EXPECT_EQ(180, back.told.counts.at("note"));
}

TEST_F(SqliteBackupTest, any_commit_can_be_gone_back_to)
{
    begin();
    add(3);
    backup_->make_full(go_on);
    std::vector<std::pair<Instant, std::int64_t>> states;
    for (int i = 0; i < 12; ++i) {
        add(1, 9000);
        states.emplace_back(clock_.now(), count());
        if (i % 4 == 3) backup_->ship(false);
    }
    for (const auto& [time, rows] : states) {
        EXPECT_EQ(rows, restore(time).rows);
    }
    EXPECT_EQ(ErrorCode::backup_too_early, refusal(instant_from(1000)).first);
}

TEST_F(SqliteBackupTest, nothing_acknowledged_is_missing_under_load_with_restarts_of_the_log)
{
    begin();
    std::atomic<bool> is_over = false;
    std::atomic<std::int64_t> acknowledged = 0;
    std::vector<std::thread> writers;
    for (int i = 0; i < 2; ++i) {
        writers.emplace_back([&] {
            while (!is_over) {
                add(1, 3000);
                ++acknowledged;
            }
        });
    }
    for (int round = 0; round < repetitions("JUAN_BACKUP_ROUNDS", 3); ++round) {
        backup_->make_full(go_on);
        for (int i = 0; i < 20; ++i) {
            const std::int64_t before = acknowledged;
            backup_->ship(false);
            if (i % 10 == 9) {
                const std::int64_t rows = restore().rows;
                EXPECT_GE(rows, before);
            }
        }
    }
    is_over = true;
    for (auto& writer : writers) writer.join();
    backup_->ship(true);
    EXPECT_EQ(acknowledged, restore().rows);
    EXPECT_LT(database_->count_wal_pages(), 20000);
}

TEST_F(SqliteBackupTest, increments_go_on_after_the_next_start)
{
    begin();
    add(5);
    backup_->make_full(go_on);
    add(7);
    close();
    open();
    add(2);  // Before the backup is there again.
    begin();
    EXPECT_FALSE(backup_->needs_full());
    add(4);
    backup_->ship(true);
    EXPECT_EQ(18, restore().rows);
}

TEST_F(SqliteBackupTest, a_log_that_another_program_took_away_begins_a_new_epoch)
{
    begin();
    add(5);
    backup_->make_full(go_on);
    add(7);
    close();
    // As `sqlite3 juan.db` does on leaving: the log goes home and is gone.
    EXPECT_EQ("", check_sqlite(data_, {}));
    open();
    begin();
    EXPECT_TRUE(backup_->needs_full());
    add(1);
    backup_->ship(false);
    EXPECT_EQ(5, restore().rows);
    backup_->make_full(go_on);
    EXPECT_EQ(13, restore().rows);
}

TEST_F(SqliteBackupTest, a_backup_that_cannot_keep_up_lets_the_log_go_and_says_so)
{
    close();
    EngineOptions options;
    options.wal = {16, 64, std::chrono::milliseconds(1)};
    database_ = std::make_unique<SqliteDatabase>(data_, SqliteSettings{}, options);
    begin();
    backup_->make_full(go_on);
    // More than may be carried in memory, in one commit.
    add(1, 80 * 1024 * 1024);
    for (int i = 0; i < 200 && database_->count_wal_pages() > 1000; ++i) add(1);
    EXPECT_LT(database_->count_wal_pages(), 1000);
    try {
        backup_->ship(false);
        ADD_FAILURE() << "shipped a log with a gap";
    } catch (const Error& error) {
        EXPECT_EQ(ErrorCode::backup_log_lost, error.code());
    }
    EXPECT_TRUE(backup_->needs_full());
    backup_->make_full(go_on);
    EXPECT_EQ(count(), restore().rows);
}

TEST_F(SqliteBackupTest, every_altered_or_cut_piece_is_refused_by_name)
{
    add(20, 5000);
    begin();
    backup_->make_full(go_on);
    add(5);
    backup_->ship(false);
    for (const Piece& piece : list_pieces(folder_)) {
        const std::string path = folder_ + "/" + piece.name;
        std::string bytes;
        {
            std::ifstream file(path, std::ios::binary);
            bytes.assign(std::istreambuf_iterator<char>(file), {});
        }
        const auto put = [&](const std::string& text) {
            std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
        };
        const std::size_t step = std::max<std::size_t>(1, bytes.size() / 150);
        for (std::size_t place = 0; place < bytes.size(); place += place < header_bytes ? 7 : step) {
            std::string altered = bytes;
            altered[place] = static_cast<char>(altered[place] ^ 0x10);
            put(altered);
            const auto [code, file] = refusal();
            EXPECT_TRUE(code == ErrorCode::backup_damaged && file == piece.name)
                << piece.name << " byte " << place << ": " << error_text(code).name << " " << file;
        }
        for (std::size_t size = 0; size < bytes.size(); size += step * 3) {
            put(bytes.substr(0, size));
            EXPECT_EQ(std::pair(ErrorCode::backup_damaged, piece.name), refusal()) << size;
        }
        put(bytes + "x");
        EXPECT_EQ(std::pair(ErrorCode::backup_damaged, piece.name), refusal());
        put(bytes);
    }
    EXPECT_EQ(25, restore().rows);
}

TEST_F(SqliteBackupTest, missing_exchanged_and_foreign_pieces_are_refused_by_name)
{
    begin();
    backup_->make_full(go_on);
    std::vector<std::string> names;
    for (int i = 0; i < 3; ++i) {
        add(1);
        names.push_back(folder_ + "/" + backup_->ship(false)->name);
    }
    fs::rename(names[1], names[1] + ".away");
    EXPECT_EQ(std::pair(ErrorCode::backup_missing, fs::path(names[1]).filename().string()), refusal());
    const auto pieces = list_pieces(folder_);
    EXPECT_EQ(1, restore(pieces[pieces.size() - 2].to).rows);
    fs::rename(names[2], names[1]);
    EXPECT_EQ(std::pair(ErrorCode::backup_damaged, fs::path(names[1]).filename().string()), refusal());
    fs::rename(names[1], names[2]);
    fs::rename(names[1] + ".away", names[1]);
    EXPECT_EQ(3, restore().rows);

    const Vault own = *vault_;
    *vault_ = Vault::make();
    EXPECT_EQ(ErrorCode::backup_key_wrong, refusal().first);
    *vault_ = own.with_new_key();
    EXPECT_EQ(3, restore().rows);
}

TEST_F(SqliteBackupTest, other_files_come_back_as_they_were)
{
    fs::create_directories(data_ + "/imports/deep");
    std::ofstream(data_ + "/imports/a.csv") << "one";
    std::ofstream(data_ + "/imports/deep/b.csv") << std::string(3'000'000, 'b');
    fs::create_directories(data_ + "/mirror");
    std::ofstream(data_ + "/mirror/x.duckdb") << "made again";
    begin();
    backup_->make_full(go_on);
    std::ofstream(data_ + "/imports/c.csv") << "three";
    fs::remove(data_ + "/imports/a.csv");
    ASSERT_TRUE(backup_->ship(false));
    EXPECT_FALSE(backup_->ship(false));
    const Back back = restore();
    EXPECT_EQ(2, back.told.files);
    EXPECT_FALSE(fs::exists(back.into + "/imports/a.csv"));
    EXPECT_FALSE(fs::exists(back.into + "/mirror"));
    EXPECT_EQ(3'000'000u, fs::file_size(back.into + "/imports/deep/b.csv"));
    EXPECT_EQ(5u, fs::file_size(back.into + "/imports/c.csv"));
}

TEST_F(SqliteBackupTest, a_stopped_piece_leaves_nothing_under_its_name)
{
    add(50, 50000);
    begin();
    EXPECT_FALSE(backup_->make_full([](std::uint64_t done, std::uint64_t) { return done == 0; }));
    for (const auto& entry : fs::directory_iterator(folder_)) {
        EXPECT_EQ(std::string::npos, entry.path().string().find("full")) << entry.path();
    }
    EXPECT_TRUE(backup_->needs_full());
    EXPECT_EQ(ErrorCode::backup_none, refusal().first);
}

}  // namespace
}  // namespace juan::store
