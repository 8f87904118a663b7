// How often something was tried of late, by key: what keeps guessing slow. In memory, bounded, gone with the process.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

#include "core/base/time.hpp"

namespace juan::account {

inline constexpr std::size_t attempts_per_key_max = 30;
inline constexpr std::size_t attempts_keys_max = 100'000;  // some 25 MB

struct Limit {
    std::string key;
    std::size_t count_max;  // at most attempts_per_key_max
    std::chrono::seconds window;
};

// Thread-safe.
class Attempts {
public:
    // Counts one try under all of the limits' keys. When one of them is used up counts nothing and gives the time to
    // wait. Beyond attempts_keys_max, keys that were tried the longest ago are forgotten.
    std::optional<std::chrono::seconds> count(std::span<const Limit> limits, Instant now);
    // The try counted at `at` was a right one: it is no longer held against its keys.
    void take_back(std::span<const Limit> limits, Instant at);
    std::size_t key_count() const;

private:
    struct Tries {
        std::array<std::int64_t, attempts_per_key_max> at;  // milliseconds; the first `count` are filled, rising
        std::size_t count = 0;
        std::int64_t last = 0;  // also of tries that were refused
    };

    void make_room();

    mutable std::mutex mutex_;
    std::unordered_map<std::string, Tries> tries_;
};

// The part of an address that one customer of a provider has: an IPv4 address, or the first 64 bits of an IPv6 one.
std::string address_key(const std::string& remote);

}  // namespace juan::account
