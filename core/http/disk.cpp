// Files by POSIX calls, because full disks must be told from other failures.
#include "core/http/disk.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/error.hpp"
#include "core/http/limits.hpp"

namespace juan::http {
namespace {

[[noreturn]] void fail(int error)
{
    if (error == ENOSPC || error == EDQUOT) {
        throw Error(ErrorCode::store_full);
    }
    throw Error(ErrorCode::store_failed, {{"what", std::strerror(error)}});
}

// As people say it: "14 bytes", "7.4 MB".
std::string size_text(std::uint64_t bytes)
{
    constexpr double megabyte = 1e6;
    constexpr std::uint64_t said_in_bytes_max = 50'000;
    return bytes < said_in_bytes_max ? fmt::format("{} bytes", bytes)
                                     : fmt::format("{:.1f} MB", static_cast<double>(bytes) / megabyte);
}

std::string checked_path(const std::string& folder, std::string_view name, std::uint64_t bytes)
{
    struct statvfs disk {};
    if (::statvfs(folder.c_str(), &disk) != 0) {
        fail(errno);
    }
    const std::uint64_t free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    const std::uint64_t room = free - std::min(free, disk_reserve_bytes);
    if (room < bytes) {
        throw Error(ErrorCode::upload_no_room, {{"size", size_text(bytes)}, {"room", size_text(room)}});
    }
    return folder + "/" + std::string(name) + ".upload";
}

}  // namespace

Descriptor::~Descriptor()
{
    if (number_ >= 0) {
        ::close(number_);
    }
}

UploadFile::UploadFile(const std::string& folder, std::string_view name, std::uint64_t bytes)
    : path_(checked_path(folder, name, bytes)),
      file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600))
{
    if (file_.number() < 0) {
        fail(errno);
    }
}

UploadFile::~UploadFile()
{
    if (!is_kept_) {
        ::unlink(path_.c_str());
    }
}

void UploadFile::append(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(file_.number(), bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            fail(errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
}

DownloadFile::DownloadFile(const std::string& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC))
{
    struct stat facts {};
    if (file_.number() < 0 || ::fstat(file_.number(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
        throw Error(ErrorCode::not_found, {{"what", "file"}});
    }
    size_ = static_cast<std::uint64_t>(facts.st_size);
}

std::string DownloadFile::read()
{
    std::string part(static_cast<std::size_t>(std::min<std::uint64_t>(size_ - at_, file_chunk_bytes)), '\0');
    const ssize_t count = ::pread(file_.number(), part.data(), part.size(), static_cast<off_t>(at_));
    part.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    at_ += part.size();
    return part;
}

}  // namespace juan::http
