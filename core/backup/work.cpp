// The job: makes pieces, then restores them into a scratch folder and looks whether all is there.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/backup/backups.hpp"
#include "core/base/json.hpp"
#include "core/base/json_writer.hpp"
#include "core/base/log.hpp"
#include "core/model/audit.hpp"
#include "core/store/backup/data_files.hpp"

namespace juan::backup {
namespace {

namespace fs = std::filesystem;
using store::Piece;
using store::PieceKind;

constexpr std::uint64_t room_left = std::uint64_t{512} * 1024 * 1024;  // beside what a test restore takes

std::string progress_json(const char* phase, std::uint64_t done, std::uint64_t total)
{
    JsonWriter json;
    json.begin_object().member("phase", phase).member("bytes_done", static_cast<std::int64_t>(done));
    return json.member("bytes", static_cast<std::int64_t>(total)).end_object().take();
}

store::BackupProgress tell(jobs::Context& context, const char* phase)
{
    return [&context, phase](std::uint64_t done, std::uint64_t total) {
        context.progress(progress_json(phase, done, total));
        return !context.is_cancelled();
    };
}

Verdict verdict_on(const Piece& full, std::uint64_t first, std::uint64_t last, State state, Instant at)
{
    return {PieceKind::increment, full.epoch, first, last, state, at, {}};
}

}  // namespace

std::string Backups::work(jobs::Context& context)
{
    const Json payload = parse_json(context.job().payload);
    const std::string folder = payload.value("folder", "");
    const bool is_full = payload.value("is_full", true);
    std::optional<Piece> piece;
    const std::lock_guard turn(turn_mutex_);
    std::shared_lock lock(scheduled_mutex_);
    if (!is_stopping_ && folder == settings().folder && !(scheduled_ && folder == scheduled_folder_)) {
        // A job that goes on at the start comes before the schedule. A chain of its own in the same folder would be
        // taken for the newest, though the schedule goes on with the one before.
        lock.unlock();
        open_scheduled(folder);
        lock.lock();
    }
    std::unique_ptr<store::Backup> single;
    store::Backup* backup = nullptr;
    if (scheduled_ && folder == scheduled_folder_) {
        backup = scheduled_.get();
    } else {
        single = model_.database().start_backup({folder, data_folder_, false}, vault_, model_.clock());
        backup = single.get();
    }
    jobs::run_quietly([&] {
        piece = is_full || backup->needs_full() ? backup->make_full(tell(context, "copying")) : backup->ship(true);
    });
    if (!piece) return {};
    single.reset();
    verify(context, folder);
    if (context.is_cancelled()) return {};
    drop_old(folder);
    State state = State::unverified;
    Reason why;
    for (const Item& item : judge(store::list_pieces(folder), read_verdicts(folder))) {
        if (item.piece.name != piece->name) continue;
        state = item.state;
        why = item.why;
    }
    is_look_due_ = true;
    if (state == State::failed) {
        throw Error(ErrorCode::job_failed, {{"zh", why.zh}, {"en", why.en}});
    }
    JsonWriter json;
    json.begin_object().member("name", piece->name).member("kind", store::kind_name(piece->kind));
    json.member("bytes", static_cast<std::int64_t>(piece->bytes)).member("to", format_instant(piece->to));
    return json.member("state", state_name(state)).end_object().take();
}

// All that nobody has looked at yet: each full piece by itself, then what was shipped after it.
void Backups::verify(jobs::Context& context, const std::string& folder)
{
    const auto items = judge(store::list_pieces(folder), read_verdicts(folder));
    const Piece* base = nullptr;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Piece& piece = items[i].piece;
        if (context.is_cancelled()) return;
        if (piece.kind == PieceKind::full) {
            const bool is_good =
                items[i].state == State::verified ||
                (items[i].state == State::unverified && verify_up_to(context, folder, piece, piece.number));
            base = is_good ? &piece : base;
            continue;
        }
        // The last of those that follow each other, up to the increment that completes the next full piece: it tells
        // how many rows there are.
        const bool is_followed = i + 1 < items.size() && items[i + 1].piece.epoch == piece.epoch;
        const bool is_last = !is_followed || items[i + 1].piece.kind == PieceKind::full;
        const bool is_unverified = items[i].state == State::unverified && piece.fault.empty();
        if (base != nullptr && base->epoch == piece.epoch && is_last && is_unverified && piece.number > base->number) {
            verify_up_to(context, folder, *base, is_followed ? items[i + 1].piece.number : piece.number);
        }
    }
}

