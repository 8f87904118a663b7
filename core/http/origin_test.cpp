// Which writes count as coming from another site.
#include "core/http/origin.hpp"

#include <gtest/gtest.h>

namespace juan::http {
namespace {

bool passes(Method method, Fields headers)
{
    headers.emplace_back("host", "crm.example.com");
    Request request;
    request.method = method;
    request.headers = std::move(headers);
    try {
        require_own_origin(request);
        return true;
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::origin_refused);
        return false;
    }
}

TEST(Origin, reading_is_free)
{
    EXPECT_TRUE(passes(Method::get, {{"cookie", "a=1"}, {"origin", "https://evil.example"}}));
    EXPECT_TRUE(passes(Method::head, {{"cookie", "a=1"}, {"sec-fetch-site", "cross-site"}}));
}

TEST(Origin, a_write_with_a_cookie_says_where_it_comes_from)
{
    for (const Method method : {Method::post, Method::put, Method::patch, Method::del}) {
        EXPECT_TRUE(passes(method, {{"cookie", "a=1"}, {"origin", "https://crm.example.com"}}));
        EXPECT_TRUE(passes(method, {{"cookie", "a=1"}, {"origin", "http://crm.example.com"}}));
        EXPECT_TRUE(passes(method, {{"cookie", "a=1"}, {"sec-fetch-site", "same-origin"}}));
        EXPECT_FALSE(passes(method, {{"cookie", "a=1"}}));
        EXPECT_FALSE(passes(method, {{"cookie", "a=1"}, {"authorization", "Bearer x"}}));
        EXPECT_FALSE(passes(method, {{"cookie", "a=1"}, {"origin", "null"}}));
        EXPECT_FALSE(passes(method, {{"cookie", "a=1"}, {"origin", "https://evil.example"}}));
        EXPECT_FALSE(passes(method, {{"cookie", "a=1"}, {"origin", "https://crm.example.com.evil.example"}}));
        EXPECT_FALSE(passes(method, {{"cookie", "a=1"}, {"origin", "https://crm.example.com:8443"}}));
        EXPECT_FALSE(passes(method, {{"cookie", "a=1"}, {"origin", "crm.example.com"}}));
        EXPECT_FALSE(passes(method, {{"cookie", "a=1"}, {"sec-fetch-site", "same-site"}}));
        EXPECT_FALSE(passes(method, {{"cookie", "a=1"}, {"sec-fetch-site", "none"}}));
        EXPECT_FALSE(passes(
            method, {{"cookie", "a=1"}, {"origin", "https://crm.example.com"}, {"sec-fetch-site", "cross-site"}}));
    }
}

TEST(Origin, a_port_that_the_scheme_has_anyway_makes_no_difference)
{
    EXPECT_TRUE(passes(Method::post, {{"cookie", "a=1"}, {"origin", "https://crm.example.com:443"}}));
    EXPECT_FALSE(passes(Method::post, {{"cookie", "a=1"}, {"origin", "http://crm.example.com:443"}}));
}

TEST(Origin, another_site_cannot_sign_somebody_in)
{
    EXPECT_FALSE(passes(Method::post, {{"origin", "https://evil.example"}}));
    EXPECT_FALSE(passes(Method::post, {{"sec-fetch-site", "cross-site"}}));
}

TEST(Origin, programs_need_no_origin)
{
    EXPECT_TRUE(passes(Method::post, {}));
    EXPECT_TRUE(passes(Method::post, {{"authorization", "Bearer x"}}));
    EXPECT_TRUE(passes(Method::post, {{"authorization", "Bearer x"}, {"origin", "https://shop.example"}}));
}

}  // namespace
}  // namespace juan::http
