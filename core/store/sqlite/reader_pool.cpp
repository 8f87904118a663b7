// Lending connections; snapshots and deadlines.
#include "core/store/sqlite/reader_pool.hpp"

#include "core/base/error.hpp"

namespace juan::store {
namespace {

// Ends a snapshot however the work ended.
class Snapshot {
public:
    explicit Snapshot(Connection& connection) : connection_(connection) { connection_.run(Command::begin_read); }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;
    ~Snapshot()
    {
        connection_.clear_deadline();
        connection_.abandon();
    }
    void end()
    {
        CHECK(connection_.count_cursors() == 0);
        connection_.clear_deadline();
        connection_.run(Command::commit);
    }

private:
    Connection& connection_;
};

// Brings the outer read's deadline back.
class DeadlineKeeper {
public:
    explicit DeadlineKeeper(Connection& connection)
        : connection_(connection), deadline_(connection.deadline()), limit_(connection.limit())
    {
    }
    DeadlineKeeper(const DeadlineKeeper&) = delete;
    DeadlineKeeper& operator=(const DeadlineKeeper&) = delete;
    ~DeadlineKeeper() { connection_.set_deadline(deadline_, limit_); }

private:
    Connection& connection_;
    Deadline deadline_;
    std::chrono::milliseconds limit_;
};

template <class Action>
class AtEnd {
public:
    explicit AtEnd(Action action) : action_(action) {}
    AtEnd(const AtEnd&) = delete;
    AtEnd& operator=(const AtEnd&) = delete;
    ~AtEnd() { action_(); }

private:
    Action action_;
};

}  // namespace

ReaderPool::ReaderPool(const ConnectionSettings& settings, int count)
{
    CHECK(count > 0);
    for (int i = 0; i < count; ++i) {
        readers_.push_back({std::make_unique<Connection>(settings), {}});
    }
}

void ReaderPool::read(const std::function<void(Session&)>& work, std::chrono::milliseconds limit)
{
    const Deadline deadline = std::chrono::steady_clock::now() + limit;
    const Loan loan = take(deadline);
    Connection& connection = *loan.reader.connection;
    if (loan.is_nested) {
        const DeadlineKeeper keeper(connection);
        if (deadline < connection.deadline()) {
            connection.set_deadline(deadline, limit);
        }
        work(connection);
        return;
    }
    const AtEnd give([&] { give_back(loan.reader); });
    Snapshot snapshot(connection);
    connection.set_deadline(deadline, limit);
    work(connection);
    snapshot.end();
}

ReaderPool::Loan ReaderPool::take(Deadline deadline)
{
    const auto self = std::this_thread::get_id();
    std::unique_lock lock(mutex_);
    for (Reader& reader : readers_) {
        if (reader.user == self) {
            return {reader, true};
        }
    }
    Reader* free = nullptr;
    const auto find_free = [&] {
        for (Reader& reader : readers_) {
            if (reader.user == std::thread::id{}) {
                free = &reader;
                return true;
            }
        }
        return false;
    };
    if (!find_free() && !is_free_.wait_until(lock, deadline, find_free)) {
        throw Error(ErrorCode::store_busy);
    }
    free->user = self;
    return {*free, false};
}

void ReaderPool::give_back(Reader& reader) noexcept
{
    {
        const std::lock_guard lock(mutex_);
        reader.user = {};
    }
    is_free_.notify_one();
}

}  // namespace juan::store
