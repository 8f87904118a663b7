// A whole server on a free port: handlers, limits, deadlines, stopping.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <nlohmann/json.hpp>

#include "core/http/encoding.hpp"
#include "core/http/test_server.hpp"

namespace juan::http {
namespace {

using namespace std::chrono_literals;

Router usual_router()
{
    Router router;
    router.add(route(Method::get, "/api/health", [](const Request&) { return json_response("{\"status\":\"ok\"}"); }));
    router.add(route(Method::get, "/api/{object}/{id}", [](const Request& request) {
        return json_response("{\"object\":\"" + std::string(request.parameter("object")) + "\",\"q\":\"" +
                             std::string(request.argument("q").value_or("none")) + "\",\"remote\":\"" + request.remote +
                             "\"}");
    }));
    router.add(route(
        Method::post, "/api/echo", [](const Request& request) { return json_response(request.body, 201); },
        Body::json));
    router.add(route(Method::get, "/api/throw/{what}", [](const Request& request) -> Response {
        if (request.parameter("what") == "error") {
            throw Error(ErrorCode::store_busy);
        }
        if (request.parameter("what") == "number") {
            throw 7;
        }
        throw std::length_error("secret text");
    }));
    router.add(route(Method::get, "/api/big", [](const Request&) {
        std::string body = "[";
        for (int i = 0; i < 1'000'000; ++i) {
            body += "1234567,";
        }
        return json_response(body + "1]");
    }));
    return router;
}

std::string usual_head(std::string_view line) { return std::string(line) + " HTTP/1.1\r\nHost: localhost\r\n"; }

TEST(Server, answers_with_what_every_answer_carries)
{
    const TestServer server(usual_router());
    for (const std::string target : {"/api/health", "/nothing", "/api/throw/error", "/metrics"}) {
        SCOPED_TRACE(target);
        const auto response = server.get(target);
        const std::string_view policy = header_of(response, "content-security-policy");
        for (const std::string part :
             {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"}) {
            EXPECT_NE(policy.find(part), policy.npos);
        }
        EXPECT_EQ(policy.find("unsafe"), policy.npos);
        EXPECT_EQ(header_of(response, "strict-transport-security"), "max-age=31536000");
        EXPECT_EQ(header_of(response, "x-content-type-options"), "nosniff");
        EXPECT_EQ(header_of(response, "referrer-policy"), "no-referrer");
        EXPECT_EQ(header_of(response, "cache-control"), "no-store");
        EXPECT_TRUE(header_of(response, "x-request-id").starts_with("req_"));
        EXPECT_TRUE(header_of(response, "date").ends_with(" GMT"));
        EXPECT_EQ(header_of(response, "content-length"), std::to_string(response.body.size()));
    }
}

TEST(Server, handlers_see_parameters_arguments_and_the_peer)
{
    ServerSettings settings;
    settings.trusted_proxies = {"127.0.0.1"};
    const TestServer server(usual_router(), settings);
    EXPECT_EQ(server.get("/api/deal/7?q=%E5%BC%A0").body,
              "{\"object\":\"deal\",\"q\":\"张\",\"remote\":\"127.0.0.1\"}");
    EXPECT_EQ(server.get("/api/deal/7", {{"X-Forwarded-For", "1.2.3.4, 5.6.7.8"}}).body,
              "{\"object\":\"deal\",\"q\":\"none\",\"remote\":\"5.6.7.8\"}");
    const TestServer open_server(usual_router());
    EXPECT_EQ(open_server.get("/api/deal/7", {{"X-Forwarded-For", "5.6.7.8"}}).body,
              "{\"object\":\"deal\",\"q\":\"none\",\"remote\":\"127.0.0.1\"}");
}

TEST(Server, a_handler_that_throws_harms_nobody_else)
{
    const TestServer server(usual_router());
    const RawConnection connection(server.port());
    for (const std::string what : {"exception", "number", "exception"}) {
        connection.send(usual_head("GET /api/throw/" + what) + "\r\n");
        const std::string answer = connection.receive("}]}");
        EXPECT_EQ(status_of(answer), 500);
        EXPECT_NE(answer.find("\"code\":\"internal\""), answer.npos);
        EXPECT_EQ(answer.find("secret"), answer.npos);
    }
    connection.send(usual_head("GET /api/health") + "\r\n");
    EXPECT_EQ(status_of(connection.receive("\"ok\"}")), 200);
    const auto busy = server.get("/api/throw/error");
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(header_of(busy, "retry-after"), "1");
}

TEST(Server, head_is_get_without_the_body)
{
    const TestServer server(usual_router());
    const auto response = fetch("127.0.0.1", server.port(), Method::head, "/api/health");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header_of(response, "content-length"), "15");
    EXPECT_EQ(response.body, "");
}

TEST(Server, unknown_addresses_and_methods_are_problems)
{
    const TestServer server(usual_router());
    EXPECT_EQ(server.get("/api/nothing").status, 404);
    const auto wrong = fetch("127.0.0.1", server.port(), Method::del, "/api/echo");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(header_of(wrong, "allow"), "POST");
    EXPECT_EQ(nlohmann::json::parse(wrong.body).at("code"), "method_not_allowed");
    EXPECT_EQ(header_of(wrong, "x-request-id"), std::string(nlohmann::json::parse(wrong.body).at("id")));
}

TEST(Server, bodies_are_taken_up_to_their_limit)
{
    ServerSettings settings;
    settings.json_bytes_max = 100'000;
    const TestServer server(usual_router(), settings);
    for (const auto& [bytes, status] : {std::pair<std::size_t, int>{99'999, 201}, {100'000, 201}, {100'001, 413}}) {
        const std::string body = "\"" + std::string(bytes - 2, 'a') + "\"";
        const auto response = server.post("/api/echo", body);
        EXPECT_EQ(response.status, status);
        EXPECT_EQ(response.body == body, status == 201);
    }
    EXPECT_EQ(server.post("/api/echo", std::string(20'000'000, 'a')).status, 413);
    EXPECT_EQ(server.post("/api/echo", "{}", {{"Content-Type", "text/plain"}}).status, 415);
    EXPECT_EQ(server.post("/api/echo", "{}", {{"Content-Type", "application/json; charset=utf-8"}}).status, 201);
    EXPECT_EQ(server.post("/api/echo", "{}", {{"Content-Encoding", "gzip"}}).status, 415);
}

TEST(Server, a_body_waits_for_permission)
{
    std::atomic<int> asked = 0;
    Router router = usual_router();
    router.add(route(
        Method::post, "/api/secret",
        [](const Request& request) {
            return json_response("\"" + *std::static_pointer_cast<const std::string>(request.caller) + "\"");
        },
        Body::json, Access::signed_in));
    const TestServer server(router, {}, {}, [&](Request& request, const Route& route) {
        ++asked;
        EXPECT_EQ(request.body, "");
        if (route.access == Access::signed_in && request.header("authorization") != "Bearer right") {
            throw Error(ErrorCode::not_signed_in);
        }
        request.caller = std::make_shared<const std::string>("somebody");
    });
    EXPECT_EQ(server.get("/api/health").status, 200);
    EXPECT_EQ(asked, 0);
    EXPECT_EQ(server.post("/api/secret", "{}", {{"Authorization", "Bearer right"}}).body, "\"somebody\"");
    const RawConnection connection(server.port());
    connection.send(usual_head("POST /api/secret") + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n");
    EXPECT_EQ(status_of(connection.receive()), 401);  // comes without any byte of the body, and closes
    EXPECT_EQ(asked, 2);
}

TEST(Server, says_continue_before_a_body_and_not_before_a_refusal)
{
    const TestServer server(usual_router());
    const std::string fields = "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: ";
    const RawConnection connection(server.port());
    connection.send(usual_head("POST /api/echo") + fields + "2\r\n\r\n");
    EXPECT_EQ(connection.receive("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    connection.send("{}");
    EXPECT_EQ(status_of(connection.receive("{}")), 201);
    connection.send(usual_head("POST /api/echo") + fields + "99999999999\r\n\r\n");
    EXPECT_EQ(status_of(connection.receive()), 413);
}

TEST(Server, writes_from_other_sites_are_refused)
{
    const TestServer server(usual_router());
    const auto refused = server.post("/api/echo", "{}", {{"Cookie", "session=1"}, {"Origin", "https://evil.example"}});
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(nlohmann::json::parse(refused.body).at("code"), "origin_refused");
    const std::string own = "http://127.0.0.1:" + std::to_string(server.port());
    EXPECT_EQ(server.post("/api/echo", "{}", {{"Cookie", "session=1"}, {"Origin", own}}).status, 201);
}

TEST(Server, large_answers_arrive_whole_and_compressed_when_asked)
{
    const TestServer server(usual_router());
    const auto plain = server.get("/api/big");
    EXPECT_EQ(plain.body.size(), 8'000'003U);
    EXPECT_TRUE(plain.body.ends_with("1234567,1]"));
    const auto packed = server.get("/api/big", {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(header_of(packed, "content-encoding"), "gzip");
    EXPECT_EQ(gunzip(packed.body), plain.body);
}

TEST(Server, a_header_value_cannot_begin_a_line_of_its_own)
{
    Router router;
    router.add(route(Method::get, "/x", [](const Request&) {
        Response response = json_response("{}");
        response.headers = {{"X-Name", "a\r\nSet-Cookie: b=c\x01"}, {"Cache-Control", "private"}};
        return response;
    }));
    const TestServer server(router);
    const auto response = server.get("/x");
    EXPECT_EQ(header_of(response, "x-name"), "aSet-Cookie: b=c");
    EXPECT_EQ(header_of(response, "set-cookie"), "");
    EXPECT_EQ(header_of(response, "cache-control"), "private");
}

Deadlines short_deadlines()
{
    Deadlines deadlines;
    deadlines.head = 200ms;
    deadlines.idle = 300ms;
    deadlines.stall = 400ms;
    deadlines.linger = 200ms;
    deadlines.bytes_per_second_min = 1000;
    return deadlines;
}

TEST(Server, slow_headers_are_cut)
{
    ServerSettings settings;
    settings.deadlines = short_deadlines();
    const TestServer server(usual_router(), settings);
    const auto began = std::chrono::steady_clock::now();
    const RawConnection connection(server.port());
    for (const char c :
         std::string_view("GET /api/health HTTP/1.1\r\nHost: localhost\r\nX: aaaaaaaaaaaaaaaaaaaaaaaa")) {
        connection.send({&c, 1});
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(status_of(connection.receive()), 408);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

TEST(Server, slow_bodies_are_cut_and_steady_ones_are_not)
{
    ServerSettings settings;
    settings.deadlines = short_deadlines();
    const TestServer server(usual_router(), settings);
    const std::string head =
        usual_head("POST /api/echo") + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
    const RawConnection slow(server.port());
    slow.send(head);
    for (int i = 0; i < 60; ++i) {
        slow.send("a");
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(status_of(slow.receive()), 408);
    const RawConnection steady(server.port());
    steady.send(head);
    for (int i = 0; i < 20; ++i) {
        steady.send(std::string(50, 'a'));
        std::this_thread::sleep_for(15ms);
    }
    EXPECT_EQ(status_of(steady.receive("aaa\"")), 201);
}

TEST(Server, silent_connections_and_slow_readers_are_closed)
{
    ServerSettings settings;
    settings.deadlines = short_deadlines();
    const TestServer server(usual_router(), settings);
    const RawConnection silent(server.port());
    EXPECT_EQ(silent.receive(), "");
    const RawConnection idle(server.port());
    idle.send(usual_head("GET /api/health") + "\r\n");
    EXPECT_EQ(status_of(idle.receive()), 200);  // and then the server closes
    const RawConnection slow(server.port());
    slow.send(usual_head("GET /api/big") + "\r\n");
    std::this_thread::sleep_for(1500ms);
    EXPECT_LT(slow.receive().size(), 8'000'003U);
}

TEST(Server, a_busy_server_makes_requests_wait_but_not_light_ones)
{
    std::promise<void> release;
    const auto released = release.get_future().share();
    std::atomic<int> entered = 0;
    Router router;
    router.add(route(Method::get, "/slow", [&](const Request&) {
        ++entered;
        released.wait();
        return json_response("1");
    }));
    Route light = route(Method::get, "/light", [](const Request&) { return json_response("2"); });
    light.weight = Weight::light;
    router.add(light);
    ServerSettings settings;
    settings.worker_count = 2;
    const TestServer server(router, settings);
    std::vector<std::future<int>> answers;
    for (int i = 0; i < 6; ++i) {
        answers.push_back(std::async(std::launch::async, [&] { return server.get("/slow").status; }));
    }
    while (entered < 2) {
        std::this_thread::sleep_for(1ms);
    }
    std::this_thread::sleep_for(50ms);
    EXPECT_EQ(entered, 2);
    EXPECT_EQ(server.get("/light").body, "2");
    release.set_value();
    for (auto& answer : answers) {
        EXPECT_EQ(answer.get(), 200);
    }
    EXPECT_EQ(entered, 6);
}

TEST(Server, stopping_lets_requests_in_work_finish)
{
    Router router;
    std::atomic<bool> entered = false;
    router.add(route(Method::get, "/slow", [&](const Request&) {
        entered = true;
        std::this_thread::sleep_for(300ms);
        return json_response("1");
    }));
    TestServer server(router);
    const RawConnection idle(server.port());
    auto answer = std::async(std::launch::async, [&] { return server.get("/slow"); });
    while (!entered) {
        std::this_thread::sleep_for(1ms);
    }
    const auto began = std::chrono::steady_clock::now();
    const std::uint16_t port = server.port();
    server.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
    EXPECT_EQ(answer.get().body, "1");
    EXPECT_EQ(idle.receive(), "");
    EXPECT_THROW(fetch("127.0.0.1", port, Method::get, "/slow"), Error);
}

TEST(Server, a_port_in_use_is_an_error_that_says_so)
{
    const TestServer server(usual_router());
    ServerSettings settings;
    settings.port = server.port();
    EXPECT_THROW(make_server(settings, {}, {}, {}), Error);
    settings.address = "not an address";
    EXPECT_THROW(make_server(settings, {}, {}, {}), Error);
}

TEST(Server, listens_on_ipv6)
{
    start_secrets();
    ServerSettings settings;
    settings.port = 0;
    settings.address = "::1";
    std::unique_ptr<Server> server;
    try {
        server = make_server(settings, usual_router(), {}, {});
    } catch (const Error&) {
        GTEST_SKIP() << "this machine has no IPv6";
    }
    std::thread thread([&] { server->run(); });
    EXPECT_EQ(fetch("::1", server->port(), Method::get, "/api/health").status, 200);
    server->stop();
    thread.join();
}

TEST(Server, shows_its_numbers_to_this_machine_and_to_who_has_the_token)
{
    ServerSettings settings;
    settings.metrics_token = "letmein";
    settings.measures = [] {
        return std::vector<Measure>{{"juan_jobs_waiting", "Jobs waiting.", {{"kind", "import"}}, 3}};
    };
    const TestServer server(usual_router(), settings);
    server.get("/api/deal/7");
    server.get("/api/nothing");
    const RawConnection hostile(server.port());
    hostile.send("GET / HTTP/1.0\r\n\r\n");
    hostile.receive();
    const std::string text = server.get("/metrics").body;
    for (const std::string line :
         {"juan_http_requests_total{route=\"/api/{object}/{id}\",method=\"GET\",status=\"200\"} 1",
          "juan_http_request_seconds_count{route=\"/api/{object}/{id}\",method=\"GET\"} 1",
          "juan_http_requests_total{route=\"none\",method=\"\",status=\"404\"} 1",
          "juan_http_refused_total{reason=\"request_line\"} 1", "juan_jobs_waiting{kind=\"import\"} 3",
          "juan_http_connections "}) {
        EXPECT_NE(text.find(line), text.npos) << line << "\n" << text;
    }
    EXPECT_EQ(server.get("/metrics", {{"X-Forwarded-For", "1.2.3.4"}}).status, 404);
    EXPECT_EQ(server.get("/metrics", {{"X-Forwarded-For", "1.2.3.4"}, {"Authorization", "Bearer letmein"}}).status,
              200);
}

}  // namespace
}  // namespace juan::http
