// Increments, full pieces, and joining on to what an earlier run has written.
#include "core/store/sqlite/sqlite_backup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/base/error.hpp"
#include "core/base/json_writer.hpp"
#include "core/base/log.hpp"

namespace juan::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk_bytes = 1024 * 1024;

void append_number(std::string& out, std::uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

// What a kill has left of pieces that were being written.
void remove_scraps(const std::string& folder, std::uint64_t epoch)
{
    const std::string prefix = fmt::format(".juan-{}-", epoch);
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(prefix) && name.ends_with(".partial")) fs::remove(entry.path());
    }
}

}  // namespace

std::string backup_mark(const std::string& data_folder) { return data_folder + "/juan.backup"; }

SqliteBackup::SqliteBackup(BackupTarget target, const BackupParts& parts, std::function<Vault()> vault,
                           const Clock& clock)
    : target_(std::move(target)), parts_(parts), vault_(std::move(vault)), clock_(clock)
{
    make_backup_folder(target_.folder);
    const auto pieces = list_pieces(target_.folder);
    if (!target_.is_lasting || !join(pieces)) {
        begin_epoch(pieces);
    }
    if (target_.is_lasting) {
        parts_.gauge.is_lasting = true;
        parts_.gauge.is_kept = false;
    }
}

// Goes on after the last increment of an earlier run; false when the log does not join on to it.
bool SqliteBackup::join(const std::vector<Piece>& pieces)
{
    std::ifstream mark(backup_mark(target_.data_folder));
    const Json json = Json::parse(mark, nullptr, false);
    if (!json.is_object() || json.value("folder", "") != target_.folder) return false;
    const auto epoch = json.value("epoch", std::uint64_t{0});
    std::vector<PieceHeader> headers;
    for (const Piece& piece : pieces) {
        if (piece.epoch != epoch || !piece.fault.empty()) continue;
        if (piece.kind == PieceKind::full) needs_full_ = false;
        if (piece.kind == PieceKind::increment) headers.push_back(read_header(target_.folder, piece.name));
    }
    if (headers.empty()) return false;
    const PieceHeader last =
        PieceReader(target_.folder, piece_name(PieceKind::increment, epoch, headers.back().number), vault_()).header();
    tap_ = std::make_unique<WalTap>(parts_.connection, parts_.gauge, parts_.limits, parts_.writer, clock_, last.to);
    if (tap_->is_lost()) {
        log_warning("backup_not_joined", {{"epoch", static_cast<std::int64_t>(epoch)}});
        tap_.reset();
        needs_full_ = true;
        return false;
    }
    epoch_ = epoch;
    number_ = last.number;
    last_place_ = last.to;
    last_seal_ = last.seal;
    last_time_ = last.to_time;
    log_began_in_ = number_;
    for (auto header = headers.rbegin(); header != headers.rend() && is_same_log(header->to, last.to); ++header) {
        log_began_in_ = header->number;
    }
    files_ = parse_files(json.value("files", Json::object()).dump(), "juan.backup");
    remove_scraps(target_.folder, epoch_);
    return true;
}

void SqliteBackup::begin_epoch(const std::vector<Piece>& pieces)
{
    tap_.reset();
    tap_ = std::make_unique<WalTap>(parts_.connection, parts_.gauge, parts_.limits, parts_.writer, clock_);
    const std::uint64_t newest = pieces.empty() ? 0 : pieces.back().epoch;
    epoch_ = std::max({static_cast<std::uint64_t>(to_integer(clock_.now())), newest + 1, epoch_ + 1});
    number_ = 0;
    log_began_in_ = 1;
    last_place_ = {};
    last_seal_ = {};
    last_time_ = clock_.now();
    files_.clear();
    needs_full_ = true;
    write_mark();
}

void SqliteBackup::write_mark() const
{
    if (!target_.is_lasting) return;
    const std::string path = backup_mark(target_.data_folder);
    JsonWriter json;
    json.begin_object().member("folder", target_.folder).member("epoch", static_cast<std::int64_t>(epoch_));
    json.key("files").raw(format_files(files_)).end_object();
    {
        BackupFile file(path + ".partial", BackupFile::Mode::create);
        file.append(json.text());
        file.sync();
    }
    rename_durably(path + ".partial", path);
}

