// For tests: a folder of their own, gone afterwards.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace juan::store {

class ScratchFolder {
public:
    ScratchFolder()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "juan_test_XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

// How often a test repeats itself: more often at night, when the environment variable `name` says so.
inline int repetitions(const char* name, int usual)
{
    const char* text = std::getenv(name);
    return text == nullptr ? usual : std::atoi(text);
}

}  // namespace juan::store
