// The cookie of a browser from which somebody has signed in before. It gives no right; tries from such a browser are
// only counted apart, so that a stranger's guessing does not lock its person out (OWASP: device cookies).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/id.hpp"

namespace juan::account {

struct Device {
    Id user = Id::none;
    std::string name;  // random, tells browsers apart
};

// Requires: key_bytes bytes of key.
std::string device_cookie(const std::string& key, const Device& device);
// Empty unless it was made with one of the keys.
std::optional<Device> read_device(std::span<const std::string> keys, std::string_view cookie);

}  // namespace juan::account
