// POSIX calls, each of them checked.
#include "core/store/backup/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/base/error.hpp"

namespace juan::store {
namespace {

namespace fs = std::filesystem;

constexpr mode_t private_file = 0600;
constexpr mode_t private_folder = 0700;

}  // namespace

void fail_at(const std::string& path, int error_number)
{
    if (error_number == ENOSPC || error_number == EDQUOT) {
        throw Error(ErrorCode::backup_full_disk, {{"path", path}});
    }
    throw Error(ErrorCode::backup_io, {{"path", path}, {"what", std::generic_category().message(error_number)}});
}

BackupFile::BackupFile(const std::string& path, Mode mode) : path_(path)
{
    const int flags = mode == Mode::read ? O_RDONLY : O_RDWR | O_CREAT | O_TRUNC;
    number_ = ::open(path.c_str(), flags | O_CLOEXEC, private_file);
    if (number_ < 0) fail_at(path, errno);
}

BackupFile::~BackupFile() { ::close(number_); }

void BackupFile::append(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(number_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail_at(path_, errno);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

void BackupFile::write_at(std::string_view bytes, std::uint64_t offset)
{
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(number_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail_at(path_, errno);
        bytes.remove_prefix(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
}

std::size_t BackupFile::read_at(char* bytes, std::size_t size, std::uint64_t offset) const
{
    std::size_t filled = 0;
    while (filled < size) {
        const ssize_t count = ::pread(number_, bytes + filled, size - filled, static_cast<off_t>(offset + filled));
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail_at(path_, errno);
        if (count == 0) break;
        filled += static_cast<std::size_t>(count);
    }
    return filled;
}

void BackupFile::truncate(std::uint64_t size)
{
    if (::ftruncate(number_, static_cast<off_t>(size)) != 0) fail_at(path_, errno);
}

void BackupFile::sync()
{
    if (::fsync(number_) != 0) fail_at(path_, errno);
}

std::uint64_t BackupFile::size() const
{
    struct stat state {};
    if (::fstat(number_, &state) != 0) fail_at(path_, errno);
    return static_cast<std::uint64_t>(state.st_size);
}

void sync_folder(const std::string& folder)
{
    const int number = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int code = number < 0 || ::fsync(number) != 0 ? errno : 0;
    if (number >= 0) ::close(number);
    // Some network file systems cannot sync a folder, and say so.
    if (code != 0 && code != EINVAL) fail_at(folder, code);
}

void make_backup_folder(const std::string& folder)
{
    const fs::path path = fs::absolute(folder).lexically_normal();
    fs::path grown;
    for (const fs::path& part : path) {
        grown /= part;
        if (part.empty() || ::mkdir(grown.c_str(), private_folder) != 0) {
            if (part.empty() || errno == EEXIST || fs::is_directory(grown)) continue;
            fail_at(grown.string(), errno);
        }
        sync_folder(grown.parent_path().string());
    }
}

void rename_durably(const std::string& from, const std::string& to)
{
    if (::rename(from.c_str(), to.c_str()) != 0) fail_at(to, errno);
    sync_folder(fs::absolute(to).lexically_normal().parent_path().string());
}

}  // namespace juan::store
