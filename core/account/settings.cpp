// Reading, checking and writing.
#include "core/account/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <regex>

#include "core/base/error.hpp"
#include "core/net/url.hpp"

namespace juan::account {
namespace {

constexpr std::size_t allowed_hosts_max = 100;

[[noreturn]] void refuse(const std::string& name, const std::string& value, const std::string& expected)
{
    throw Error(ErrorCode::parameter_invalid, {{"name", name}, {"value", value}, {"expected", expected}});
}

int number_within(const std::string& name, const Json& value, int min, int max)
{
    if (!value.is_number_integer() || value.get<std::int64_t>() < min || value.get<std::int64_t>() > max) {
        refuse(name, value.dump(), fmt::format("{} – {}", min, max));
    }
    return value.get<int>();
}

std::string text_of(const std::string& name, const Json& value)
{
    if (!value.is_string()) {
        refuse(name, value.dump(), "text");
    }
    return value.get<std::string>();
}

std::vector<std::string> hosts_of(const Json& value)
{
    if (!value.is_array() || value.size() > allowed_hosts_max) {
        refuse("allowed_hosts", value.dump(), fmt::format("[] – {}", allowed_hosts_max));
    }
    std::vector<std::string> hosts;
    for (const Json& one : value) {
        const auto url = net::parse_allowed_host(text_of("allowed_hosts", one));
        if (!url) throw Error(url.error());
        hosts.push_back(one.get<std::string>());
    }
    return hosts;
}

PasswordProfile profile_of(const std::string& name)
{
    const auto profile = find_profile(name);
    if (!profile) {
        refuse("password_profile", name, "default, dengbao3");
    }
    return *profile;
}

}  // namespace

void check_public_url(const std::string& url)
{
    static const std::regex safe(R"(https://[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?(:[0-9]{1,5})?)");
    static const std::regex here(R"(http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?)");
    if (!std::regex_match(url, safe) && !std::regex_match(url, here)) {
        refuse("public_url", url, "https://juan.example.com");
    }
}

SecuritySettings read_settings(store::Session& session)
{
    SecuritySettings settings;
    const auto cursor = session.query("select value from setting where key = 'security'");
    return cursor->next() ? changed(settings, parse_json(cursor->text(0))) : settings;
}

void write_settings(store::Session& session, const SecuritySettings& settings)
{
    const Json json{{"password_profile", profile_name(settings.profile)},
                    {"idle_minutes", settings.idle_minutes},
                    {"session_hours", settings.session_hours},
                    {"public_url", settings.public_url},
                    {"allowed_hosts", settings.allowed_hosts}};
    session.execute(
        "insert into setting(key, value) values ('security', $1) "
        "on conflict (key) do update set value = excluded.value",
        store::values(json.dump()));
}

SecuritySettings changed(SecuritySettings settings, const Json& json)
{
    constexpr int minutes_min = 5;
    constexpr int minutes_max = 24 * 60;
    constexpr int hours_max = 30 * 24;
    for (const auto& [name, value] : json.items()) {
        if (name == "password_profile") {
            settings.profile = profile_of(text_of(name, value));
        } else if (name == "idle_minutes") {
            settings.idle_minutes = number_within(name, value, minutes_min, minutes_max);
        } else if (name == "session_hours") {
            settings.session_hours = number_within(name, value, 1, hours_max);
        } else if (name == "public_url") {
            settings.public_url = text_of(name, value);
            if (!settings.public_url.empty()) check_public_url(settings.public_url);
        } else if (name == "allowed_hosts") {
            settings.allowed_hosts = hosts_of(value);
        } else {
            refuse(name, value.dump(), "password_profile, idle_minutes, session_hours, public_url, allowed_hosts");
        }
    }
    return settings;
}

}  // namespace juan::account
