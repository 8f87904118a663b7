// Bytes of files and memory.
#include "flow/input/csv/bytes.hpp"

#include <algorithm>

#include "core/base/error.hpp"

namespace juan::input {

MemoryBytes::MemoryBytes(std::string_view bytes, std::uint64_t offset)
    : rest_(bytes.substr(std::min<std::size_t>(offset, bytes.size())))
{
}

std::size_t MemoryBytes::read(std::span<char> into)
{
    const std::size_t taken = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(taken);
    return taken;
}

FileBytes::FileBytes(const std::filesystem::path& path, std::uint64_t offset)
    : path_(path), file_(path, std::ios::binary)
{
    file_.seekg(static_cast<std::streamoff>(offset));
    if (!file_) {
        throw Error(ErrorCode::file_unreadable, {{"file", path_.filename().string()}});
    }
}

std::size_t FileBytes::read(std::span<char> into)
{
    file_.read(into.data(), static_cast<std::streamsize>(into.size()));
    if (file_.bad()) {
        throw Error(ErrorCode::file_unreadable, {{"file", path_.filename().string()}});
    }
    return static_cast<std::size_t>(file_.gcount());
}

}  // namespace juan::input
