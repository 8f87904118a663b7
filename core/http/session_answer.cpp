// The steps of a connection from the answer on.
#include <unistd.h>

#include <algorithm>

#include "core/http/events.hpp"
#include "core/http/limits.hpp"
#include "core/http/session.hpp"

namespace juan::http {
namespace {

SteadyTime steady_now() { return std::chrono::steady_clock::now(); }

bool is_worth_compressing(const Request& request, const Response& response)
{
    const std::string_view type = response.content_type;
    const bool is_text = type.starts_with("application/json") || type.starts_with("application/problem+json") ||
                         type.starts_with("text/");
    return response.body.size() >= compress_bytes_min && is_text &&
           accepts(request.header("accept-encoding"), "gzip") &&
           std::none_of(response.headers.begin(), response.headers.end(),
                        [](const auto& header) { return header.first == "Content-Encoding"; });
}

void compress(Response& response, Gzip& gzip)
{
    response.body = gzip.pack(response.body);
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.headers.emplace_back("Vary", "Accept-Encoding");
}

}  // namespace

// A body that was announced but not read is taken from the input when it is there as a whole; otherwise nobody knows
// where the next request begins, and the connection ends.
void Session::send(Response response)
{
    answer_began_ = steady_now();
    const std::uint64_t unread = content_length_ - body_size_;
    if (unread > input_size_) {
        keeps_alive_ = false;
    } else {
        use_up(unread);
    }
    keeps_alive_ = keeps_alive_ && !service_.is_stopping && !connection_.is_late;
    service_.count(route_, response.status, answer_began_ - began_);
    if (response.open_events && request_.method != Method::head) {
        leave();
        return send_events(response);
    }
    file_left_ = 0;
    if (!response.file.empty()) {
        const std::string removed = response.removes_file ? response.file : std::string();
        if (auto failure =
                service_.attempt(request_, [&] { download_ = std::make_unique<DownloadFile>(response.file); })) {
            response = *std::move(failure);
        } else {
            file_left_ = download_->size();
        }
        if (!removed.empty()) {
            ::unlink(removed.c_str());  // What is open stays readable to its end.
        }
    }
    if (is_worth_compressing(request_, response)) {
        compress(response, service_.gzip);
    }
    leave();
    const std::uint64_t length = download_ ? file_left_ : response.body.size();
    first_ = reply_head(response, {length, request_.id, date_.now(), keeps_alive_});
    second_ = std::move(response.body);
    if (request_.method == Method::head) {
        second_.clear();
        file_left_ = 0;
    }
    sent_ = 0;
    sent_all_ = 0;
    push();
}

void Session::send_events(const Response& response)
{
    std::string head = reply_head(response, {0, request_.id, date_.now(), false});
    service_.connections.leave(connection_);
    stream_events(service_, loop_, socket_.release(), std::move(head), response.open_events);
}

// Sends until the kernel takes no more, then waits for it.
void Session::push()
{
    do {
        const std::size_t all = first_.size() + second_.size();
        if (sent_ < all) {
            const std::size_t skipped = std::min(sent_, first_.size());
            const auto head = std::string_view(first_).substr(skipped);
            const auto body = std::string_view(second_).substr(sent_ - skipped);
            const std::size_t bytes = socket_.write_now(head, body);
            sent_ += bytes;
            sent_all_ += bytes;
        }
        if (sent_ < all) {
            const SteadyTime now = steady_now();
            const Deadlines& deadlines = service_.settings.deadlines;
            const std::chrono::milliseconds earned(sent_all_ * 1000 / deadlines.bytes_per_second_min);
            connection_.set(Phase::writing, now,
                            std::min(answer_began_ + deadlines.stall + earned, now + deadlines.stall));
            const std::size_t skipped = std::min(sent_, first_.size());
            socket_.write(std::string_view(first_).substr(skipped), std::string_view(second_).substr(sent_ - skipped),
                          [self = shared_from_this()](std::size_t bytes) {
                              if (bytes > 0) {
                                  self->sent_ += bytes;
                                  self->sent_all_ += bytes;
                                  self->push();
                              }
                          });
            return;
        }
    } while (refill());
    if (file_left_ == 0) {  // Otherwise the file became shorter under way, and only closing tells the peer.
        keeps_alive_ ? next_request() : linger();
    }
}

// The next part of a file.
bool Session::refill()
{
    if (file_left_ == 0) {
        return false;
    }
    first_.clear();
    second_ = download_->read();
    sent_ = 0;
    file_left_ -= std::min<std::uint64_t>(second_.size(), file_left_);
    return !second_.empty();
}

// Closing at once would take the answer back from a peer that is still sending.
void Session::linger()
{
    socket_.finish_writing();
    const SteadyTime now = steady_now();
    connection_.set(Phase::lingering, now, now + service_.settings.deadlines.linger);
    input_.resize(file_chunk_bytes);
    discard(linger_bytes_max);
}

void Session::discard(std::size_t left)
{
    socket_.read(std::span(input_), [self = shared_from_this(), left](std::size_t bytes) {
        if (bytes > 0 && bytes < left) {
            self->discard(left - bytes);
        }
    });
}

}  // namespace juan::http
