// Files of a backup and of a restore: descriptors that close themselves, and errors that name the path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace juan::store {

// A file or folder that is open.
class BackupFile {
public:
    enum class Mode { read, create };  // create: an earlier one of that name is gone

    // Throws Error backup_io, backup_full_disk.
    BackupFile(const std::string& path, Mode mode);
    ~BackupFile();
    BackupFile(const BackupFile&) = delete;
    BackupFile& operator=(const BackupFile&) = delete;

    // All throw Error backup_io, or backup_full_disk when there is no room.
    void append(std::string_view bytes);
    void write_at(std::string_view bytes, std::uint64_t offset);
    std::size_t read_at(char* bytes, std::size_t size, std::uint64_t offset) const;  // less at the end of the file
    void truncate(std::uint64_t size);
    void sync();
    std::uint64_t size() const;
    const std::string& path() const { return path_; }

private:
    std::string path_;
    int number_ = -1;
};

// Makes names in it durable. Throws Error backup_io.
void sync_folder(const std::string& folder);
// Makes the folder (mode 0700) and those above it when missing. Throws Error backup_io, backup_full_disk.
void make_backup_folder(const std::string& folder);
// Throws Error backup_io, backup_full_disk.
void rename_durably(const std::string& from, const std::string& to);
// For the error number of the system's last call. Throws Error backup_io, backup_full_disk.
[[noreturn]] void fail_at(const std::string& path, int error_number);

}  // namespace juan::store
