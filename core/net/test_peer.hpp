// For tests: a peer on this machine that answers whatever it is told to, however badly.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "core/net/dialer.hpp"

namespace juan::net {

// One connection at a time; `talk` sends what it wants until send() says that the other side is gone.
class TestPeer {
public:
    class Connection {
    public:
        explicit Connection(int socket) : socket_(socket) {}
        bool send(std::string_view bytes) const
        {
            while (!bytes.empty()) {
                const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
                if (sent <= 0) return false;
                bytes.remove_prefix(static_cast<std::size_t>(sent));
            }
            return true;
        }
        // True once the other side has closed, else after the time.
        bool is_gone_within(int milliseconds) const
        {
            pollfd waiting{socket_, POLLIN | POLLRDHUP, 0};
            return poll(&waiting, 1, milliseconds) > 0;
        }

    private:
        int socket_;
    };
    using Talk = std::function<void(const Connection&)>;

    explicit TestPeer(Talk talk) : talk_(std::move(talk)), listening_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bind(listening_, reinterpret_cast<const sockaddr*>(&address), size);
        listen(listening_, 16);
        getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { run(); });
    }
    ~TestPeer()
    {
        shutdown(listening_, SHUT_RDWR);
        thread_.join();
        close(listening_);
    }
    TestPeer(const TestPeer&) = delete;
    TestPeer& operator=(const TestPeer&) = delete;

    std::string host() const { return "http://127.0.0.1:" + std::to_string(port_); }
    int connections() const { return connections_; }
    std::string last_request() const
    {
        const std::lock_guard lock(mutex_);
        return request_;
    }

private:
    void run()
    {
        while (true) {
            const int socket = accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0) return;
            ++connections_;
            std::string request;
            std::string part(4096, '\0');
            while (request.find("\r\n\r\n") == request.npos) {
                const auto size = recv(socket, part.data(), part.size(), 0);
                if (size <= 0) break;
                request.append(part, 0, static_cast<std::size_t>(size));
            }
            {
                const std::lock_guard lock(mutex_);
                request_ = request;
            }
            talk_(Connection(socket));
            close(socket);
        }
    }

    Talk talk_;
    int listening_;
    int port_ = 0;
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::string request_;
    std::thread thread_;
};

inline DialerSettings allowing(const std::string& host)
{
    DialerSettings settings;
    settings.deadline = std::chrono::milliseconds(1500);
    settings.allowed_hosts = [host] { return std::vector<Url>{*parse_allowed_host(host)}; };
    return settings;
}

}  // namespace juan::net
