// The steps of a connection up to the answer.
#include "core/http/session.hpp"

#include <algorithm>

#include "core/http/events.hpp"
#include "core/http/limits.hpp"

namespace juan::http {
namespace {

constexpr std::size_t input_bytes_usual = 4 * 1024;
constexpr std::size_t body_bytes_at_once = 64 * 1024;
constexpr std::chrono::seconds wait_max{10};

SteadyTime steady_now() { return std::chrono::steady_clock::now(); }

}  // namespace

Session::Session(Service& service, Loop& loop, int descriptor, std::string peer)
    : service_(service), loop_(loop), socket_(loop, descriptor), connection_(descriptor), peer_(std::move(peer))
{
    service_.connections.enter(connection_);
}

Session::~Session()
{
    leave();
    drop_request();
    service_.connections.leave(connection_);
}

void Session::start() { next_request(); }

void Session::drop_request()
{
    service_.give_body_bytes(bytes_taken_);
    bytes_taken_ = 0;
    request_ = Request();
    route_ = nullptr;
    upload_.reset();
    chunk_ = std::string();
    download_.reset();
    second_ = std::string();
    content_length_ = 0;
    body_size_ = 0;
}

void Session::use_up(std::uint64_t bytes)
{
    const auto used = static_cast<std::ptrdiff_t>(bytes);
    std::copy(input_.begin() + used, input_.begin() + static_cast<std::ptrdiff_t>(input_size_), input_.begin());
    input_size_ -= static_cast<std::size_t>(bytes);
}

void Session::next_request()
{
    drop_request();
    scan_ = HeadScan();
    const SteadyTime now = steady_now();
    const Deadlines& deadlines = service_.settings.deadlines;
    if (input_size_ > 0) {  // The next request came along with the last one.
        connection_.set(Phase::reading, now, now + deadlines.head);
        loop_.post([self = shared_from_this()] { self->look_at_head(); });
        return;
    }
    input_.resize(input_bytes_usual);
    connection_.set(Phase::idle, now, now + (is_first_ ? deadlines.head : deadlines.idle));
    is_first_ = false;
    read_head();
}

void Session::read_head()
{
    if (input_size_ == input_.size()) {
        input_.resize(std::min(input_.size() * 2, head_bytes_max + input_bytes_usual));
    }
    socket_.read(std::span(input_).subspan(input_size_),
                 [self = shared_from_this()](std::size_t bytes) { self->got_head(bytes); });
}

void Session::got_head(std::size_t bytes)
{
    if (bytes == 0) {
        return end_reading();
    }
    if (input_size_ == 0) {
        const SteadyTime now = steady_now();
        connection_.set(Phase::reading, now, now + service_.settings.deadlines.head);
    }
    input_size_ += bytes;
    look_at_head();
}

// The peer has gone, or was too slow; only the slow one can be told so.
void Session::end_reading()
{
    if (connection_.is_late) {
        request_.id = request_.id.empty() ? service_.request_of({}, peer_).id : request_.id;
        keeps_alive_ = false;
        began_ = steady_now();
        send(problem(Error(ErrorCode::request_too_slow), request_.language(), request_.id));
    }
}

void Session::look_at_head()
{
    if (const auto refusal = look(scan_, head_bytes())) {
        return refuse(*refusal);
    }
    if (scan_.size == 0) {
        return read_head();
    }
    auto head = service_.gate.pass(head_bytes().substr(0, scan_.size), scan_);
    if (!head) {
        return refuse(head.error());
    }
    take(std::move(head).value());
}

void Session::refuse(Refusal refusal)
{
    service_.metrics.count_refusal(refusal);
    request_ = service_.request_of({}, peer_);
    began_ = steady_now();
    keeps_alive_ = false;
    send(problem(error_of(refusal), Language::en, request_.id));
}

void Session::take(Head head)
{
    began_ = steady_now();
    connection_.set(Phase::working, began_);
    use_up(scan_.size);
    keeps_alive_ = head.keeps_alive;
    expects_continue_ = head.expects_continue;
    content_length_ = head.content_length;
    request_ = service_.request_of(std::move(head), peer_);
    if (auto response = service_.open(request_, content_length_, route_)) {
        return send(*std::move(response));
    }
    enter(&Session::admit);
}

void Session::enter(Step step)
{
    const SteadyTime now = steady_now();
    connection_.set(Phase::working, now);
    if (route_->weight == Weight::light) {
        return (this->*step)();
    }
    const auto busy = [this] { send(problem(Error(ErrorCode::server_busy), request_.language(), request_.id)); };
    const auto place = service_.turnstile.enter([self = shared_from_this(), step, now, busy] {
        self->has_slot_ = true;
        steady_now() - now > wait_max ? busy() : ((*self).*step)();
    });
    if (place == Turnstile::Place::inside) {
        has_slot_ = true;
        (this->*step)();
    } else if (place == Turnstile::Place::turned_away) {
        busy();
    }
}

void Session::leave()
{
    if (has_slot_) {
        has_slot_ = false;
        if (auto next = service_.turnstile.leave()) {
            loop_.post(std::move(next));
        }
    }
}

void Session::admit()
{
    if (auto response = service_.admit(request_, *route_)) {
        return send(*std::move(response));
    }
    if (content_length_ == 0) {
        return handle();
    }
    leave();
    read_body();
}

void Session::read_body()
{
    auto failure = service_.attempt(request_, [this] {
        if (route_->body == Body::file) {
            upload_ = std::make_unique<UploadFile>(service_.settings.upload_folder, request_.id, content_length_);
            chunk_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(content_length_, file_chunk_bytes)));
        } else if (!service_.take_body_bytes(content_length_)) {
            throw Error(ErrorCode::server_busy);
        } else {
            bytes_taken_ = content_length_;
        }
    });
    if (failure) {
        return send(*std::move(failure));
    }
    body_began_ = steady_now();
    if (expects_continue_ && input_size_ == 0) {
        socket_.write_now("HTTP/1.1 100 Continue\r\n\r\n", "");
    }
    const auto here = static_cast<std::size_t>(std::min<std::uint64_t>(input_size_, content_length_));
    if (here == 0) {
        return read_more_body();
    }
    const std::string already = input_.substr(0, here);
    use_up(here);
    add_body(already);
}