std::uint64_t SqliteBackup::bytes_waiting() const
{
    const std::lock_guard lock(mutex_);
    return tap_ ? tap_->bytes_waiting() : 0;
}

// Begins anew when the log went on without us.
void SqliteBackup::require_log()
{
    if (tap_->is_lost()) {
        if (!is_copying_) begin_epoch(list_pieces(target_.folder));
        throw Error(ErrorCode::backup_log_lost,
                    {{"what", fmt::format("{} MiB", parts_.limits.hard_pages * std::int64_t{2} * tap_->page_bytes() /
                                                        1024 / 1024)}});
    }
}

PieceHeader SqliteBackup::new_header(PieceKind kind, std::uint32_t key_id) const
{
    PieceHeader header;
    header.kind = kind;
    header.key_id = key_id;
    header.page_bytes = tap_->page_bytes();
    header.epoch = epoch_;
    header.from_time = header.to_time = last_time_;
    header.made_at = clock_.now();
    return header;
}

std::optional<Piece> SqliteBackup::ship(bool with_counts)
{
    const std::lock_guard lock(mutex_);
    return ship_now(with_counts);
}

std::optional<Piece> SqliteBackup::ship_now(bool with_counts)
{
    require_log();
    const WalTap::Taking taking = tap_->take(with_counts);
    struct GiveBack {
        WalTap& tap;
        bool is_kept = false;
        ~GiveBack()
        {
            if (!is_kept) tap.give_back();
        }
    } guard{*tap_};
    // After the commits were taken: a file is there before the record that names it. Without a full piece there is
    // nothing to which files could be added.
    DataFiles files = needs_full_ ? DataFiles() : scan_files(target_.data_folder);
    const bool has_news = std::any_of(files.begin(), files.end(), [&](const auto& one) {
        const auto known = files_.find(one.first);
        return known == files_.end() || known->second.bytes != one.second.bytes ||
               known->second.changed_ns != one.second.changed_ns;
    });
    if (taking.runs.empty() && !with_counts && !has_news && (needs_full_ || files.size() == files_.size())) {
        return {};
    }
    const Vault vault = vault_();
    PieceHeader header = new_header(PieceKind::increment, vault.newest());
    PieceWriter writer(target_.folder, fmt::format("juan-{}-increment", epoch_), vault.key("backup", header.key_id));
    header.number = number_ + 1;
    header.previous = last_seal_;
    header.from = taking.runs.empty() ? taking.from : taking.runs.front().from;
    header.to = header.from;
    for (const LogRun& run : taking.runs) {
        header.to = write_run(run, writer, header);
    }
    if (with_counts) {
        writer.block(BlockKind::counts, Json(tap_->count_rows()).dump());
    }
    const bool has_files = !needs_full_ && write_changed_files(target_.data_folder, files_, files, writer);
    if (has_files || (with_counts && !needs_full_)) {
        writer.block(BlockKind::manifest, format_files(files));
    }
    writer.finish(header);
    if (has_files) {
        files_ = std::move(files);
        write_mark();
    }
    if (!is_same_log(header.to, last_place_)) log_began_in_ = header.number;
    number_ = header.number;
    last_place_ = header.to;
    last_seal_ = header.seal;
    last_time_ = header.to_time;
    guard.is_kept = true;
    tap_->keep(header.to);
    return piece_of(header);
}

