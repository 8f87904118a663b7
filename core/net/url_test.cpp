// A table of addresses in all the forms that fool parsers and guards. See url_cases.csv; the last column may hold
// commas.
#include "core/net/url.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "core/net/dialer.hpp"

namespace juan::net {
namespace {

struct Case {
    std::string outcome;  // malformed; closed: no public address; plain: http; open
    std::string url;
};

std::vector<Case> cases()
{
    std::vector<Case> all;
    std::ifstream file(JUAN_SOURCE_DIR "/core/net/url_cases.csv");
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        all.push_back({line.substr(0, line.find(',')), line.substr(line.find(',') + 1)});
    }
    return all;
}

ErrorCode outcome_of(const Expected<Answer, Finding>& answer)
{
    return answer ? ErrorCode::internal : answer.error().code;
}

TEST(Url, the_table_is_whole) { EXPECT_GE(cases().size(), 250U); }

TEST(Url, only_the_plain_form_is_read)
{
    for (const Case& one : cases()) {
        EXPECT_EQ(parse_url(one.url).has_value(), one.outcome != "malformed") << one.outcome << ' ' << one.url;
    }
}

TEST(Url, the_dialer_refuses_before_it_connects)
{
    DialerSettings settings;
    settings.deadline = std::chrono::seconds(2);
    const Dialer dialer(settings);
    for (const Case& one : cases()) {
        if (one.outcome == "open") {
            EXPECT_TRUE(dialer.check(one.url)) << one.url;
            continue;
        }
        const ErrorCode expected = one.outcome == "malformed" ? ErrorCode::address_malformed
                                   : one.outcome == "plain"   ? ErrorCode::address_plain
                                                              : ErrorCode::address_private;
        EXPECT_EQ(outcome_of(dialer.ask({one.url, {}, "", 0})), expected) << one.outcome << ' ' << one.url;
    }
}

TEST(Url, parts_are_told_apart)
{
    const auto url = parse_url("https://Example.com:8443/a?b");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->host, "example.com");
    EXPECT_EQ(url->port, 8443);
    EXPECT_EQ(url->authority(), "example.com:8443");
    EXPECT_EQ(parse_url("http://example.com")->port, 80);
    EXPECT_EQ(parse_url("https://[2001:db8::1]/x")->authority(), "[2001:db8::1]:443");
}

TEST(Url, allowed_hosts_have_no_path)
{
    EXPECT_EQ(parse_allowed_host("idp.corp.local")->authority(), "idp.corp.local:443");
    EXPECT_EQ(parse_allowed_host("10.0.0.5:8443")->authority(), "10.0.0.5:8443");
    EXPECT_FALSE(parse_allowed_host("http://127.0.0.1:18500")->is_tls);
    for (const char* bad : {"", "idp.corp.local/", "https://idp.corp.local/x", "*", "*.corp.local", "10.0.0.0/8", "a b",
                            "user@idp.corp.local", "ftp://idp.corp.local", "127.1"}) {
        EXPECT_FALSE(parse_allowed_host(bad)) << bad;
    }
}

}  // namespace
}  // namespace juan::net
