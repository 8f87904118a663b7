// A queue that anybody may fill, and the connection that empties it.
#include "core/http/events.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "core/http/limits.hpp"

namespace juan::http {
namespace {

// Shared by the connection and by whoever sends; outlives either.
class EventQueue final : public EventStream {
public:
    bool send(std::string_view event, std::string_view data) override { return push(framed(event, data)); }

    void close() override
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        if (wake_) {
            wake_();
        }
    }

    bool push(std::string_view text)
    {
        const std::lock_guard lock(mutex_);
        if (is_closed_ || count_ >= event_queue_max || text_.size() >= event_queue_bytes_max) {
            return false;
        }
        text_ += text;
        if (count_++ == 0 && wake_) {
            wake_();
        }
        return true;
    }

    std::string take()
    {
        const std::lock_guard lock(mutex_);
        count_ = 0;
        return std::exchange(text_, {});
    }

    bool is_closed() const
    {
        const std::lock_guard lock(mutex_);
        return is_closed_;
    }

    // `wake` is called, under the queue's lock, when there is something new to take.
    void attach(std::function<void()> wake)
    {
        const std::lock_guard lock(mutex_);
        wake_ = std::move(wake);
    }

    void detach()
    {
        const std::lock_guard lock(mutex_);
        is_closed_ = true;
        wake_ = nullptr;
    }

private:
    static std::string framed(std::string_view event, std::string_view data)
    {
        std::string text = "event: ";
        std::copy_if(event.begin(), event.end(), std::back_inserter(text),
                     [](char c) { return c != '\n' && c != '\r'; });
        text += "\ndata: ";
        for (const char c : data) {
            if (c == '\n') {
                text += "\ndata: ";
            } else if (c != '\r') {
                text += c;
            }
        }
        return text + "\n\n";
    }

    mutable std::mutex mutex_;
    std::string text_;
    std::size_t count_ = 0;  // of the events in text_
    bool is_closed_ = false;
    std::function<void()> wake_;
};

// Reads (to learn that the browser has gone) and writes at the same time; the mutex keeps their beginnings apart.
class EventConnection : public std::enable_shared_from_this<EventConnection> {
public:
    EventConnection(Service& service, Loop& loop, int descriptor, std::string head)
        : service_(service), loop_(loop), socket_(loop, descriptor), connection_(descriptor), out_(std::move(head))
    {
        connection_.set(Phase::streaming, std::chrono::steady_clock::now());
        service_.connections.enter(connection_);
    }

    ~EventConnection()
    {
        queue_->detach();
        service_.connections.leave(connection_);
    }

    const std::shared_ptr<EventQueue>& queue() const { return queue_; }

    void start()
    {
        queue_->attach([weak = weak_from_this(), this] {
            loop_.post([weak] {
                if (const auto self = weak.lock()) {
                    self->push();
                }
            });
        });
        read();
        push();
        beat();
    }

private:
    void read()
    {
        const std::lock_guard lock(mutex_);
        socket_.read(std::span(ignored_),
                     [self = shared_from_this()](std::size_t bytes) { bytes > 0 ? self->read() : self->end(); });
    }

    void push()
    {
        const std::lock_guard lock(mutex_);
        if (is_writing_ || is_ended_) {
            return;
        }
        const bool is_last = queue_->is_closed();
        if (out_.empty()) {
            out_ = queue_->take();
        }
        if (out_.empty()) {
            if (is_last) {
                socket_.finish_writing();
                const SteadyTime now = std::chrono::steady_clock::now();
                connection_.set(Phase::lingering, now, now + service_.settings.deadlines.linger);
            }
            return;
        }
        is_writing_ = true;
        const SteadyTime now = std::chrono::steady_clock::now();
        connection_.set(Phase::streaming, now, now + service_.settings.deadlines.stall);
        socket_.write(out_, {}, [self = shared_from_this()](std::size_t bytes) { self->pushed(bytes); });
    }

    void pushed(std::size_t bytes)
    {
        if (bytes == 0) {
            return end();
        }
        {
            const std::lock_guard lock(mutex_);
            is_writing_ = false;
            out_.erase(0, bytes);
            connection_.set(Phase::streaming, std::chrono::steady_clock::now());
        }
        push();
    }

    // A comment now and then keeps proxies from closing a silent connection.
    void beat()
    {
        loop_.after(service_.settings.deadlines.heartbeat, [weak = weak_from_this()] {
            if (const auto self = weak.lock(); self && !self->queue_->is_closed()) {
                self->queue_->push(":\n\n");
                self->beat();
            }
        });
    }

    void end()
    {
        queue_->detach();
        const std::lock_guard lock(mutex_);
        if (!is_ended_) {
            is_ended_ = true;
            service_.connections.leave(connection_);
            socket_.close();
        }
    }

    Service& service_;
    Loop& loop_;
    Socket socket_;
    Connection connection_;
    // Its other owners are the senders.
    const std::shared_ptr<EventQueue> queue_ = std::make_shared<EventQueue>();
    std::mutex mutex_;
    std::string out_;
    std::string ignored_ = std::string(256, '\0');
    bool is_writing_ = false;
    bool is_ended_ = false;
};

}  // namespace

void stream_events(Service& service, Loop& loop, int descriptor, std::string head,
                   const std::function<void(std::shared_ptr<EventStream>)>& opened)
{
    const auto connection = std::make_shared<EventConnection>(service, loop, descriptor, std::move(head));
    connection->start();
    opened(connection->queue());
}

}  // namespace juan::http
