// Settings, the schedule, and what is told about it.
#include "core/backup/backups.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "core/base/log.hpp"
#include "core/store/backup/disk.hpp"

namespace juan::backup {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using store::PieceKind;

constexpr std::string_view settings_key = "backup";
constexpr auto tick_pause = 250ms;
constexpr auto ship_after = 40s;  // of a commit, with room for the writing in a minute
constexpr std::uint64_t ship_bytes = std::uint64_t{16} * 1024 * 1024;  // of log
constexpr int rounds_max = 100;
constexpr auto schedule_pause = 30s;
constexpr auto again_after = 10min;  // when a job has failed
constexpr auto verify_after = 6h;    // of increments
constexpr int hours_max = 24 * 31;
constexpr int days_max = 3660;

[[noreturn]] void refuse(const std::string& folder, const std::string& zh, const std::string& en)
{
    throw Error(ErrorCode::backup_folder_refused, {{"folder", folder}, {"zh", zh}, {"en", en}});
}

bool is_inside(const fs::path& inner, const fs::path& outer)
{
    const auto relative = inner.lexically_normal().lexically_relative(outer.lexically_normal());
    return !relative.empty() && *relative.begin() != "..";
}

// A folder that the backup could write to now, and that is not lost together with the store by its place in it.
void require_folder(const std::string& folder, const std::string& data_folder)
{
    if (!fs::path(folder).is_absolute()) refuse(folder, "请写绝对路径", "write an absolute path");
    if (is_inside(folder, data_folder) || is_inside(data_folder, folder)) {
        refuse(folder, "它与数据目录重叠，会一起丢失", "it overlaps the data folder and would be lost with it");
    }
    store::make_backup_folder(folder);
    const std::string path = fmt::format("{}/.juan-probe-{}", folder, ::getpid());
    {
        store::BackupFile probe(path, store::BackupFile::Mode::create);
        probe.append("juan");
        probe.sync();
    }
    fs::remove(path);
}

Settings parse_settings(const std::string& text)
{
    const Json json = Json::parse(text, nullptr, false);
    Settings settings;
    if (json.is_object()) {
        settings.folder = json.value("folder", settings.folder);
        settings.every_hours = json.value("every_hours", settings.every_hours);
        settings.keep_days = json.value("keep_days", settings.keep_days);
    }
    return settings;
}

std::string format_settings(const Settings& settings)
{
    JsonWriter json;
    json.begin_object().member("folder", settings.folder);
    json.member("every_hours", std::int64_t{settings.every_hours});
    return json.member("keep_days", std::int64_t{settings.keep_days}).end_object().take();
}

void require_range(const char* name, int value, int max)
{
    if (value < 1 || value > max) {
        throw Error(ErrorCode::parameter_invalid,
                    {{"name", name}, {"value", std::to_string(value)}, {"expected", fmt::format("1 – {}", max)}});
    }
}

}  // namespace

Backups::Backups(model::Model& model, jobs::Queue& jobs, std::function<Vault()> vault, const std::string& data_folder)
    : model_(model),
      jobs_(jobs),
      vault_(std::move(vault)),
      data_folder_(fs::absolute(data_folder).lexically_normal().string())
{
    jobs_.add_worker("backup", [this](jobs::Context& context) { return work(context); });
}

Backups::~Backups() { stop(); }

void Backups::start()
{
    fs::remove_all(data_folder_ + "/check");
    pulse_ = std::make_unique<jobs::Pulse>("backup_failed", tick_pause, [this] { tick(); });
}

void Backups::stop()
{
    is_stopping_ = true;  // The last time ships what there is.
    if (pulse_) pulse_->stop();
    const std::unique_lock lock(scheduled_mutex_);
    scheduled_.reset();
}

Settings Backups::settings() const
{
    const std::lock_guard lock(settings_mutex_);
    if (!settings_) {
        model_.database().read([&](store::Session& session) {
            const auto row =
                session.query("select value from setting where key = $1", store::values(std::string(settings_key)));
            settings_ = row->next() ? parse_settings(std::string(row->text(0))) : Settings();
        });
    }
    return *settings_;
}

void Backups::set(const model::Principal& principal, const model::WriteOptions& options, const Settings& settings)
{
    require_range("every_hours", settings.every_hours, hours_max);
    require_range("keep_days", settings.keep_days, days_max);
    if (!settings.folder.empty()) require_folder(settings.folder, data_folder_);
    model_.write(principal, options, [&](model::Writer& writer) {
        writer.session().execute(
            "insert into setting(key, value) values ($1, $2) on conflict (key) do update set value = excluded.value",
            store::values(std::string(settings_key), format_settings(settings)));
        writer.note("backup_settings", "", Id::none, format_settings(settings));
        return std::string();
    });
    {
        const std::lock_guard lock(settings_mutex_);
        settings_ = settings;
    }
    is_look_due_ = true;
    if (pulse_) pulse_->wake();
}

