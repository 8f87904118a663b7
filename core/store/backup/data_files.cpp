// A file is taken to be the same as long as its size and time of change are.
#include "core/store/backup/data_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

#include "core/base/error.hpp"

namespace juan::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk_bytes = 1024 * 1024;
constexpr std::array<std::string_view, 4> folders_left_out = {"mirror", "uploads", "sample", "check"};
constexpr std::string_view own_prefix = "juan.";  // juan.db, its log, juan.lock, ...

std::string hexadecimal(const Digest& digest)
{
    std::string text;
    for (const unsigned char byte : digest) text += fmt::format("{:02x}", byte);
    return text;
}

void scan(const std::string& folder, const std::string& prefix, DataFiles& files)
{
    std::error_code code;
    fs::directory_iterator entries(folder, code);
    if (code && code.value() == ENOENT) return;  // gone meanwhile
    if (code) fail_at(folder, code.value());
    for (; entries != fs::directory_iterator(); entries.increment(code)) {
        const std::string name = entries->path().filename().string();
        struct stat state {};
        if (::lstat(entries->path().c_str(), &state) != 0) continue;
        const bool is_left_out = prefix.empty() && (name.starts_with(own_prefix) ||
                                                    std::find(folders_left_out.begin(), folders_left_out.end(), name) !=
                                                        folders_left_out.end());
        if (is_left_out) continue;
        if (S_ISDIR(state.st_mode)) {
            scan(entries->path().string(), prefix + name + "/", files);
        } else if (S_ISREG(state.st_mode)) {
            files[prefix + name] = {static_cast<std::uint64_t>(state.st_size),
                                    state.st_mtim.tv_sec * std::int64_t{1'000'000'000} + state.st_mtim.tv_nsec,
                                    {}};
        }
        if (code) fail_at(folder, code.value());
    }
}

}  // namespace

class FileDigest {
public:
    FileDigest() { crypto_generichash_init(&state_, nullptr, 0, sizeof(Digest)); }
    void add(std::string_view bytes)
    {
        crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    }
    Digest end()
    {
        Digest digest{};
        crypto_generichash_final(&state_, digest.data(), digest.size());
        return digest;
    }

private:
    crypto_generichash_state state_;
};

namespace {

// Its digest; empty when it could not be read to the size it had.
std::string write_file(const std::string& data_folder, const std::string& path, std::uint64_t bytes,
                       PieceWriter& writer)
{
    const std::string full = data_folder + "/" + path;
    if (::access(full.c_str(), R_OK) != 0) return {};
    const BackupFile file(full, BackupFile::Mode::read);
    writer.block(BlockKind::file, path);
    FileDigest digest;
    std::string chunk(chunk_bytes, '\0');
    std::uint64_t done = 0;
    while (done < bytes) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_bytes, bytes - done));
        const std::size_t count = file.read_at(chunk.data(), wanted, done);
        if (count == 0) break;
        const std::string_view part = std::string_view(chunk).substr(0, count);
        digest.add(part);
        writer.block(BlockKind::data, part);
        done += count;
    }
    const Digest result = done == bytes ? digest.end() : Digest{};
    writer.block(BlockKind::file_end, {reinterpret_cast<const char*>(result.data()), result.size()});
    return done == bytes ? hexadecimal(result) : std::string();
}

}  // namespace

DataFiles scan_files(const std::string& data_folder)
{
    DataFiles files;
    scan(data_folder, "", files);
    return files;
}

bool write_changed_files(const std::string& data_folder, const DataFiles& known, DataFiles& files, PieceWriter& writer)
{
    bool is_changed = false;
    for (auto one = files.begin(); one != files.end();) {
        auto& [path, file] = *one;
        const auto before = known.find(path);
        const bool is_same = before != known.end() && before->second.bytes == file.bytes &&
                             before->second.changed_ns == file.changed_ns && !before->second.digest.empty();
        file.digest = is_same ? before->second.digest : write_file(data_folder, path, file.bytes, writer);
        is_changed = is_changed || !is_same;
        one = file.digest.empty() ? files.erase(one) : std::next(one);
    }
    return is_changed || files.size() != known.size();
}

