// One connection, from its first request to its last. At any time at most one operation of its socket is under way, and
// the function that it will call keeps the session alive; so its steps follow each other without locks, and a step that
// starts nothing ends the session.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/http/connections.hpp"
#include "core/http/disk.hpp"
#include "core/http/gate.hpp"
#include "core/http/http.hpp"
#include "core/http/reply.hpp"
#include "core/http/service.hpp"
#include "core/http/transport.hpp"

namespace juan::http {

class Session : public std::enable_shared_from_this<Session> {
public:
    // Takes the descriptor over. `service` and `loop` outlive the session.
    Session(Service& service, Loop& loop, int descriptor, std::string peer);
    ~Session();
    void start();

private:
    using Step = void (Session::*)();

    // Reading
    void next_request();
    void read_head();
    void got_head(std::size_t bytes);
    void look_at_head();
    void refuse(Refusal refusal);
    void take(Head head);
    void read_body();
    void read_more_body();
    void got_body(std::size_t bytes);
    void add_body(std::string_view bytes);
    void end_reading();

    // Working
    void enter(Step step);
    void leave();
    void admit();
    void handle();

    // Answering
    void send(Response response);
    void send_file(const Response& response);
    void send_events(const Response& response);
    void push();
    bool refill();
    void linger();
    void discard(std::size_t left);

    SteadyTime body_deadline(SteadyTime now) const;
    void drop_request();
    void use_up(std::uint64_t bytes);  // of the input
    std::string_view head_bytes() const { return std::string_view(input_).substr(0, input_size_); }

    Service& service_;
    Loop& loop_;
    Socket socket_;
    Connection connection_;
    const std::string peer_;
    DateText date_;

    std::string input_;  // room for a head; the first input_size_ bytes have come and are not used up
    std::size_t input_size_ = 0;
    HeadScan scan_;
    bool is_first_ = true;

    // Of the request at hand.
    Request request_;
    const Route* route_ = nullptr;
    SteadyTime began_;
    bool keeps_alive_ = true;
    bool expects_continue_ = false;
    bool has_slot_ = false;
    std::uint64_t content_length_ = 0;
    SteadyTime body_began_;
    std::uint64_t body_size_ = 0;    // that has come
    std::uint64_t bytes_taken_ = 0;  // from the service's budget
    std::unique_ptr<UploadFile> upload_;
    std::string chunk_;  // of an upload

    // Of the answer.
    SteadyTime answer_began_;
    std::string first_;     // head
    std::string second_;    // body, or the part of a file at hand
    std::size_t sent_ = 0;  // of first_ and second_ together
    std::uint64_t sent_all_ = 0;
    std::uint64_t file_left_ = 0;
    std::unique_ptr<DownloadFile> download_;
};

}  // namespace juan::http
