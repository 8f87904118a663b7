// Times of tries in small arrays.
#include "core/account/attempts.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <vector>

#include "core/base/error.hpp"

namespace juan::account {

std::optional<std::chrono::seconds> Attempts::count(std::span<const Limit> limits, Instant now)
{
    const std::int64_t at = to_integer(now);
    std::int64_t wait = 0;
    const std::lock_guard lock(mutex_);
    if (tries_.size() + limits.size() > attempts_keys_max) {
        make_room();
    }
    for (const Limit& limit : limits) {
        CHECK(limit.count_max <= attempts_per_key_max);
        Tries& tries = tries_[limit.key];
        const std::int64_t window = std::chrono::milliseconds(limit.window).count();
        const auto end = tries.at.begin() + static_cast<std::ptrdiff_t>(tries.count);
        const auto kept = std::find_if(tries.at.begin(), end, [&](std::int64_t one) { return one + window > at; });
        tries.count = static_cast<std::size_t>(std::move(kept, end, tries.at.begin()) - tries.at.begin());
        tries.last = at;
        if (tries.count >= limit.count_max) {
            wait = std::max(wait, tries.at[tries.count - limit.count_max] + window - at);
        }
    }
    if (wait > 0) {
        return std::chrono::ceil<std::chrono::seconds>(std::chrono::milliseconds(wait));
    }
    for (const Limit& limit : limits) {
        Tries& tries = tries_[limit.key];
        tries.at.at(tries.count++) = at;
    }
    return {};
}

void Attempts::take_back(std::span<const Limit> limits, Instant at)
{
    const std::lock_guard lock(mutex_);
    for (const Limit& limit : limits) {
        const auto found = tries_.find(limit.key);
        if (found == tries_.end()) continue;
        Tries& tries = found->second;
        const auto end = tries.at.begin() + static_cast<std::ptrdiff_t>(tries.count);
        const auto one = std::find(tries.at.begin(), end, to_integer(at));
        if (one == end) continue;
        std::move(one + 1, end, one);
        if (--tries.count == 0) {
            tries_.erase(found);
        }
    }
}

std::size_t Attempts::key_count() const
{
    const std::lock_guard lock(mutex_);
    return tries_.size();
}

// Forgets the half that was tried the longest ago. Keys under attack are the freshest and stay.
void Attempts::make_room()
{
    std::vector<std::int64_t> times;
    times.reserve(tries_.size());
    for (const auto& [key, tries] : tries_) {
        times.push_back(tries.last);
    }
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    const std::int64_t oldest = *middle;
    std::size_t left_to_drop = times.size() / 2;  // many may have the same time
    std::erase_if(tries_, [&](const auto& one) {
        const bool drops = one.second.last <= oldest && left_to_drop > 0;
        left_to_drop -= drops ? 1 : 0;
        return drops;
    });
}

std::string address_key(const std::string& remote)
{
    in6_addr bytes{};
    if (remote.find(':') == remote.npos || inet_pton(AF_INET6, remote.c_str(), &bytes) != 1) {
        return remote;
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (IN6_IS_ADDR_V4MAPPED(&bytes)) {
        inet_ntop(AF_INET, &bytes.s6_addr[12], text.data(), text.size());
        return text.data();
    }
    std::fill(std::begin(bytes.s6_addr) + 8, std::end(bytes.s6_addr), std::uint8_t{0});
    inet_ntop(AF_INET6, &bytes, text.data(), text.size());
    return text.data();
}

}  // namespace juan::account
