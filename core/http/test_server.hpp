// For tests: a server on a free port with a thread of its own, and raw connections to it.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

#include "core/base/secret.hpp"
#include "core/http/http.hpp"

namespace juan::http {

class TestServer {
public:
    explicit TestServer(const Router& router, ServerSettings settings = {}, std::vector<Asset> assets = {},
                        std::function<void(Request&, const Route&)> before = {})
    {
        start_secrets();
        settings.port = 0;
        server_ = make_server(settings, router, std::move(assets), std::move(before));
        thread_ = std::thread([this] { server_->run(); });
    }

    ~TestServer() { stop(); }

    void stop()
    {
        if (thread_.joinable()) {
            server_->stop();
            thread_.join();
        }
    }

    std::uint16_t port() const { return server_->port(); }

    ClientResponse get(std::string_view target, const Fields& headers = {}) const
    {
        return fetch("127.0.0.1", port(), Method::get, target, headers);
    }

    ClientResponse post(std::string_view target, std::string_view body, const Fields& headers = {}) const
    {
        return fetch("127.0.0.1", port(), Method::post, target, headers, body);
    }

private:
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

class RawConnection {
public:
    explicit RawConnection(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        is_open_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~RawConnection() { ::close(socket_); }
    RawConnection(const RawConnection&) = delete;
    RawConnection& operator=(const RawConnection&) = delete;

    bool is_open() const { return is_open_; }

    // False when the server no longer takes it.
    bool send(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    // All until the server closes or, when it is not empty, until `mark` has come.
    std::string receive(std::string_view mark = {}) const
    {
        std::string all;
        char part[16384];
        for (;;) {
            const ssize_t count = ::recv(socket_, part, sizeof part, 0);
            if (count <= 0) {
                return all;
            }
            all.append(part, static_cast<std::size_t>(count));
            if (!mark.empty() && all.find(mark) != all.npos) {
                return all;
            }
        }
    }

private:
    int socket_;
    bool is_open_ = false;
};

inline int status_of(std::string_view response)
{
    return response.starts_with("HTTP/1.1 ") ? std::atoi(std::string(response.substr(9, 3)).c_str()) : 0;
}

inline std::size_t count_of(std::string_view text, std::string_view part)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) {
        ++count;
    }
    return count;
}

inline std::string_view header_of(const ClientResponse& response, std::string_view name)
{
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [&](const auto& header) { return header.first == name; });
    return found == response.headers.end() ? std::string_view() : std::string_view(found->second);
}

inline Route route(Method method, std::string path, std::function<Response(const Request&)> handle,
                   Body body = Body::none, Access access = Access::everyone)
{
    return {method, std::move(path), access, body, std::move(handle), "", 0, Weight::work};
}

}  // namespace juan::http
