// A disk that fails, for tests: a file layer under SQLite (VFS) that passes everything on to the system's and keeps
// account of what would be on the platters. What was written but not synced is lost, kept or torn when the power goes.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace juan::store {

// What the n-th change of the disk meets.
enum class Fault {
    none,
    power_cut,    // nothing reaches the platters from then on; calls go on succeeding
    io_error,     // this one fails; a failed sync forgets what was to be synced and is told once to each who had the
                  // file open, as by Linux since 4.13 (fsync(2)); the next succeeds
    io_errors,    // this one and all after it fail
    short_write,  // half of it is written, then an error
    full,         // this one and the next nineteen find no room
};

// Thread-safe. One disk holds the files of one folder; its name is the VFS to open them with.
class TestDisk {
public:
    explicit TestDisk(std::uint64_t seed);
    TestDisk(const TestDisk&) = delete;
    TestDisk& operator=(const TestDisk&) = delete;
    ~TestDisk();

    const std::string& name() const { return name_; }
    // Changes are counted from 1, from now on: writes, truncations, syncs, deletions.
    void plan(Fault fault, int change);
    int count_changes() const;
    // The planned fault has happened.
    bool has_struck() const;
    // Puts into `folder` what a machine finds after the power went at the fault, or now.
    void write_image(const std::string& folder);

    // Called by the file layer.
    struct Change {
        std::int64_t offset = 0;
        std::string bytes;
        bool is_truncation = false;
    };
    struct File {
        std::string durable;          // on the platters
        std::vector<Change> pending;  // since the last sync
        bool is_there = false;        // its name is on the platters
        bool is_deleted = false;
        int failed_syncs = 0;
    };
    int write(const std::string& path, sqlite3_file* real, const void* bytes, int size, std::int64_t offset);
    int truncate(const std::string& path, sqlite3_file* real, std::int64_t size);
    // `failures_told`: of the file's failed syncs, how many happened before it was opened or were told since.
    int sync(const std::string& path, int& failures_told);
    int count_failed_syncs(const std::string& path) const;
    int remove(const std::string& path, int is_synced);
    sqlite3_vfs* real() const { return real_; }

private:
    Fault next_fault();

    std::string name_;
    sqlite3_vfs vfs_{};
    sqlite3_vfs* real_;
    mutable std::mutex mutex_;
    std::mt19937_64 random_;
    std::map<std::string, File> files_;
    std::map<std::string, File> files_at_cut_;
    Fault fault_ = Fault::none;
    int fault_at_ = 0;
    int changes_ = 0;
    bool has_struck_ = false;
};

}  // namespace juan::store
