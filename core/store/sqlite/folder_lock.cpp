// flock(2) on juan.lock. The lock belongs to the open file, so opening twice in one process is refused too.
#include "core/store/sqlite/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/base/error.hpp"

namespace juan::store {
namespace {

constexpr mode_t private_file = 0600;
constexpr mode_t private_folder = 0700;

std::string lock_path(const std::string& folder) { return folder + "/juan.lock"; }

[[noreturn]] void fail(const std::string& path)
{
    const std::error_code code(errno, std::generic_category());
    if (code.value() == ENOSPC || code.value() == EDQUOT) {
        throw Error(ErrorCode::store_full);
    }
    throw Error(ErrorCode::store_failed, {{"what", path + ": " + code.message()}});
}

// Closes itself.
class File {
public:
    File(const std::string& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, private_file)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File()
    {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    int number() const { return number_; }
    int release() { return std::exchange(number_, -1); }

private:
    int number_;
};

// A new folder is there after a power cut only when its parent is on the disk.
void make_folder(const std::string& folder)
{
    if (::mkdir(folder.c_str(), private_folder) != 0) {
        if (errno == EEXIST) {
            return;
        }
        fail(folder);
    }
    const auto parent = std::filesystem::absolute(folder + "/..").lexically_normal().string();
    const File file(parent, O_RDONLY | O_DIRECTORY);
    if (file.number() < 0 || ::fsync(file.number()) != 0) {
        fail(parent);
    }
}

}  // namespace

FolderLock::FolderLock(const std::string& folder)
{
    make_folder(folder);
    const std::string path = lock_path(folder);
    File file(path, O_RDWR | O_CREAT);
    if (file.number() < 0) {
        fail(path);
    }
    if (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) {
            throw Error(ErrorCode::store_in_use, {{"path", folder}});
        }
        fail(path);
    }
    if (::ftruncate(file.number(), 0) != 0) {
        fail(path);
    }
    file_ = file.release();
}

FolderLock::~FolderLock()
{
    // The file stays: removing it could take the lock away from a process that has just opened it.
    if (::ftruncate(file_, 0) != 0) {
        // An old note does no harm: nobody reads the note of a lock that is not held.
    }
    ::close(file_);
}

void write_lock_note(const std::string& folder, std::string_view text)
{
    const std::string path = lock_path(folder);
    const File file(path, O_WRONLY);
    const auto size = static_cast<ssize_t>(text.size());
    if (file.number() < 0 || ::pwrite(file.number(), text.data(), text.size(), 0) != size ||
        ::ftruncate(file.number(), size) != 0) {
        fail(path);
    }
}

std::optional<std::string> read_lock_note(const std::string& folder)
{
    const File file(lock_path(folder), O_RDONLY);
    if (file.number() < 0 || ::flock(file.number(), LOCK_SH | LOCK_NB) == 0) {
        return {};
    }
    std::string note;
    std::array<char, 4096> buffer;
    ssize_t size = 0;
    while ((size = ::pread(file.number(), buffer.data(), buffer.size(), static_cast<off_t>(note.size()))) > 0) {
        note.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return note;
}

void make_private_file(const std::string& path)
{
    const File file(path, O_RDWR | O_CREAT);
    if (file.number() < 0 || ::fchmod(file.number(), private_file) != 0) {
        fail(path);
    }
}

}  // namespace juan::store
