// A peer that means no good, and what the dialer lets it do.
#include "core/net/dialer.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "core/net/test_peer.hpp"

namespace juan::net {
namespace {

using Connection = TestPeer::Connection;
using std::chrono::steady_clock;

ErrorCode code_of(const Expected<Answer, Finding>& answer)
{
    return answer ? ErrorCode::internal : answer.error().code;
}

// Of this process, in kilobytes.
std::int64_t resident()
{
    std::ifstream file("/proc/self/statm");
    std::int64_t total = 0;
    std::int64_t pages = 0;
    file >> total >> pages;
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

// What an ask of a peer that talks so ends with; it must be over soon and take little memory.
ErrorCode end_of(const TestPeer::Talk& talk)
{
    const TestPeer peer(talk);
    const Dialer dialer(allowing(peer.host()));
    const auto start = steady_clock::now();
    const auto before = resident();
    const auto answer = dialer.ask({peer.host() + "/", {}, "", 0});
    EXPECT_LT(steady_clock::now() - start, std::chrono::seconds(10));
    EXPECT_LT(resident() - before, 64 * 1024) << "kilobytes";
    return code_of(answer);
}

TestPeer::Talk saying(std::string text)
{
    return [text = std::move(text)](const Connection& to) { to.send(text); };
}

const std::string fine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Two: a\r\n\r\nhi";

TEST(Dialer, an_answer_comes_with_status_headers_and_peer)
{
    const TestPeer peer(saying(fine));
    const auto answer = Dialer(allowing(peer.host())).ask({peer.host() + "/x?y", {{"accept", "text/plain"}}, "", 0});
    ASSERT_TRUE(answer) << sentence(answer.error(), Language::en);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "hi");
    EXPECT_EQ(answer->peer, "127.0.0.1");
    EXPECT_NE(
        std::find(answer->headers.begin(), answer->headers.end(), std::pair<std::string, std::string>("x-two", "a")),
        answer->headers.end());
    EXPECT_TRUE(peer.last_request().starts_with("GET /x?y HTTP/1.1\r\n"));
    EXPECT_NE(peer.last_request().find("accept: text/plain\r\n"), std::string::npos);
}

TEST(Dialer, nothing_is_sent_to_a_host_that_is_not_allowed)
{
    const TestPeer peer(saying(fine));
    const std::string secure = "https" + peer.host().substr(4);
    EXPECT_EQ(code_of(Dialer().ask({secure, {}, "", 0})), ErrorCode::address_private);
    EXPECT_EQ(code_of(Dialer().ask({peer.host(), {}, "", 0})), ErrorCode::address_plain);
    // Another port of an allowed host, the same host by another name, and https for a host allowed for http.
    const Dialer other(allowing("http://127.0.0.1:1"));
    EXPECT_EQ(code_of(other.ask({peer.host(), {}, "", 0})), ErrorCode::address_plain);
    const Dialer plain(allowing(peer.host()));
    EXPECT_EQ(code_of(plain.ask({secure, {}, "", 0})), ErrorCode::address_private);
    EXPECT_EQ(code_of(plain.ask({"http://localhost" + peer.host().substr(16), {}, "", 0})), ErrorCode::address_plain);
    EXPECT_EQ(peer.connections(), 0);
}

TEST(Dialer, the_environments_proxy_is_not_used)
{
    const TestPeer peer(saying(fine));
    const TestPeer proxy(saying(fine));
    setenv("http_proxy", proxy.host().c_str(), 1);
    setenv("all_proxy", proxy.host().c_str(), 1);
    EXPECT_TRUE(Dialer(allowing(peer.host())).ask({peer.host(), {}, "", 0}));
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    EXPECT_EQ(proxy.connections(), 0);
    EXPECT_EQ(peer.connections(), 1);
}

TEST(Dialer, an_endless_body_is_cut_off)
{
    EXPECT_EQ(end_of([](const Connection& to) {
                  to.send("HTTP/1.1 200 OK\r\n\r\n");
                  while (to.send(std::string(64 * 1024, 'x'))) {
                  }
              }),
              ErrorCode::peer_too_large);
    EXPECT_EQ(end_of([](const Connection& to) {
                  to.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  while (to.send("10000\r\n" + std::string(64 * 1024, 'x') + "\r\n")) {
                  }
              }),
              ErrorCode::peer_too_large);
}

TEST(Dialer, a_body_of_the_limit_is_taken_and_one_byte_more_is_not)
{
    const std::size_t max = DialerSettings().body_bytes_max;
    for (const std::size_t size : {max, max + 1}) {
        const TestPeer peer(saying("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(size, 'x')));
        EXPECT_EQ(Dialer(allowing(peer.host())).ask({peer.host(), {}, "", 0}).has_value(), size == max);
    }
}

TEST(Dialer, a_drip_ends_at_the_deadline)
{
    EXPECT_EQ(end_of([](const Connection& to) {
                  to.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                  while (!to.is_gone_within(100) && to.send("x")) {
                  }
              }),
              ErrorCode::peer_too_slow);
    EXPECT_EQ(end_of([](const Connection& to) {
                  to.send("HTTP/1.1 200 OK\r\nX-Slow: ");
                  while (!to.is_gone_within(100) && to.send("x")) {
                  }
              }),
              ErrorCode::peer_too_slow);
    EXPECT_EQ(end_of([](const Connection& to) { to.is_gone_within(20'000); }), ErrorCode::peer_too_slow);
}

TEST(Dialer, a_flood_of_headers_is_cut_off)
{
    EXPECT_EQ(end_of([](const Connection& to) {
                  to.send("HTTP/1.1 200 OK\r\n");
                  while (to.send("X-Flood: " + std::string(1000, 'x') + "\r\n")) {
                  }
              }),
              ErrorCode::peer_too_large);
    const ErrorCode one_line = end_of([](const Connection& to) {
        to.send("HTTP/1.1 200 OK\r\nX-Flood: ");
        while (to.send(std::string(64 * 1024, 'x'))) {
        }
    });
    EXPECT_TRUE(one_line == ErrorCode::peer_too_large || one_line == ErrorCode::peer_broken);
}

TEST(Dialer, a_flood_of_interim_answers_is_cut_off)
{
    EXPECT_EQ(end_of([](const Connection& to) {
                  while (to.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")) {
                  }
              }),
              ErrorCode::peer_too_large);
}

TEST(Dialer, trailers_do_no_harm)
{
    const ErrorCode code = end_of(saying(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-T: " + std::string(70'000, 'x') + "\r\n\r\n"));
    EXPECT_TRUE(code == ErrorCode::peer_broken || code == ErrorCode::peer_too_large);
}

TEST(Dialer, what_is_no_http_is_refused)
{
    EXPECT_EQ(end_of(saying("SSH-2.0-OpenSSH_9.2\r\n")), ErrorCode::peer_broken);
    EXPECT_EQ(end_of(saying("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")), ErrorCode::peer_broken);
    EXPECT_EQ(end_of(saying("")), ErrorCode::peer_broken);
}

TEST(Dialer, a_body_that_says_it_is_packed_stays_packed)
{
    const TestPeer peer(saying("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08z"));
    const auto answer = Dialer(allowing(peer.host())).ask({peer.host(), {}, "", 0});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body.size(), 4U);
}

TEST(Dialer, redirects_are_followed_only_when_asked_and_each_is_checked)
{
    const TestPeer target(saying(fine));
    const TestPeer peer(saying("HTTP/1.1 302 Found\r\nLocation: " + target.host() + "/\r\nContent-Length: 0\r\n\r\n"));
    const Dialer dialer(allowing(peer.host()));
    EXPECT_EQ(dialer.ask({peer.host(), {}, "", 0})->status, 302);
    EXPECT_EQ(code_of(dialer.ask({peer.host(), {}, "", 3})), ErrorCode::address_plain);
    EXPECT_EQ(target.connections(), 0);

    DialerSettings both = allowing(peer.host());
    both.allowed_hosts = [&] {
        return std::vector<Url>{*parse_allowed_host(peer.host()), *parse_allowed_host(target.host())};
    };
    const auto answer = Dialer(both).ask({peer.host(), {{"authorization", "Basic x"}}, "", 3});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "hi");
    EXPECT_EQ(target.last_request().find("uthorization"), std::string::npos);
}

TEST(Dialer, redirects_end)
{
    for (const char* to :
         {"https://169.254.169.254/", "file:///etc/passwd", "//127.0.0.1/", "/", "gopher://127.0.0.1:1/x"}) {
        const TestPeer peer(saying("HTTP/1.1 307 X\r\nLocation: " + std::string(to) + "\r\nContent-Length: 0\r\n\r\n"));
        const ErrorCode code = code_of(Dialer(allowing(peer.host())).ask({peer.host(), {}, "", 5}));
        EXPECT_TRUE(code == ErrorCode::peer_redirects || code == ErrorCode::address_private) << to;
        EXPECT_EQ(peer.connections(), 1);
    }
    std::string self;
    const TestPeer round([&](const Connection& to) {
        to.send("HTTP/1.1 301 X\r\nLocation: " + self + "/\r\nContent-Length: 0\r\n\r\n");
    });
    self = round.host();
    EXPECT_EQ(code_of(Dialer(allowing(self)).ask({self, {}, "", 30})), ErrorCode::peer_redirects);
    EXPECT_EQ(round.connections(), 31);
}

TEST(Dialer, a_body_makes_a_post_and_no_post_is_redirected)
{
    const TestPeer peer(saying("HTTP/1.1 307 X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"));
    EXPECT_EQ(code_of(Dialer(allowing(peer.host())).ask({peer.host(), {}, "a=b", 5})), ErrorCode::peer_redirects);
    EXPECT_TRUE(peer.last_request().starts_with("POST / HTTP/1.1\r\n"));
}

TEST(Dialer, a_port_where_nobody_listens_is_told)
{
    EXPECT_EQ(code_of(Dialer(allowing("http://127.0.0.1:1")).ask({"http://127.0.0.1:1/", {}, "", 0})),
              ErrorCode::peer_unreachable);
}

TEST(Dialer, tls_with_somebody_who_has_none_is_refused)
{
    const TestPeer peer(saying("HTTP/1.1 400 no\r\n\r\n"));
    const std::string secure = "https" + peer.host().substr(4);
    EXPECT_NE(code_of(Dialer(allowing(secure)).ask({secure, {}, "", 0})), ErrorCode::internal);
}

TEST(Dialer, only_so_many_ask_at_once)
{
    const TestPeer peer([](const Connection& to) { to.is_gone_within(20'000); });
    DialerSettings settings = allowing(peer.host());
    settings.at_once_max = 1;
    const Dialer dialer(settings);
    std::thread first([&] { EXPECT_EQ(code_of(dialer.ask({peer.host(), {}, "", 0})), ErrorCode::peer_too_slow); });
    while (peer.connections() == 0) {
        std::this_thread::yield();
    }
    EXPECT_EQ(code_of(dialer.ask({peer.host(), {}, "", 0})), ErrorCode::server_busy);
    first.join();
}

TEST(Dialer, a_ca_file_that_is_none_stops_the_start)
{
    DialerSettings settings;
    settings.ca_file = "/nowhere/ca.pem";
    EXPECT_THROW(Dialer{settings}, Error);
}

}  // namespace
}  // namespace juan::net
