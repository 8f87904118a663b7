// The pieces of a folder, by their headers.
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <map>
#include <tuple>

#include "core/base/error.hpp"
#include "core/store/backup/piece.hpp"

namespace juan::store {
namespace {

namespace fs = std::filesystem;

bool is_piece_name(const std::string& name) { return name.starts_with("juan-") && name.ends_with(".backup"); }

// As much of a piece's place as its name tells, for one whose header cannot be read.
void place_by_name(Piece& piece)
{
    const auto dash = piece.name.find('-', 5);
    if (dash == piece.name.npos || dash != 24) return;
    const std::string& name = piece.name;
    const auto time = parse_instant(name.substr(5, 4) + "-" + name.substr(9, 2) + "-" + name.substr(11, 5) + ":" +
                                    name.substr(16, 2) + ":" + name.substr(18, 2) + "." + name.substr(20, 3) + "Z");
    if (time) piece.epoch = static_cast<std::uint64_t>(to_integer(*time));
    piece.number = std::strtoull(name.c_str() + dash + 1, nullptr, 10);
    piece.kind = name.find("-full.") != name.npos ? PieceKind::full : PieceKind::increment;
}

Piece read_piece(const std::string& folder, const fs::directory_entry& entry,
                 const std::map<std::string_view, const Piece*>& known)
{
    std::error_code code;
    const auto found = known.find(entry.path().filename().string());
    if (found != known.end() && found->second->bytes == entry.file_size(code) && found->second->fault.empty()) {
        return *found->second;
    }
    Piece piece;
    piece.name = entry.path().filename().string();
    place_by_name(piece);
    try {
        piece.bytes = entry.file_size();
        const PieceHeader header = read_header(folder, piece.name);
        piece.from = header.from_time;
        piece.to = header.to_time;
        piece.made_at = header.made_at;
        piece.first_increment = header.first_increment;
        if (piece_name(header.kind, header.epoch, header.number) != piece.name) {
            piece.fault = "by its header it is " + piece_name(header.kind, header.epoch, header.number);
        } else if (piece.bytes != header_bytes + header.body_bytes) {
            piece.fault = "it was truncated or extended";
        }
    } catch (const Error& error) {
        piece.fault = sentence(error.finding(), Language::en);
    } catch (const fs::filesystem_error& error) {
        piece.fault = error.code().message();
    }
    return piece;
}

}  // namespace

std::vector<Piece> list_pieces(const std::string& folder, const std::vector<Piece>& known)
{
    std::map<std::string_view, const Piece*> by_name;
    for (const Piece& piece : known) by_name[piece.name] = &piece;
    std::error_code code;
    fs::directory_iterator entries(folder, code);
    if (code) fail_at(folder, code.value());
    std::vector<Piece> pieces;
    for (; entries != fs::directory_iterator(); entries.increment(code)) {
        if (is_piece_name(entries->path().filename().string())) pieces.push_back(read_piece(folder, *entries, by_name));
        if (code) fail_at(folder, code.value());
    }
    std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
        return std::tie(a.epoch, a.number, a.kind, a.name) < std::tie(b.epoch, b.number, b.kind, b.name);
    });
    return pieces;
}

void drop_pieces(const std::string& folder, const std::vector<Piece>& pieces)
{
    for (const Piece& piece : pieces) {
        const std::string path = folder + "/" + piece.name;
        if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail_at(path, errno);
    }
    if (!pieces.empty()) sync_folder(folder);
}

}  // namespace juan::store
