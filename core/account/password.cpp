// Lengths count characters, so that a Chinese sentence is as good as an English one.
#include "core/account/password.hpp"

#include <algorithm>
#include <array>

#include "core/account/common_passwords.hpp"
#include "core/base/text.hpp"

namespace juan::account {
namespace {

std::string lower(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return result;
}

// Typed without thinking: a few characters over and over (88888888, 12341234), or in a row (87654321, abcdefgh).
bool is_pattern(std::string_view password)
{
    constexpr std::size_t unit_max = 4;
    constexpr std::size_t bytes_max = 24;
    if (password.size() > bytes_max) {
        return false;
    }
    auto repeats = [&](std::size_t unit) {
        return std::equal(password.begin() + static_cast<std::ptrdiff_t>(unit), password.end(), password.begin());
    };
    auto is_row = [&](int step) {
        return std::adjacent_find(password.begin(), password.end(), [&](char a, char b) { return b - a != step; }) ==
               password.end();
    };
    for (std::size_t unit = 1; unit <= std::min(unit_max, password.size()); ++unit) {
        if (repeats(unit)) return true;
    }
    return is_row(1) || is_row(-1);
}

bool is_common(std::string_view password)
{
    const std::string plain = lower(password);
    return is_pattern(plain) || common_passwords().find("\n" + plain + "\n") != std::string_view::npos;
}

bool is_personal(std::string_view password, std::string_view name, std::string_view email)
{
    const std::string text = fold_text(password);
    const std::string address = fold_text(email);
    return text == address || text == address.substr(0, address.find('@')) || text == fold_text(name);
}

// Of upper case, lower case, digits and all else. Scripts without case count as else.
int count_classes(std::string_view password)
{
    std::array<bool, 4> has{};
    for (const char c : password) {
        const std::size_t kind = c >= 'A' && c <= 'Z' ? 0 : c >= 'a' && c <= 'z' ? 1 : c >= '0' && c <= '9' ? 2 : 3;
        has.at(kind) = true;
    }
    return static_cast<int>(std::count(has.begin(), has.end(), true));
}

}  // namespace

std::string_view profile_name(PasswordProfile profile)
{
    return profile == PasswordProfile::dengbao3 ? "dengbao3" : "default";
}

std::optional<PasswordProfile> find_profile(std::string_view name)
{
    for (const PasswordProfile profile : {PasswordProfile::normal, PasswordProfile::dengbao3}) {
        if (name == profile_name(profile)) {
            return profile;
        }
    }
    return {};
}

std::optional<Finding> judge_password(PasswordProfile profile, std::string_view password, std::string_view name,
                                      std::string_view email)
{
    constexpr int classes_min = 3;
    auto wrong = [](ErrorCode code, Parameters parameters = {}) {
        parameters.emplace_back("field", "password");
        return Finding{code, std::move(parameters)};
    };
    if (count_characters(password) < password_characters_min) {
        return wrong(ErrorCode::password_short, {{"min", std::to_string(password_characters_min)}});
    }
    if (password.size() > password_bytes_max) {
        return wrong(ErrorCode::password_long, {{"max", std::to_string(password_bytes_max)}});
    }
    if (is_common(password)) {
        return wrong(ErrorCode::password_common);
    }
    if (is_personal(password, name, email)) {
        return wrong(ErrorCode::password_personal);
    }
    if (profile == PasswordProfile::dengbao3 && count_classes(password) < classes_min) {
        return wrong(ErrorCode::password_simple);
    }
    return {};
}

}  // namespace juan::account
