// A file of zeros that takes blocks of the disk, unlike one with a hole.
#include "core/store/sqlite/ballast.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace juan::store {
namespace {

// The index of a log at its hard limit takes half of it.
constexpr std::uintmax_t ballast_bytes = 2 * 1024 * 1024;

}  // namespace

Ballast::Ballast(const std::string& folder) : path_(folder + "/juan.ballast")
{
    std::error_code ignored;  // What cannot be removed gives no room; opening then says what is wrong.
    std::filesystem::remove(path_, ignored);
}

void Ballast::take() const
{
    std::error_code error;
    const auto room = std::filesystem::space(std::filesystem::path(path_).parent_path(), error).available;
    const int file = error ? -1 : ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return;
    // Less than wanted does no harm: the next start has that much.
    [[maybe_unused]] const int code = ::posix_fallocate(file, 0, static_cast<off_t>(std::min(ballast_bytes, room)));
    ::close(file);
}

}  // namespace juan::store
