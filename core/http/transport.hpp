// Sockets and the loop that waits for them, with the network library left out of sight. Operations end by calling the
// function they were given, on some thread of the loop. What such a function throws ends here: it is logged and
// dropped, with everything the function owned.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace juan::http {

class Loop {
public:
    Loop();
    ~Loop();

    // Works on this thread until stop(); several threads may.
    void run();
    void stop();
    void post(std::function<void()> task);
    void after(std::chrono::milliseconds delay, std::function<void()> task);

private:
    friend class Listener;
    friend class Socket;
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

class Listener {
public:
    // Throws Error listen_failed. Port 0 takes a free one.
    Listener(Loop& loop, const std::string& address, std::uint16_t port);
    ~Listener();

    std::uint16_t port() const;
    // `opened` gets each new connection and owns it. While `is_full` says so, or the process has no descriptors left,
    // connections wait in the kernel's line.
    void start(std::function<void(int descriptor, std::string remote)> opened, std::function<bool()> is_full);
    void close();

private:
    struct Inside;
    std::shared_ptr<Inside> inside_;  // shared with the wait in progress
};

// One connection. One reading and one writing operation at a time; calls that begin them do not overlap.
class Socket {
public:
    // How many bytes went; 0 when the connection has ended.
    using Done = std::function<void(std::size_t bytes)>;

    Socket(Loop& loop, int descriptor);
    ~Socket();

    // At least one byte. `room` must stay until `done`.
    void read(std::span<char> room, Done done);
    // Some of `first` and then `second`, which must stay until `done`. Requires: not both empty.
    void write(std::string_view first, std::string_view second, Done done);
    // As much of both as goes without waiting.
    std::size_t write_now(std::string_view first, std::string_view second);
    // Ends our side of the conversation; the peer's may still come.
    void finish_writing();
    void close();
    // Gives the descriptor away; only the destructor may be called afterwards.
    int release();

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace juan::http
