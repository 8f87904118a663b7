// 2026-03-01T08:00:00.000Z 15 1:HASH 15 1:SIGNATURE
#include "core/model/anchor.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "core/base/durable.hpp"
#include "core/base/error.hpp"

namespace juan::model {
namespace {

[[noreturn]] void fail(const std::string& path)
{
    if (errno == ENOSPC || errno == EDQUOT) throw Error(ErrorCode::store_full);
    throw Error(ErrorCode::file_unreadable, {{"file", path}});
}

// All lines that have their end; `end` is where the last of them stops.
std::vector<std::string> whole_lines(const std::string& path, std::size_t& end)
{
    end = 0;
    std::vector<std::string> lines;
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        if (errno == ENOENT) return lines;
        fail(path);
    }
    std::stringstream all;
    all << file.rdbuf();
    const std::string text = all.str();
    for (auto stop = text.find('\n'); stop != text.npos; stop = text.find('\n', end)) {
        lines.push_back(text.substr(end, stop - end));
        end = stop + 1;
    }
    return lines;
}

std::string_view last_word(std::string_view line)
{
    const auto space = line.rfind(' ');
    return space == line.npos ? std::string_view{} : line.substr(space + 1);
}

std::string signed_text(std::string_view previous, std::string_view line)
{
    return fmt::format("{}\n{}", previous, line);
}

std::optional<Anchor> read_line(std::string_view line, std::string_view previous, const Keyring& keys)
{
    const std::string_view signature = last_word(line);
    if (signature.empty()) return {};
    line.remove_suffix(signature.size() + 1);
    if (!keys.is_signed("anchor", signed_text(previous, line), signature)) return {};
    std::istringstream words{std::string(line)};
    std::string time;
    Anchor anchor;
    words >> time >> anchor.seq >> anchor.hash >> anchor.rows;
    const auto at = parse_instant(time);
    if (!words || !at) return {};
    anchor.at = *at;
    return anchor;
}

}  // namespace

std::string anchor_path(const KeySource& keys, const std::string& data_folder)
{
    const std::filesystem::path beside = key_source("", "", data_folder).path;  // FOLDER.keys
    const std::filesystem::path folder =
        keys.path.empty() ? beside.parent_path() : std::filesystem::absolute(keys.path).parent_path();
    return (folder / beside.stem()).string() + ".anchors";
}

Anchors read_anchors(const std::string& path, const Keyring& keys)
{
    Anchors anchors;
    std::size_t end = 0;
    std::string_view previous;
    const auto lines = whole_lines(path, end);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (auto anchor = read_line(lines[i], previous, keys)) anchors.all.push_back(*std::move(anchor));
        else if (anchors.line_broken == 0) anchors.line_broken = static_cast<std::int64_t>(i) + 1;
        previous = last_word(lines[i]);
    }
    return anchors;
}

void append_anchor(const std::string& path, const Keyring& keys, const Anchor& anchor)
{
    std::size_t end = 0;
    const auto lines = whole_lines(path, end);
    const std::string_view previous = lines.empty() ? std::string_view{} : last_word(lines.back());
    const std::string fields =
        fmt::format("{} {} {} {}", format_instant(anchor.at), anchor.seq, anchor.hash, anchor.rows);
    const std::string line = fmt::format("{} {}\n", fields, keys.sign("anchor", signed_text(previous, fields)));
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) fail(path);
    // What a power cut left of a line is written over.
    const bool is_written =
        ::ftruncate(file, static_cast<off_t>(end)) == 0 &&
        ::pwrite(file, line.data(), line.size(), static_cast<off_t>(end)) == static_cast<ssize_t>(line.size()) &&
        ::fsync(file) == 0;
    const int reason = errno;
    ::close(file);
    errno = reason;
    if (!is_written) fail(path);
    if (end == 0) make_durable(path);  // A new file.
}

}  // namespace juan::model
