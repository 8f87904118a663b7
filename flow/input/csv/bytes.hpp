// Where the bytes of an import come from: a file from some offset on, or memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string_view>

namespace juan::input {

class ByteSource {
public:
    virtual ~ByteSource() = default;
    // Fills `into` from the front; fewer bytes than asked for, or none, only at the end. Throws Error file_unreadable.
    virtual std::size_t read(std::span<char> into) = 0;
};

class MemoryBytes : public ByteSource {
public:
    // The bytes must outlive this.
    explicit MemoryBytes(std::string_view bytes, std::uint64_t offset = 0);
    std::size_t read(std::span<char> into) override;

private:
    std::string_view rest_;
};

class FileBytes : public ByteSource {
public:
    explicit FileBytes(const std::filesystem::path& path, std::uint64_t offset = 0);
    std::size_t read(std::span<char> into) override;

private:
    std::filesystem::path path_;
    std::ifstream file_;
};

}  // namespace juan::input
