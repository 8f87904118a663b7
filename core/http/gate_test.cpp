// Hostile requests over a real connection: each is refused once, the connection closes, and nothing behind it runs.
#include "core/http/gate.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <future>

#include "core/http/limits.hpp"
#include "core/http/test_server.hpp"

namespace juan::http {
namespace {

struct Case {
    std::string name;
    int status;
    std::string request;
};

std::string take_cell(std::string_view& line)
{
    std::string cell;
    if (!line.starts_with('"')) {
        cell = line.substr(0, line.find(','));
        line.remove_prefix(std::min(cell.size() + 1, line.size()));
        return cell;
    }
    for (line.remove_prefix(1); !line.starts_with("\",") && line != "\""; line.remove_prefix(1)) {
        cell += line.front();
        line.remove_prefix(line.starts_with("\"\"") ? 1 : 0);
    }
    line.remove_prefix(std::min<std::size_t>(2, line.size()));
    return cell;
}

int hex(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

std::string unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            const char kind = text[++i];
            const std::string_view known = "rnt0\\";
            if (kind == 'x') {
                out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
                i += 2;
            } else {
                out += std::string_view("\r\n\t\0\\", 5)[known.find(kind)];
            }
        } else if (text[i] == '{' && text.find('*', i) != text.npos && text[i + 1] >= '0' && text[i + 1] <= '9') {
            const auto star = text.find('*', i);
            const auto close = text.find('}', star);
            const int count = std::atoi(std::string(text.substr(i + 1, star - i - 1)).c_str());
            const std::string part = unescaped(text.substr(star + 1, close - star - 1));
            for (int k = 0; k < count; ++k) {
                out += part;
            }
            i = close;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::vector<Case> cases()
{
    std::ifstream file(JUAN_SOURCE_DIR "/core/http/gate_cases.csv");
    std::vector<Case> all;
    std::string line;
    for (std::getline(file, line); std::getline(file, line);) {
        std::string_view rest = line;
        const std::string name = take_cell(rest);
        const int status = std::atoi(take_cell(rest).c_str());
        all.push_back({name, status, rest.starts_with('"') ? take_cell(rest) : std::string(rest)});
    }
    return all;
}

// A sender of more than the server reads off before it closes may lose the answer to the reset that follows.
constexpr std::size_t read_off_bytes = linger_bytes_max;
constexpr std::string_view second = "GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n";

class GateTest : public testing::Test {
protected:
    GateTest()
    {
        Router router;
        router.add(route(Method::get, "/", [](const Request&) { return json_response("1"); }));
        router.add(route(Method::get, "/{rest...}", [](const Request&) { return json_response("2"); }));
        router.add(route(
            Method::post, "/echo", [](const Request& request) { return json_response(request.body); }, Body::json));
        router.add(route(Method::get, "/second", [this](const Request&) {
            ++second_runs;
            return json_response("3");
        }));
        server = std::make_unique<TestServer>(router);
    }

    // What comes back for `request`, and for nothing else.
    int status_for(const std::string& request)
    {
        const RawConnection connection(server->port());
        connection.send(request);
        return status_of(connection.receive("\r\n\r\n"));
    }

    std::atomic<int> second_runs = 0;
    std::unique_ptr<TestServer> server;
};

TEST_F(GateTest, refuses_what_is_hostile_and_runs_nothing_behind_it)
{
    const auto all = cases();
    ASSERT_GE(all.size(), 100U);
    for (const Case& hostile : all) {
        SCOPED_TRACE(hostile.name);
        const RawConnection connection(server->port());
        ASSERT_TRUE(connection.is_open());
        const std::string request = unescaped(hostile.request) + std::string(second) + std::string(second);
        const auto sent = std::async(std::launch::async, [&] { connection.send(request); });
        const std::string answer = connection.receive();  // returns when the server has closed
        if (!answer.empty() || request.size() < read_off_bytes) {
            EXPECT_EQ(status_of(answer), hostile.status);
            EXPECT_EQ(count_of(answer, "HTTP/1.1 "), 1U);
            EXPECT_NE(answer.find("Connection: close"), answer.npos);
        }
        EXPECT_EQ(second_runs, 0);
    }
    EXPECT_EQ(status_for(std::string(second)), 200);
    EXPECT_EQ(second_runs, 1);
}

TEST_F(GateTest, refuses_the_same_byte_by_byte)
{
    for (const Case& hostile : cases()) {
        const std::string request = unescaped(hostile.request);
        if (request.size() > 40'000) {
            continue;
        }
        SCOPED_TRACE(hostile.name);
        HeadScan scan;
        const Gate gate({});
        std::optional<Refusal> refusal;
        const std::size_t step = request.size() < 4000 ? 1 : 61;
        for (std::size_t size = 0; size < request.size() && !refusal && scan.size == 0;) {
            size = std::min(size + step, request.size());
            refusal = look(scan, std::string_view(request).substr(0, size));
        }
        if (!refusal) {
            ASSERT_GT(scan.size, 0U);
            const auto head = gate.pass(std::string_view(request).substr(0, scan.size), scan);
            ASSERT_FALSE(head);
            refusal = head.error();
        }
        EXPECT_EQ(error_text(error_of(*refusal).code()).status, hostile.status);
    }
}

TEST_F(GateTest, takes_what_browsers_and_programs_send)
{
    const std::string host = "Host: localhost\r\n";
    EXPECT_EQ(status_for("GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n"), 200);
    EXPECT_EQ(status_for("GET / HTTP/1.1\r\nHost: LOCALHOST\r\n\r\n"), 200);
    EXPECT_EQ(status_for("GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n"), 200);
    EXPECT_EQ(status_for("GET / HTTP/1.1\r\nhOsT:\t[::1]:8080 \t\r\n\r\n"), 200);
    EXPECT_EQ(status_for("GET / HTTP/1.1\r\n" + host + "X:\r\nAccept: a\r\nAccept: b\r\n\r\n"), 200);
    EXPECT_EQ(status_for("GET / HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n"), 200);
    EXPECT_EQ(status_for("HEAD / HTTP/1.1\r\n" + host + "\r\n"), 200);
    EXPECT_EQ(status_for("GET /%E5%BC%A0?q=%E5%BC%A0&a=b+c&d&=e&f=%2e%2F HTTP/1.1\r\n" + host + "\r\n"), 200);
    EXPECT_EQ(status_for("GET /a//b?[x]|{y}^z HTTP/1.1\r\n" + host + "\r\n"), 200);
    const std::string post = "POST /echo HTTP/1.1\r\n" + host + "Content-Type: application/json; charset=utf-8\r\n";
    EXPECT_EQ(status_for(post + "Content-Length: 2\r\n\r\n{}"), 200);
    EXPECT_EQ(status_for(post + "\r\n"), 200);
}

TEST_F(GateTest, limits_are_exact)
{
    const std::string host = "Host: localhost\r\n";  // 17 bytes
    for (const auto& [bytes, status] : {std::pair<std::size_t, int>{8191, 200}, {8192, 200}, {8193, 414}}) {
        EXPECT_EQ(status_for("GET /" + std::string(bytes - 1, 'a') + " HTTP/1.1\r\n" + host + "\r\n"), status);
    }
    for (const auto& [count, status] : {std::pair<std::size_t, int>{99, 200}, {100, 200}, {101, 431}}) {
        std::string fields = host;
        for (std::size_t i = 1; i < count; ++i) {
            fields += "X: y\r\n";
        }
        EXPECT_EQ(status_for("GET / HTTP/1.1\r\n" + fields + "\r\n"), status);
    }
    for (const auto& [bytes, status] : {std::pair<std::size_t, int>{16383, 200}, {16384, 200}, {16385, 431}}) {
        const std::string field = "X: " + std::string(bytes - host.size() - 5, 'a') + "\r\n";
        ASSERT_EQ(host.size() + field.size(), bytes);
        EXPECT_EQ(status_for("GET / HTTP/1.1\r\n" + host + field + "\r\n"), status);
    }
}

TEST_F(GateTest, requests_sent_together_are_answered_in_order)
{
    const RawConnection connection(server->port());
    const std::string body = "{\"a\":1}";
    connection.send(
        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n" + body +
        std::string(second) + "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const std::string answer = connection.receive();
    EXPECT_EQ(count_of(answer, "HTTP/1.1 200 OK"), 3U);
    EXPECT_LT(answer.find(body), answer.find("\r\n\r\n3"));
    EXPECT_TRUE(answer.ends_with("\r\n\r\n1"));
}

TEST(Gate, knows_the_names_it_is_given)
{
    const Gate gate({"CRM.example.com", "other.example:8443"});
    EXPECT_TRUE(gate.is_known("crm.example.com"));
    EXPECT_TRUE(gate.is_known("crm.example.com:443"));
    EXPECT_TRUE(gate.is_known("other.example:8443"));
    EXPECT_FALSE(gate.is_known("other.example"));
    EXPECT_FALSE(gate.is_known("other.example:8444"));
    EXPECT_FALSE(gate.is_known("example.com"));
    EXPECT_TRUE(gate.is_known("[::1]"));
    EXPECT_TRUE(gate.is_known("[::1]:8080"));
    EXPECT_FALSE(gate.is_known("[::1"));
    EXPECT_FALSE(gate.is_known("[::1]x"));
    EXPECT_FALSE(gate.is_known("[::2]"));
}

}  // namespace
}  // namespace juan::http
