// fsync(2): that of a file does not make its entry in the folder durable.
#include "core/base/durable.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/base/error.hpp"

namespace juan {
namespace {

void sync(const std::string& path, int flags)
{
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
    const int code = file < 0 || ::fsync(file) != 0 ? errno : 0;
    if (file >= 0) ::close(file);
    // Some network file systems cannot sync a folder, and say so.
    if (code == 0 || (code == EINVAL && (flags & O_DIRECTORY) != 0)) return;
    if (code == ENOSPC || code == EDQUOT) throw Error(ErrorCode::store_full);
    throw Error(ErrorCode::store_failed, {{"what", path + ": " + std::strerror(code)}});
}

}  // namespace

void make_durable(const std::string& path)
{
    const std::filesystem::path whole = std::filesystem::absolute(path).lexically_normal();
    sync(whole.string(), std::filesystem::is_directory(whole) ? O_DIRECTORY : 0);
    sync(whole.parent_path().string(), O_DIRECTORY);
}

}  // namespace juan
