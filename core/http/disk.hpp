// Bodies that stand on disk: uploads on their way in, files on their way out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace juan::http {

// A descriptor that is closed at the end.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor();
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

// Removed at the end unless kept.
class UploadFile {
public:
    // Throws Error upload_no_room when the disk has no room for `bytes`, store_failed when the file cannot be made.
    UploadFile(const std::string& folder, std::string_view name, std::uint64_t bytes);
    ~UploadFile();
    // Throws Error store_full, store_failed.
    void append(std::string_view bytes);
    const std::string& path() const { return path_; }
    void keep() { is_kept_ = true; }

private:
    std::string path_;
    Descriptor file_;
    bool is_kept_ = false;
};

class DownloadFile {
public:
    // Throws Error not_found.
    explicit DownloadFile(const std::string& path);
    std::uint64_t size() const { return size_; }
    // The next part, of at most file_chunk_bytes. Empty at the end, and when the file became shorter meanwhile.
    std::string read();

private:
    Descriptor file_;
    std::uint64_t size_ = 0;
    std::uint64_t at_ = 0;
};

}  // namespace juan::http
