// Jobs of the queue, on a clock that stands still.
#include "core/backup/backups.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <thread>

#include "core/base/json.hpp"
#include "core/base/secret.hpp"
#include "core/model/test_model.hpp"
#include "core/store/sqlite/scratch_folder.hpp"

namespace juan::backup {
namespace {

using namespace std::chrono_literals;

class BackupsTest : public ::testing::Test {
protected:
    ~BackupsTest() override { queue_->stop(); }

    static Vault make_vault()
    {
        start_secrets();
        return Vault::make();
    }

    // Holds whoever asks first until another asks, as two that do not wait for each other would: for a moment only,
    // as they do wait.
    Vault vault()
    {
        std::unique_lock lock(mutex_);
        ++asked_;
        has_asked_.notify_all();
        has_asked_.wait_for(lock, 100ms, [this] { return asked_ > 1; });
        return vault_;
    }

    Id request(const std::string& folder)
    {
        const model::Principal juan = model::system_principal(model_.catalogue());
        return backups_.request(juan, {{"person", "test", ""}, "", "", false}, folder, true);
    }

    Json outcome(Id job)
    {
        auto found = queue_->find(job);
        for (int i = 0; i < 4000 && (found->state == jobs::State::waiting || found->state == jobs::State::running);
             ++i) {
            std::this_thread::sleep_for(5ms);
            found = queue_->find(job);
        }
        EXPECT_EQ(found->state, jobs::State::done) << found->outcome;
        return found->state == jobs::State::done ? parse_json(found->outcome) : Json::object();
    }

    FixedClock clock_{*parse_instant("2026-03-01T08:00:00Z")};
    IdMaker ids_{clock_};
    Vault vault_ = make_vault();
    std::mutex mutex_;
    std::condition_variable has_asked_;
    int asked_ = 0;
    store::ScratchFolder folder_;
    store::ScratchFolder pieces_;
    std::unique_ptr<store::Database> database_ = store::open_sqlite(folder_.path());
    model::Model model_{*database_, model::Catalogue(model::TestModel::declarations()), clock_, ids_, vault_};
    std::unique_ptr<jobs::Queue> queue_ = jobs::make_queue(*database_, clock_, ids_);
    Backups backups_{model_, *queue_, [this] { return vault(); }, folder_.path()};
};

TEST_F(BackupsTest, two_at_once_begin_chains_of_their_own)
{
    const std::string folder = pieces_.path() + "/together";
    const Id first = request(folder);
    const Id second = request(folder);
    queue_->start(2);
    const Json one = outcome(first);
    const Json other = outcome(second);
    EXPECT_EQ(one.value("state", ""), "verified");
    EXPECT_EQ(other.value("state", ""), "verified");
    EXPECT_NE(one.value("name", ""), other.value("name", ""));
}

}  // namespace
}  // namespace juan::backup
