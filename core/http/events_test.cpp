// Event streams over real connections: framing, slow and vanished browsers, stopping.
#include "core/http/events.hpp"

#include <gtest/gtest.h>

#include <future>
#include <mutex>

#include "core/http/limits.hpp"
#include "core/http/test_server.hpp"

namespace juan::http {
namespace {

using namespace std::chrono_literals;

class EventsTest : public testing::Test {
protected:
    EventsTest()
    {
        ServerSettings settings;
        settings.deadlines.heartbeat = 100ms;
        settings.deadlines.stall = 1s;
        Router router;
        router.add(route(Method::get, "/events", [this](const Request&) {
            Response response;
            response.open_events = [this](std::shared_ptr<EventStream> fresh) { opened.set_value(std::move(fresh)); };
            return response;
        }));
        server = std::make_unique<TestServer>(router, settings);
        browser = std::make_unique<RawConnection>(server->port());
        browser->send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        stream = opened.get_future().get();
    }

    // Whether `claim` comes true within five seconds.
    template <class Claim>
    static bool soon(Claim&& claim)
    {
        for (int i = 0; i < 500 && !claim(); ++i) {
            std::this_thread::sleep_for(10ms);
        }
        return claim();
    }

    std::promise<std::shared_ptr<EventStream>> opened;
    std::unique_ptr<TestServer> server;
    std::unique_ptr<RawConnection> browser;
    std::shared_ptr<EventStream> stream;
};

TEST_F(EventsTest, events_arrive_as_the_standard_frames_them)
{
    EXPECT_TRUE(stream->send("change", "{\"object\":\"customer\"}"));
    EXPECT_TRUE(stream->send("im\nport", "two\r\nlines"));
    const std::string text = browser->receive("lines\n\n");
    EXPECT_EQ(status_of(text), 200);
    EXPECT_NE(text.find("Content-Type: text/event-stream\r\n"), text.npos);
    EXPECT_EQ(text.find("Content-Length"), text.npos);
    EXPECT_NE(text.find("event: change\ndata: {\"object\":\"customer\"}\n\n"), text.npos);
    EXPECT_NE(text.find("event: import\ndata: two\ndata: lines\n\n"), text.npos);
}

TEST_F(EventsTest, a_silent_stream_gives_signs_of_life)
{
    EXPECT_NE(browser->receive("\n\n:\n\n:\n\n").find(":\n\n"), std::string::npos);
}

TEST_F(EventsTest, many_senders_at_once_lose_nothing_the_queue_took)
{
    std::vector<std::thread> senders;
    std::atomic<std::size_t> taken = 0;
    for (int i = 0; i < 4; ++i) {
        senders.emplace_back([&] {
            for (int k = 0; k < 2000; ++k) {
                taken += stream->send("e", std::string(200, 'x')) ? 1 : 0;
            }
        });
    }
    std::string text;
    std::thread reader([&] { text = browser->receive("event: last"); });
    for (std::thread& sender : senders) {
        sender.join();
    }
    EXPECT_TRUE(soon([&] { return stream->send("last", ""); }));
    reader.join();
    EXPECT_EQ(count_of(text, "event: e\n"), taken);
}

TEST_F(EventsTest, a_browser_that_does_not_read_is_given_up)
{
    const std::string data(100'000, 'x');
    std::size_t sent = 0;
    while (sent < 100'000 && stream->send("e", data)) {
        ++sent;
    }
    EXPECT_FALSE(stream->send("e", data));
    EXPECT_LT(sent, 2000U);
    // The stall deadline passes, the connection closes, and the stream stays closed.
    std::this_thread::sleep_for(2s);
    EXPECT_FALSE(stream->send("e", ""));
}

TEST_F(EventsTest, a_browser_that_goes_away_is_noticed)
{
    browser.reset();
    EXPECT_TRUE(soon([&] { return !stream->send("e", ""); }));
}

TEST_F(EventsTest, closing_sends_what_is_left_and_ends)
{
    stream->send("e", "goodbye");
    stream->close();
    EXPECT_NE(browser->receive().find("goodbye"), std::string::npos);
    EXPECT_FALSE(stream->send("e", ""));
}

TEST_F(EventsTest, stopping_the_server_closes_streams)
{
    const auto began = std::chrono::steady_clock::now();
    server->stop();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
    browser->receive();
    EXPECT_FALSE(stream->send("e", ""));
    server.reset();
    EXPECT_FALSE(stream->send("e", ""));
}

}  // namespace
}  // namespace juan::http