// Each frame is checked on its way: what is shipped is what SQLite wrote. Gives the place after the last one.
LogPosition SqliteBackup::write_run(const LogRun& run, PieceWriter& writer, PieceHeader& header)
{
    const std::size_t frame_bytes = frame_header_bytes + run.header.page_bytes;
    const std::size_t frames_at_once = std::max<std::size_t>(1, chunk_bytes / frame_bytes);
    writer.begin(BlockKind::frames, wal_header_bytes + 4 + std::uint64_t{run.to_frame - run.from.frame} * frame_bytes);
    std::string head = run.header_bytes;
    append_number(head, run.from.frame + 1, 4);
    writer.write(head);
    LogPosition place = run.from;
    std::string commits;
    std::string buffer;
    while (place.frame < run.to_frame) {
        const std::size_t count = std::min<std::size_t>(frames_at_once, run.to_frame - place.frame);
        std::string_view bytes;
        if (run.carried.empty()) {
            tap_->read_log(buffer, wal_header_bytes + std::uint64_t{place.frame} * frame_bytes, count * frame_bytes);
            bytes = buffer;
        } else {
            bytes =
                std::string_view(run.carried).substr((place.frame - run.from.frame) * frame_bytes, count * frame_bytes);
        }
        for (std::size_t i = 0; i < count; ++i) {
            const auto frame = read_frame(run.header, place, bytes.substr(i * frame_bytes, frame_bytes));
            if (!frame) {
                throw Error(ErrorCode::store_failed,
                            {{"what", fmt::format("frame {} of the log does not join on", place.frame + 1)}});
            }
            place = frame->after;
            if (frame->pages_in_file == 0) continue;
            const Instant time = std::max(header.to_time, tap_->time_of(place));
            if (header.commits++ == 0) header.from_time = time;
            header.to_time = time;
            append_number(commits, place.frame, 4);
            append_number(commits, static_cast<std::uint64_t>(to_integer(time)), 8);
        }
        writer.write(bytes);
    }
    writer.block(BlockKind::commits, commits);
    return place;
}

std::optional<Piece> SqliteBackup::make_full(const BackupProgress& tell)
{
    const std::lock_guard one(full_mutex_);
    // Until the end nobody begins a new epoch, and with it another tap.
    struct Flag {
        std::atomic<bool>& value;
        ~Flag() { value = false; }
    };
    PieceHeader header;
    std::unique_lock lock(mutex_);
    ship_now(false);
    is_copying_ = true;
    const Flag copying{is_copying_};
    const Vault vault = vault_();
    header = new_header(PieceKind::full, vault.newest());
    header.first_increment = log_began_in_;
    lock.unlock();

    PieceWriter writer(target_.folder, fmt::format("juan-{}-full", header.epoch), vault.key("backup", header.key_id));
    if (!copy_database(writer, tell)) {
        return {};
    }
    DataFiles files = scan_files(target_.data_folder);
    write_changed_files(target_.data_folder, {}, files, writer);
    writer.block(BlockKind::manifest, format_files(files));

    lock.lock();
    if (needs_full_) {
        files_ = std::move(files);
    }
    complete(header, writer);
    write_mark();
    return piece_of(header);
}

// The increment up to now, with what has come besides; then the full piece itself may have its name.
void SqliteBackup::complete(PieceHeader& header, PieceWriter& writer)
{
    struct Again {
        std::atomic<bool>& needs_full;
        bool before;
        ~Again() { needs_full = before; }
    } guard{needs_full_, needs_full_};
    needs_full_ = false;  // Files that came while others were copied are added to those.
    const auto last = ship_now(true);
    header.number = last->number;
    header.from = header.to = last_place_;
    header.from_time = header.to_time = last->to;
    header.previous = last_seal_;
    writer.finish(header);
    guard.before = false;
}

bool SqliteBackup::copy_database(PieceWriter& writer, const BackupProgress& tell)
{
    const std::uint64_t total = tap_->database_bytes();
    writer.begin(BlockKind::image, total);
    std::string buffer;
    for (std::uint64_t done = 0; done < total; done += buffer.size()) {
        if (!tell(done, total)) return false;
        tap_->read_database(buffer, done, static_cast<std::size_t>(std::min<std::uint64_t>(chunk_bytes, total - done)));
        writer.write(buffer);
    }
    return tell(total, total);
}

Piece SqliteBackup::piece_of(const PieceHeader& header) const
{
    Piece piece;
    piece.name = piece_name(header.kind, header.epoch, header.number);
    piece.kind = header.kind;
    piece.epoch = header.epoch;
    piece.number = header.number;
    piece.first_increment = header.first_increment;
    piece.from = header.from_time;
    piece.to = header.to_time;
    piece.made_at = header.made_at;
    piece.bytes = header_bytes + header.body_bytes;
    return piece;
}

}  // namespace juan::store