std::string format_files(const DataFiles& files)
{
    Json json = Json::object();
    for (const auto& [path, file] : files) {
        json[path] = {file.bytes, file.changed_ns, file.digest};
    }
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

DataFiles parse_files(const std::string& json, const std::string& name)
{
    const Json read = Json::parse(json, nullptr, false);
    DataFiles files;
    bool fits = read.is_object();
    for (auto item = read.begin(); fits && item != read.end(); ++item) {
        const Json& value = item.value();
        fits = value.is_array() && value.size() == 3 && value[0].is_number_unsigned() && value[1].is_number_integer() &&
               value[2].is_string();
        if (fits) files[item.key()] = {value[0].get<std::uint64_t>(), value[1].get<std::int64_t>(), value[2]};
    }
    if (!fits) fail_damaged(name, "its list of files cannot be read");
    return files;
}

FileTaker::FileTaker(std::string folder) : folder_(std::move(folder)) {}

FileTaker::~FileTaker() = default;

// Paths in a piece are sealed, yet nothing may lead out of the folder.
std::string FileTaker::path_of(const std::string& relative, const std::string& name) const
{
    const fs::path path = relative;
    const bool leads_out = path.is_absolute() || relative.empty() || relative.find('\0') != relative.npos ||
                           std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
    if (leads_out || (relative.find('/') == relative.npos && relative.starts_with(own_prefix))) {
        fail_damaged(name, "a file in it would stand outside the folder");
    }
    return folder_ + "/" + relative;
}

void FileTaker::take(PieceReader& reader, const Block& block)
{
    constexpr std::uint64_t text_bytes_max = 256 * 1024 * 1024;
    if (block.bytes > text_bytes_max && block.kind != BlockKind::data)
        fail_damaged(reader.name(), "a block is too long");
    switch (block.kind) {
        case BlockKind::file: {
            current_ = reader.read_exactly(static_cast<std::size_t>(block.bytes));
            const std::string path = path_of(current_, reader.name());
            make_backup_folder(fs::path(path).parent_path().string());
            file_ = std::make_unique<BackupFile>(path, BackupFile::Mode::create);
            digest_ = std::make_unique<FileDigest>();
            return;
        }
        case BlockKind::data:
            if (!file_) fail_damaged(reader.name(), "data without a file");
            for (auto part = reader.read(chunk_bytes); !part.empty(); part = reader.read(chunk_bytes)) {
                digest_->add(part);
                file_->append(part);
            }
            return;
        case BlockKind::file_end: end_file(reader); return;
        case BlockKind::manifest:
            manifest_ = parse_files(reader.read_exactly(static_cast<std::size_t>(block.bytes)), reader.name());
            has_manifest_ = true;
            return;
        default: CHECK(false);
    }
}

void FileTaker::end_file(PieceReader& reader)
{
    if (!file_) fail_damaged(reader.name(), "the end of no file");
    Digest digest{};
    const std::string bytes = reader.read_exactly(digest.size());
    std::copy(bytes.begin(), bytes.end(), digest.begin());
    const std::string path = file_->path();
    if (digest == Digest{}) {
        file_.reset();
        ::unlink(path.c_str());
        there_.erase(current_);
        return;
    }
    if (digest != digest_->end()) fail_damaged(reader.name(), current_ + " came out different");
    file_->sync();
    file_.reset();
    there_[current_] = hexadecimal(digest);
}

std::int64_t FileTaker::finish(const std::string& name)
{
    if (!has_manifest_) return static_cast<std::int64_t>(there_.size());
    for (const auto& [path, file] : manifest_) {
        const auto found = there_.find(path);
        if (found == there_.end() || found->second != file.digest) {
            fail_damaged(name, path + " is in its list of files but did not come");
        }
        const std::string full = path_of(path, name);
        const std::array<timespec, 2> times = {{{file.changed_ns / 1'000'000'000, file.changed_ns % 1'000'000'000},
                                                {file.changed_ns / 1'000'000'000, file.changed_ns % 1'000'000'000}}};
        ::utimensat(AT_FDCWD, full.c_str(), times.data(), 0);
    }
    for (const auto& [path, digest] : there_) {
        if (!manifest_.contains(path)) ::unlink(path_of(path, name).c_str());
    }
    return static_cast<std::int64_t>(manifest_.size());
}

}  // namespace juan::store
