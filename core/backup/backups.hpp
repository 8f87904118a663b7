// The store's backups: when they are made, that each of them is restored for a test before it counts, and when they go.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "core/backup/verdicts.hpp"
#include "core/jobs/pulse.hpp"
#include "core/jobs/queue.hpp"
#include "core/model/model.hpp"
#include "core/store/backup.hpp"

namespace juan::backup {

struct Settings {
    std::string folder;    // of the scheduled backup; empty: there is none
    int every_hours = 24;  // between two full pieces
    int keep_days = 30;    // every moment of so many days can be restored
};

// Thread-safe.
class Backups {
public:
    // Adds its worker to `jobs`. `vault` gives the keys as they are now.
    Backups(model::Model& model, jobs::Queue& jobs, std::function<Vault()> vault, const std::string& data_folder);
    ~Backups();

    // Begins the schedule; before it nothing is shipped.
    void start();
    // Ships once more and ends. Requires: no job runs.
    void stop();

    Settings settings() const;
    // Throws Error backup_folder_refused, backup_io, parameter_invalid.
    void set(const model::Principal& principal, const model::WriteOptions& options, const Settings& settings);
    // As a job; gives its id. `folder` empty: the scheduled one, and then an increment when that is enough, unless
    // `is_full`. Throws Error backup_off, backup_folder_refused.
    Id request(const model::Principal& principal, const model::WriteOptions& options, const std::string& folder,
               bool is_full);

    // Of the scheduled backup, the oldest first; empty when there is none. Throws Error backup_io.
    std::vector<Item> items() const;
    // What keeps the schedule from being kept at the moment.
    std::optional<Finding> failure() const;
    // Since all that was committed was last known to be in the backup; none when there is none, or never.
    std::optional<std::chrono::milliseconds> age() const;
    // The newest full piece is verified, and no piece has failed.
    bool is_verified() const { return is_verified_; }

private:
    void tick();
    void open_scheduled(const std::string& folder);
    void ship_when_due();
    void schedule();
    bool is_busy() const;
    std::string work(jobs::Context& context);
    void verify(jobs::Context& context, const std::string& folder);
    bool verify_up_to(jobs::Context& context, const std::string& folder, const store::Piece& full, std::uint64_t last);
    std::string find_fault(jobs::Context& context, const store::RestoreOrder& order);
    void require_room(const std::string& scratch) const;
    void drop_old(const std::string& folder);

    model::Model& model_;
    jobs::Queue& jobs_;
    const std::function<Vault()> vault_;
    const std::string data_folder_;

    mutable std::mutex settings_mutex_;
    mutable std::optional<Settings> settings_;  // as the store has them
    std::mutex turn_mutex_;                     // one job at a time: two that begin a chain at once share its name
    std::shared_mutex scheduled_mutex_;         // shared: somebody works with it; unique: it is exchanged
    std::unique_ptr<store::Backup> scheduled_;
    std::string scheduled_folder_;
    std::optional<Instant> waiting_since_;
    std::optional<Instant> looked_at_;  // at the schedule
    std::atomic<bool> is_look_due_ = false;
    std::atomic<bool> is_stopping_ = false;
    mutable std::mutex known_mutex_;  // guards the next one
    mutable std::vector<store::Piece> known_;
    std::mutex verdicts_mutex_;  // one writer of the file at a time
    std::atomic<std::int64_t> complete_at_ = 0;
    std::atomic<bool> is_verified_ = false;
    std::unique_ptr<jobs::Pulse> pulse_;
};

}  // namespace juan::backup
