// Boost.Asio.
#include "core/http/transport.hpp"

#include <utility>  // Asio 1.74 uses std::exchange without asking for it.

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <mutex>
#include <typeinfo>

#include "core/base/error.hpp"
#include "core/base/log.hpp"

namespace juan::http {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using Executor = asio::io_context::executor_type;
using boost::system::error_code;

constexpr int backlog = 4096;
constexpr int accepts_at_once = 64;
constexpr std::chrono::milliseconds pause_when_full{50};

// No exception reaches the loop.
template <class Task>
void fenced(Task&& task)
{
    try {
        task();
    } catch (const std::exception& exception) {
        log_error("http_exception", {{"type", typeid(exception).name()}});
    } catch (...) {
        log_error("http_exception", {{"type", "unknown"}});
    }
}

std::string text_of(const asio::ip::address& address)
{
    return address.is_v6() && address.to_v6().is_v4_mapped()
               ? asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string()
               : address.to_string();
}

bool is_out_of_descriptors(const error_code& error)
{
    return error.value() == EMFILE || error.value() == ENFILE || error.value() == ENOBUFS || error.value() == ENOMEM;
}

}  // namespace

struct Loop::Inside {
    asio::io_context context;
    asio::executor_work_guard<Executor> guard{context.get_executor()};
};

Loop::Loop() : inside_(std::make_unique<Inside>()) {}
Loop::~Loop() = default;

void Loop::run()
{
    while (!inside_->context.stopped()) {
        fenced([&] { inside_->context.run(); });
    }
}

void Loop::stop() { inside_->context.stop(); }

void Loop::post(std::function<void()> task)
{
    asio::post(inside_->context, [task = std::move(task)] { fenced(task); });
}

void Loop::after(std::chrono::milliseconds delay, std::function<void()> task)
{
    auto timer = std::make_unique<asio::basic_waitable_timer<std::chrono::steady_clock>>(inside_->context, delay);
    auto& waiting = *timer;
    waiting.async_wait([timer = std::move(timer), task = std::move(task)](const error_code& error) {
        if (!error) {
            fenced(task);
        }
    });
}

struct Listener::Inside : std::enable_shared_from_this<Listener::Inside> {
    Inside(Loop& of, const Tcp::endpoint& endpoint) : loop(of), acceptor(of.inside_->context)
    {
        acceptor.open(endpoint.protocol());
        acceptor.set_option(Tcp::acceptor::reuse_address(true));
        if (endpoint.address().is_v6()) {
            acceptor.set_option(asio::ip::v6_only(!endpoint.address().is_unspecified()));
        }
        acceptor.bind(endpoint);
        acceptor.listen(backlog);
        acceptor.non_blocking(true);
    }

    void wait()
    {
        acceptor.async_wait(Tcp::acceptor::wait_read, [self = shared_from_this()](const error_code& error) {
            if (!error) {
                fenced([&] { self->take(); });
            }
        });
    }

    void wait_later()
    {
        loop.after(pause_when_full, [self = shared_from_this()] { self->take(); });
    }

    void take()
    {
        const std::lock_guard lock(mutex);
        if (!acceptor.is_open()) {
            return;
        }
        for (int i = 0; i < accepts_at_once; ++i) {
            if (is_full()) {
                return wait_later();
            }
            error_code error;
            Tcp::endpoint peer;
            auto socket = acceptor.accept(peer, error);
            if (is_out_of_descriptors(error)) {
                return wait_later();
            }
            if (error) {
                break;
            }
            fenced([&] {
                socket.set_option(Tcp::no_delay(true), error);
                opened(socket.release(), text_of(peer.address()));
            });
        }
        wait();
    }

    Loop& loop;
    std::mutex mutex;  // of the acceptor, against close()
    asio::basic_socket_acceptor<Tcp, Executor> acceptor;
    std::function<void(int, std::string)> opened;
    std::function<bool()> is_full;
};

Listener::Listener(Loop& loop, const std::string& address, std::uint16_t port)
{
    try {
        inside_ = std::make_shared<Inside>(loop, Tcp::endpoint(asio::ip::make_address(address), port));
    } catch (const boost::system::system_error& error) {
        throw Error(ErrorCode::listen_failed,
                    {{"address", address}, {"port", std::to_string(port)}, {"what", error.code().message()}});
    }
}

Listener::~Listener() = default;

std::uint16_t Listener::port() const { return inside_->acceptor.local_endpoint().port(); }

void Listener::start(std::function<void(int, std::string)> opened, std::function<bool()> is_full)
{
    inside_->opened = std::move(opened);
    inside_->is_full = std::move(is_full);
    inside_->wait();
}

void Listener::close()
{
    const std::lock_guard lock(inside_->mutex);
    error_code ignored;
    inside_->acceptor.close(ignored);
}

struct Socket::Inside {
    Inside(Loop& loop, int descriptor) : socket(loop.inside_->context, sockaddr_family(descriptor), descriptor)
    {
        socket.non_blocking(true);
    }

    static Tcp sockaddr_family(int descriptor)
    {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
        return address.ss_family == AF_INET6 ? Tcp::v6() : Tcp::v4();
    }

    asio::basic_stream_socket<Tcp, Executor> socket;
};

Socket::Socket(Loop& loop, int descriptor) : inside_(std::make_unique<Inside>(loop, descriptor)) {}
Socket::~Socket() = default;

void Socket::read(std::span<char> room, Done done)
{
    inside_->socket.async_read_some(asio::buffer(room.data(), room.size()),
                                    [done = std::move(done)](const error_code& error, std::size_t bytes) {
                                        fenced([&] { done(error ? 0 : bytes); });
                                    });
}

void Socket::write(std::string_view first, std::string_view second, Done done)
{
    const std::array<asio::const_buffer, 2> both{asio::buffer(first), asio::buffer(second)};
    inside_->socket.async_write_some(both, [done = std::move(done)](const error_code& error, std::size_t bytes) {
        fenced([&] { done(error ? 0 : bytes); });
    });
}

std::size_t Socket::write_now(std::string_view first, std::string_view second)
{
    error_code error;
    const std::array<asio::const_buffer, 2> both{asio::buffer(first), asio::buffer(second)};
    return inside_->socket.write_some(both, error);
}

void Socket::finish_writing()
{
    error_code ignored;
    inside_->socket.shutdown(Tcp::socket::shutdown_send, ignored);
}

void Socket::close()
{
    error_code ignored;
    inside_->socket.close(ignored);
}

int Socket::release() { return inside_->socket.release(); }

}  // namespace juan::http
