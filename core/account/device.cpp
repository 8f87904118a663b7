// user.name.signature
#include "core/account/device.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/account/seal.hpp"
#include "core/base/secret.hpp"

namespace juan::account {

std::string device_cookie(const std::string& key, const Device& device)
{
    const std::string text = fmt::format("{}.{}", to_integer(device.user), device.name);
    return text + "." + signature(key, "device " + text);
}

std::optional<Device> read_device(std::span<const std::string> keys, std::string_view cookie)
{
    const auto first = cookie.find('.');
    const auto last = cookie.rfind('.');
    if (first == cookie.npos || first == last) {
        return {};
    }
    const std::string signed_text = "device " + std::string(cookie.substr(0, last));
    const bool is_ours = std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
        return same_secret(signature(key, signed_text), cookie.substr(last + 1));
    });
    std::int64_t user = 0;
    std::from_chars(cookie.data(), cookie.data() + first, user);
    return is_ours ? std::optional(Device{id_from(user), std::string(cookie.substr(first + 1, last - first - 1))})
                   : std::nullopt;
}

}  // namespace juan::account
