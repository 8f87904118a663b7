// One process at a time may use a data folder. Its holder can leave a note for others, such as where it listens.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace juan::store {

// Holds FOLDER/juan.lock as long as it lives; the system lets go when the process dies.
class FolderLock {
public:
    // Creates the folder (mode 0700) when it is not there. Throws Error store_in_use, or store_failed.
    explicit FolderLock(const std::string& folder);
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    ~FolderLock();

private:
    int file_ = -1;
};

// Replaces the note. Requires: this process holds the folder. Throws Error store_failed.
void write_lock_note(const std::string& folder, std::string_view text);

// The note of the process that holds the folder; empty when nobody holds it. Never disturbs the holder.
std::optional<std::string> read_lock_note(const std::string& folder);

// Creates `path` with mode 0600 when it is not there, and takes other people's access away when it is.
void make_private_file(const std::string& path);

}  // namespace juan::store
