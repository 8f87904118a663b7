// Web addresses, and what must never become a link.
#include "flow/quality/url/url.hpp"

#include <gtest/gtest.h>

namespace juan::quality {
namespace {

std::string standard(std::string_view text)
{
    const auto url = standardise_url(text);
    return url ? *url : std::string(error_text(url.error().code).name);
}

TEST(Url, addresses_are_completed_and_lowered)
{
    EXPECT_EQ(standard("HTTP://Www.Example.COM/A?b=C#d"), "http://www.example.com/A?b=C#d");
    EXPECT_EQ(standard("example.com"), "https://example.com");
    EXPECT_EQ(standard("www.example.com.cn/路径"), "https://www.example.com.cn/路径");
    EXPECT_EQ(standard("ｗｗｗ．example．com"), "https://www.example.com");
    EXPECT_EQ(standard("https://例子.中国:8443/"), "https://例子.中国:8443/");
}

TEST(Url, what_is_no_web_address_is_refused)
{
    for (const char* text : {"javascript:alert(1)", "javascript://example.com/%0aalert(1)", "data:text/html,x",
                             "ftp://example.com", "example", "http://", "https://a..b", "https://exa mple.com",
                             "https://user@example.com", "http://a.b:x", "无", "https://example.com/<script>", ""}) {
        EXPECT_EQ(standard(text), "url_invalid") << text;
    }
}

}  // namespace
}  // namespace juan::quality