bool Backups::verify_up_to(jobs::Context& context, const std::string& folder, const Piece& full, std::uint64_t last)
{
    store::RestoreOrder order;
    order.folder = folder;
    order.into = data_folder_ + "/check/" + format_id("job", context.job().id);
    order.full = full.name;
    order.last = last;
    std::string fault;
    jobs::run_quietly([&] { fault = find_fault(context, order); });
    fs::remove_all(order.into);
    if (context.is_cancelled()) return false;
    const State state = fault.empty() ? State::verified : State::failed;
    Verdict verdict = verdict_on(full, full.first_increment, last, state, model_.clock().now());
    const bool is_of_full = last == full.number;
    if (state == State::failed) {
        const std::string name = is_of_full ? full.name : fmt::format("{} + {}", full.name, last);
        const Finding failed{ErrorCode::backup_check_failed, {{"name", name}, {"what", fault}}};
        verdict.why = {sentence(failed, Language::zh), sentence(failed, Language::en)};
        verdict.first = is_of_full ? verdict.first : full.number + 1;
        log_error("backup_check_failed", {{"what", fault}});
    }
    const std::lock_guard lock(verdicts_mutex_);
    std::vector<Verdict> verdicts = read_verdicts(folder);
    verdicts.push_back(verdict);
    if (is_of_full) {
        verdict.kind = PieceKind::full;
        verdict.first = verdict.last = full.number;
        verdicts.push_back(verdict);
    }
    write_verdicts(folder, verdicts);
    return state == State::verified;
}

// English words for what is wrong; empty when nothing is. Throws only for what says nothing about the pieces.
std::string Backups::find_fault(jobs::Context& context, const store::RestoreOrder& order)
{
    fs::remove_all(order.into);
    fs::create_directories(order.into);
    fs::permissions(order.into, fs::perms::owner_all);
    require_room(order.into);
    store::Restored restored;
    std::string refused = store::try_restore(order, vault_(), tell(context, "verifying"), restored);
    if (!refused.empty() || context.is_cancelled()) return refused;
    std::string unsound = store::check_sqlite(order.into, restored.counts);
    if (!unsound.empty()) return unsound;
    std::string altered;
    const auto database = store::open_sqlite_reader(order.into);
    database->read(
        [&](store::Session& session) {
            // Without the anchors: they go further than what is restored here.
            const auto report = model::verify_audit(session, *model_.keys(), {});
            if (report.verdict != model::Verdict::whole) altered = model::sentence(report, Language::en);
        },
        std::chrono::hours(1));
    return altered;
}

// A test must not fill the disk that people work on.
void Backups::require_room(const std::string& scratch) const
{
    std::uint64_t bytes = fs::file_size(data_folder_ + "/juan.db") + room_left;
    for (const auto& [path, file] : store::scan_files(data_folder_)) bytes += file.bytes;
    if (fs::space(scratch).available < bytes) {
        throw Error(ErrorCode::backup_full_disk, {{"path", scratch}});
    }
}

void Backups::drop_old(const std::string& folder)
{
    if (folder != settings().folder) return;  // Of a single backup, its owner decides.
    const Instant keep_from = model_.clock().now() - std::chrono::days(settings().keep_days);
    const std::lock_guard lock(verdicts_mutex_);
    std::vector<Verdict> verdicts = read_verdicts(folder);
    const auto gone = superseded(judge(store::list_pieces(folder), verdicts), keep_from);
    if (gone.empty()) return;
    store::drop_pieces(folder, gone);
    const std::uint64_t oldest = store::list_pieces(folder).front().epoch;
    std::erase_if(verdicts, [&](const Verdict& verdict) { return verdict.epoch < oldest; });
    write_verdicts(folder, verdicts);
    log_info("backups_dropped", {{"count", static_cast<std::int64_t>(gone.size())}});
}

}  // namespace juan::backup