void Session::read_more_body()
{
    const SteadyTime now = steady_now();
    connection_.set(Phase::reading, now, body_deadline(now));
    const std::uint64_t left = content_length_ - body_size_;
    std::span<char> room(chunk_);
    if (!upload_) {
        // Room grows with what has come, not with what was promised.
        const std::uint64_t step = std::max<std::uint64_t>(body_bytes_at_once, body_size_);
        request_.body.resize(static_cast<std::size_t>(body_size_ + std::min(left, step)));
        room = std::span(request_.body).subspan(static_cast<std::size_t>(body_size_));
    }
    room = room.first(static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), left)));
    socket_.read(room, [self = shared_from_this()](std::size_t bytes) { self->got_body(bytes); });
}

void Session::got_body(std::size_t bytes)
{
    if (bytes == 0) {
        return end_reading();
    }
    if (upload_) {
        return add_body(std::string_view(chunk_).substr(0, bytes));
    }
    body_size_ += bytes;
    body_size_ < content_length_ ? read_more_body() : enter(&Session::handle);
}

void Session::add_body(std::string_view bytes)
{
    if (!upload_) {
        request_.body = bytes;
    } else if (auto failure = service_.attempt(request_, [&] { upload_->append(bytes); })) {
        return send(*std::move(failure));
    }
    body_size_ += bytes.size();
    body_size_ < content_length_ ? read_more_body() : enter(&Session::handle);
}

void Session::handle()
{
    if (upload_) {
        request_.body_file = upload_->path();
    }
    Response response = service_.handle(request_, *route_);
    if (upload_ && response.status < 400) {
        upload_->keep();
    }
    upload_.reset();
    send(std::move(response));
}

SteadyTime Session::body_deadline(SteadyTime now) const
{
    const Deadlines& deadlines = service_.settings.deadlines;
    const std::chrono::milliseconds earned(body_size_ * 1000 / deadlines.bytes_per_second_min);
    return std::min(body_began_ + deadlines.head + earned, now + deadlines.stall);
}

}  // namespace juan::http
