// The file layer of TestDisk, and tests that it loses what it should.
#include "core/store/sqlite/disk_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <new>
#include <utility>

#include "core/store/sqlite/scratch_folder.hpp"

namespace juan::store {
namespace {

constexpr std::size_t sector_bytes = 512;
constexpr int full_changes = 20;

// What SQLite hands to every call: ours first, the system's file right after it.
struct DiskFile {
    sqlite3_file base;
    TestDisk* disk;
    const char* path;
    int failures_told;

    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

DiskFile& disk_file(sqlite3_file* file) { return *reinterpret_cast<DiskFile*>(file); }

// A call that goes on to the system's file as it is.
template <auto member, class... Arguments>
int pass(sqlite3_file* file, Arguments... arguments)
{
    sqlite3_file* real = disk_file(file).real();
    return (real->pMethods->*member)(real, arguments...);
}

void pass_barrier(sqlite3_file* file)
{
    sqlite3_file* real = disk_file(file).real();
    real->pMethods->xShmBarrier(real);
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset)
{
    auto& self = disk_file(file);
    return self.disk->write(self.path, self.real(), bytes, size, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size)
{
    auto& self = disk_file(file);
    return self.disk->truncate(self.path, self.real(), size);
}

int sync_file(sqlite3_file* file, int)
{
    auto& self = disk_file(file);
    return self.disk->sync(self.path, self.failures_told);
}

using Methods = sqlite3_io_methods;

const Methods methods = {
    2,
    pass<&Methods::xClose>,
    pass<&Methods::xRead, void*, int, sqlite3_int64>,
    write_file,
    truncate_file,
    sync_file,
    pass<&Methods::xFileSize, sqlite3_int64*>,
    pass<&Methods::xLock, int>,
    pass<&Methods::xUnlock, int>,
    pass<&Methods::xCheckReservedLock, int*>,
    pass<&Methods::xFileControl, int, void*>,
    pass<&Methods::xSectorSize>,
    pass<&Methods::xDeviceCharacteristics>,
    pass<&Methods::xShmMap, int, int, int, void volatile**>,
    pass<&Methods::xShmLock, int, int, int>,
    pass_barrier,
    pass<&Methods::xShmUnmap, int>,
    nullptr,
    nullptr,
};

TestDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<TestDisk*>(vfs->pAppData); }

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out)
{
    auto& self = *new (file) DiskFile{{nullptr}, &disk_of(vfs), path, disk_of(vfs).count_failed_syncs(path)};
    sqlite3_vfs* real = self.disk->real();
    const int code = real->xOpen(real, path, self.real(), flags, flags_out);
    if (code == SQLITE_OK) {
        self.base.pMethods = &methods;
    }
    return code;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int is_synced) { return disk_of(vfs).remove(path, is_synced); }

// A full disk still truncates, syncs and deletes.
bool is_error(Fault fault)
{
    return fault == Fault::io_error || fault == Fault::io_errors || fault == Fault::short_write;
}

void apply(std::string& bytes, const TestDisk::Change& change)
{
    const auto offset = static_cast<std::size_t>(change.offset);
    if (change.is_truncation) {
        bytes.resize(offset);
        return;
    }
    bytes.resize(std::max(bytes.size(), offset + change.bytes.size()));
    bytes.replace(offset, change.bytes.size(), change.bytes);
}

}  // namespace

TestDisk::TestDisk(std::uint64_t seed) : real_(sqlite3_vfs_find(nullptr)), random_(seed)
{
    static int count = 0;
    name_ = "test_disk_" + std::to_string(++count);
    vfs_ = *real_;
    vfs_.szOsFile = static_cast<int>(sizeof(DiskFile)) + real_->szOsFile;
    vfs_.pNext = nullptr;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.xOpen = open_file;
    vfs_.xDelete = delete_file;
    sqlite3_vfs_register(&vfs_, 0);
}

TestDisk::~TestDisk() { sqlite3_vfs_unregister(&vfs_); }

void TestDisk::plan(Fault fault, int change)
{
    const std::lock_guard lock(mutex_);
    fault_ = fault;
    fault_at_ = change;
    changes_ = 0;
    has_struck_ = false;
}

int TestDisk::count_changes() const
{
    const std::lock_guard lock(mutex_);
    return changes_;
}

bool TestDisk::has_struck() const
{
    const std::lock_guard lock(mutex_);
    return has_struck_;
}

Fault TestDisk::next_fault()
{
    ++changes_;
    if (fault_ == Fault::none || changes_ < fault_at_) {
        return Fault::none;
    }
    const bool is_now = changes_ == fault_at_ || fault_ == Fault::io_errors ||
                        (fault_ == Fault::full && changes_ < fault_at_ + full_changes);
    if (is_now && !has_struck_) {
        has_struck_ = true;
        if (fault_ == Fault::power_cut) {
            files_at_cut_ = files_;
        }
    }
    return is_now ? fault_ : Fault::none;
}

int TestDisk::write(const std::string& path, sqlite3_file* real, const void* bytes, int size, std::int64_t offset)
{
    const std::lock_guard lock(mutex_);
    const Fault fault = next_fault();
    if (fault == Fault::full) {
        return SQLITE_FULL;
    }
    if (fault == Fault::io_error || fault == Fault::io_errors) {
        return SQLITE_IOERR_WRITE;
    }
    const int size_written = fault == Fault::short_write ? size / 2 : size;
    const auto* text = static_cast<const char*>(bytes);
    File& file = files_[path];
    if (file.is_deleted) {
        const int failed_syncs = file.failed_syncs;
        file = {};
        file.failed_syncs = failed_syncs;
    }
    file.pending.push_back({offset, std::string(text, static_cast<std::size_t>(size_written)), false});
    const int code = real->pMethods->xWrite(real, bytes, size_written, offset);
    return fault == Fault::short_write ? SQLITE_IOERR_WRITE : code;
}

int TestDisk::truncate(const std::string& path, sqlite3_file* real, std::int64_t size)
{
    const std::lock_guard lock(mutex_);
    const Fault fault = next_fault();
    if (is_error(fault)) {
        return SQLITE_IOERR_TRUNCATE;
    }
    files_[path].pending.push_back({size, {}, true});
    return real->pMethods->xTruncate(real, size);
}

int TestDisk::count_failed_syncs(const std::string& path) const
{
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(path);
    return found == files_.end() ? 0 : found->second.failed_syncs;
}

int TestDisk::sync(const std::string& path, int& failures_told)
{
    const std::lock_guard lock(mutex_);
    const Fault fault = next_fault();
    File& file = files_[path];
    if (!is_error(fault)) {
        for (const Change& change : file.pending) {
            apply(file.durable, change);
        }
        if (!std::exchange(file.is_there, true)) {
            // SQLite syncs the folder too after the first sync of a journal or log, and with it all deletions so far.
            std::erase_if(files_, [](const auto& entry) { return entry.second.is_deleted; });
        }
    }
    file.pending.clear();
    file.failed_syncs += is_error(fault) ? 1 : 0;
    return std::exchange(failures_told, file.failed_syncs) == file.failed_syncs ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

int TestDisk::remove(const std::string& path, int is_synced)
{
    const std::lock_guard lock(mutex_);
    const Fault fault = next_fault();
    if (is_error(fault)) {
        return SQLITE_IOERR_DELETE;
    }
    if (is_synced != 0) {
        files_.erase(path);
    } else {
        files_[path].is_deleted = true;
    }
    return real_->xDelete(real_, path.c_str(), is_synced);
}

// Four kinds of luck: nothing unsynced survives, all of it, whole writes by chance, single sectors by chance.
void TestDisk::write_image(const std::string& folder)
{
    const std::lock_guard lock(mutex_);
    const auto luck = random_() % 4;
    const auto is_kept = [&] { return random_() % 2 == 0; };
    for (const auto& [path, file] : has_struck_&& fault_ == Fault::power_cut ? files_at_cut_ : files_) {
        if ((!file.is_there || file.is_deleted) && is_kept()) {
            continue;
        }
        std::string bytes = file.durable;
        for (const Change& change : file.pending) {
            if (luck == 1 || (luck == 2 && is_kept()) || (luck == 3 && change.is_truncation && is_kept())) {
                apply(bytes, change);
            }
            for (std::size_t at = 0; luck == 3 && at < change.bytes.size(); at += sector_bytes) {
                if (is_kept()) {
                    const auto offset = change.offset + static_cast<std::int64_t>(at);
                    apply(bytes, {offset, change.bytes.substr(at, sector_bytes), false});
                }
            }
        }
        std::ofstream out(folder / std::filesystem::path(path).filename(), std::ios::binary);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }
}

namespace {

TEST(TestDisk, LosesWhatWasNotSyncedAndNothingElse)
{
    bool is_lost = false;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const ScratchFolder before;
        const ScratchFolder after;
        TestDisk disk(seed);
        sqlite3* connection = nullptr;
        const std::string path = before.path() + "/juan.db";
        ASSERT_EQ(
            sqlite3_open_v2(path.c_str(), &connection, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, disk.name().c_str()),
            SQLITE_OK);
        sqlite3_exec(connection, "create table t (a); pragma synchronous = off; create table u (a)", nullptr, nullptr,
                     nullptr);
        disk.write_image(after.path());
        sqlite3_close(connection);
        std::ifstream file(after.path() + "/juan.db", std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        EXPECT_NE(bytes.find("CREATE TABLE t"), bytes.npos);
        is_lost = is_lost || bytes.find("CREATE TABLE u") == bytes.npos;
    }
    EXPECT_TRUE(is_lost);
}

}  // namespace
}  // namespace juan::store
