// The files of a data folder besides the database: which there are, which have changed, and their way into a piece.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/base/json.hpp"
#include "core/store/backup/piece.hpp"

namespace juan::store {

class FileDigest;

struct DataFile {
    std::uint64_t bytes = 0;
    std::int64_t changed_ns = 0;  // when it was written last, since 1970
    std::string digest;           // BLAKE2b-256, hexadecimal; empty: not read yet
};
using DataFiles = std::map<std::string, DataFile>;  // by path within the folder

// All but the database itself and what is made again: the mirror, requests on their way in, links.
// Throws Error backup_io.
DataFiles scan_files(const std::string& data_folder);

// Writes those that `known` does not have like that, and fills in digests. One that goes or shrinks meanwhile is left
// out of `files`. Returns whether anything changed. Throws Error backup_io, backup_full_disk.
bool write_changed_files(const std::string& data_folder, const DataFiles& known, DataFiles& files, PieceWriter& writer);

std::string format_files(const DataFiles& files);
// Throws Error backup_damaged, naming `name`.
DataFiles parse_files(const std::string& json, const std::string& name);

// Takes files out of pieces, into a folder.
class FileTaker {
public:
    explicit FileTaker(std::string folder);
    ~FileTaker();
    // One of the kinds file, data, file_end, manifest, just read by `reader`. Throws Error backup_damaged, backup_io,
    // ...
    void take(PieceReader& reader, const Block& block);
    // Takes away what the last manifest does not name; gives the number of files left. Throws Error backup_damaged,
    // which names the piece `name`, when a file of the manifest did not come.
    std::int64_t finish(const std::string& name);

private:
    std::string path_of(const std::string& relative, const std::string& name) const;
    void end_file(PieceReader& reader);

    std::string folder_;
    std::string current_;
    std::unique_ptr<BackupFile> file_;
    std::unique_ptr<FileDigest> digest_;
    std::map<std::string, std::string> there_;  // digest by path
    DataFiles manifest_;
    bool has_manifest_ = false;
};

}  // namespace juan::store
