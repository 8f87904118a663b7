// Pages, scripts, their codings and validators, through a whole server.
#include "core/http/assets.hpp"

#include <gtest/gtest.h>

#include "core/http/encoding.hpp"
#include "core/http/test_server.hpp"

namespace juan::http {
namespace {

class AssetsTest : public testing::Test {
protected:
    static std::vector<Asset> assets(const std::string& page, const std::string& script)
    {
        return {{"/index.html", "text/html; charset=utf-8", "", page, "p1", false},
                {"/assets/main-3f2a.js", "text/javascript", "brotli bytes", script, "s1", true},
                {"/icon.svg", "image/svg+xml", "", script, "\"i1\"", false}};
    }

    std::string page = Gzip().pack("<meta name=csp-nonce content=\"__CSP_NONCE__\"><script nonce=__CSP_NONCE__>");
    std::string script = Gzip().pack("let a = 1;");
    Router router = [] {
        Router some;
        some.add(route(Method::get, "/api/health", [](const Request&) { return json_response("{}"); }));
        some.add(route(
            Method::post, "/setup", [](const Request&) { return json_response("{}"); }, Body::json));
        return some;
    }();
    TestServer server{router, {}, assets(page, script)};
};

TEST_F(AssetsTest, a_page_has_a_new_nonce_each_time)
{
    const auto first = server.get("/");
    const auto second = server.get("/index.html");
    EXPECT_EQ(first.status, 200);
    EXPECT_NE(first.body, second.body);
    EXPECT_EQ(first.body.find("__CSP_NONCE__"), std::string::npos);
    const std::string nonce = first.body.substr(first.body.find("content=\"") + 9, 43);
    EXPECT_EQ(count_of(first.body, nonce), 2U);
    const std::string_view policy = header_of(first, "content-security-policy");
    EXPECT_NE(policy.find("style-src 'self' 'nonce-" + nonce + "';"), policy.npos);
    EXPECT_EQ(header_of(first, "cache-control"), "no-store");
}

TEST_F(AssetsTest, addresses_of_the_page_give_the_page)
{
    for (const std::string path : {"/customer", "/customer/cus_1", "/setup?token=1", "/sign-in"}) {
        EXPECT_EQ(server.get(path).status, 200) << path;
    }
    for (const std::string path : {"/api", "/api/nothing", "/v1/nothing", "/nothing.js", "/assets/main.js"}) {
        const auto response = server.get(path);
        EXPECT_EQ(response.status, 404) << path;
        EXPECT_EQ(header_of(response, "content-type"), "application/problem+json");
    }
    EXPECT_EQ(server.get("/api/health").body, "{}");
    EXPECT_EQ(server.post("/customer", "").status, 404);
}

TEST_F(AssetsTest, files_go_out_in_a_coding_the_client_takes)
{
    const auto plain = server.get("/icon.svg");
    EXPECT_EQ(plain.body, "let a = 1;");
    EXPECT_EQ(header_of(plain, "content-encoding"), "");
    EXPECT_EQ(header_of(plain, "vary"), "Accept-Encoding");
    const auto gzipped = server.get("/icon.svg", {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(gzipped.body, script);
    EXPECT_EQ(header_of(gzipped, "content-encoding"), "gzip");
    const auto brotlied = server.get("/assets/main-3f2a.js", {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(brotlied.body, "brotli bytes");
    EXPECT_EQ(header_of(brotlied, "content-encoding"), "br");
}

TEST_F(AssetsTest, what_the_browser_has_is_not_sent_again)
{
    const auto first = server.get("/icon.svg");
    EXPECT_EQ(header_of(first, "etag"), "W/\"i1\"");
    EXPECT_EQ(header_of(first, "cache-control"), "no-cache");
    const auto again = server.get("/icon.svg", {{"If-None-Match", "\"x\", W/\"i1\""}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(header_of(again, "etag"), "W/\"i1\"");
    EXPECT_EQ(server.get("/icon.svg", {{"If-None-Match", "\"i2\""}}).status, 200);
    EXPECT_EQ(header_of(server.get("/assets/main-3f2a.js", {{"Accept-Encoding", "br"}}), "cache-control"),
              "public, max-age=31536000, immutable");
}

TEST_F(AssetsTest, head_gives_the_length_without_the_bytes)
{
    const auto response = fetch("127.0.0.1", server.port(), Method::head, "/icon.svg");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "");
    EXPECT_EQ(header_of(response, "content-length"), "10");
}

}  // namespace
}  // namespace juan::http