Id Backups::request(const model::Principal& principal, const model::WriteOptions& options, const std::string& folder,
                    bool is_full)
{
    const Settings now = settings();
    const bool is_scheduled = folder.empty() || folder == now.folder;
    const std::string target = folder.empty() ? now.folder : folder;
    if (target.empty()) throw Error(ErrorCode::backup_off);
    require_folder(target, data_folder_);
    JsonWriter payload;
    payload.begin_object().member("folder", target).member("is_scheduled", is_scheduled);
    payload.member("is_full", is_full || !is_scheduled).end_object();
    const std::string text = payload.take();
    model_.write(principal, options, [&](model::Writer& writer) {
        writer.note("backup", "", Id::none, text);
        return std::string();
    });
    return jobs_.submit("backup", text, principal.user);
}

std::vector<Item> Backups::items() const
{
    const std::string folder = settings().folder;
    if (folder.empty() || !fs::exists(folder)) return {};
    const std::lock_guard lock(known_mutex_);
    known_ = store::list_pieces(folder, known_);
    return judge(known_, read_verdicts(folder));
}

std::optional<Finding> Backups::failure() const { return pulse_ ? pulse_->failure() : std::nullopt; }

std::optional<std::chrono::milliseconds> Backups::age() const
{
    const std::int64_t at = complete_at_;
    if (at == 0) return {};
    return std::max(std::chrono::milliseconds(0), model_.clock().now() - instant_from(at));
}

void Backups::tick()
{
    const Settings now = settings();
    if (now.folder != scheduled_folder_ || (!now.folder.empty() && !scheduled_)) {
        open_scheduled(now.folder);
    }
    if (scheduled_) {
        ship_when_due();
        schedule();
    } else if (now.folder.empty()) {
        model_.database().forget_backup();
    }
}

void Backups::open_scheduled(const std::string& folder)
{
    const std::unique_lock lock(scheduled_mutex_, std::try_to_lock);
    if (!lock.owns_lock()) return;  // A job works with the old one; the next time, then.
    if (scheduled_ && folder == scheduled_folder_) return;
    scheduled_.reset();
    scheduled_folder_ = folder;
    complete_at_ = 0;
    waiting_since_.reset();
    looked_at_ = model_.clock().now();
    if (!folder.empty()) {
        scheduled_ = model_.database().start_backup({folder, data_folder_, true}, vault_, model_.clock());
    }
}

void Backups::ship_when_due()
{
    const std::shared_lock lock(scheduled_mutex_);
    if (!scheduled_) return;
    const Instant now = model_.clock().now();
    const std::uint64_t waiting = scheduled_->bytes_waiting();
    if (waiting == 0) {
        waiting_since_.reset();
        if (!scheduled_->needs_full()) complete_at_ = to_integer(now);
        return;
    }
    if (!waiting_since_) waiting_since_ = now;
    if (waiting >= ship_bytes || now - *waiting_since_ >= ship_after || is_stopping_) {
        // Under a heavy load, such as an import, as long as it takes to come near the end of the log.
        for (int round = 0; round == 0 || (round < rounds_max && scheduled_->bytes_waiting() >= ship_bytes); ++round) {
            scheduled_->ship(false);
        }
        waiting_since_.reset();
        if (!scheduled_->needs_full()) complete_at_ = to_integer(now);
    }
}

// A backup job waits or runs, or has failed a moment ago.
bool Backups::is_busy() const
{
    for (const jobs::Job& job : jobs_.recent("backup", 1)) {
        if (job.state == jobs::State::waiting || job.state == jobs::State::running) return true;
        if (job.state == jobs::State::failed && job.finished_at) {
            return model_.clock().now() - *job.finished_at < again_after;
        }
    }
    return false;
}

void Backups::schedule()
{
    const Instant now = model_.clock().now();
    const std::shared_lock lock(scheduled_mutex_);
    if (!scheduled_ || is_stopping_ || (now - *looked_at_ < schedule_pause && !is_look_due_.exchange(false))) return;
    looked_at_ = now;
    const Settings wanted = settings();
    const Item* newest = nullptr;
    bool has_failed = false;
    bool has_unverified = false;
    Instant verified_at{};
    const std::vector<Item> all = items();
    for (const Item& item : all) {
        if (item.piece.kind == PieceKind::full) newest = &item;
        has_failed = has_failed || item.state == State::failed;
        has_unverified = has_unverified || item.state == State::unverified;
        verified_at = std::max(verified_at, item.verified_at);
    }
    is_verified_ = newest != nullptr && newest->state == State::verified && !has_failed;
    const bool is_full_due = newest == nullptr || newest->state == State::failed || scheduled_->needs_full() ||
                             now - newest->piece.made_at >= std::chrono::hours(wanted.every_hours);
    const auto pause = std::min<std::chrono::milliseconds>(verify_after, std::chrono::hours(wanted.every_hours));
    const bool is_check_due = has_unverified && now - verified_at >= pause;
    if ((is_full_due || is_check_due) && !is_busy()) {
        JsonWriter payload;
        payload.begin_object().member("folder", wanted.folder).member("is_scheduled", true);
        payload.member("is_full", is_full_due).end_object();
        jobs_.submit("backup", payload.take(), Id::none);
    }
}

}  // namespace juan::backup
