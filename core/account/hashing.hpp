// Hashing passwords is costly on purpose: 64 MiB and some hundred milliseconds each. So only few run at once.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "core/base/secret.hpp"

namespace juan::account {

// At most this many at once, so at most 128 MiB; and so many may wait, fewer than the server has workers: whoever
// floods the sign-in does not stop the others' work.
inline constexpr int hashings_running_max = 2;
inline constexpr int hashings_waiting_max = 4;

// The hash function itself; tests put a quick one in its place.
struct HashFunctions {
    std::function<std::string(std::string_view)> hash = hash_password;
    std::function<bool(const std::string&, std::string_view)> matches = password_matches;
};

// Thread-safe. Both throw Error server_busy when too many wait already.
class Hashing {
public:
    explicit Hashing(HashFunctions functions) : functions_(std::move(functions)) {}
    std::string hash(std::string_view password);
    // An empty hash matches nothing, and takes as long as any other.
    bool matches(const std::string& hash, std::string_view password);

private:
    class Turn;

    HashFunctions functions_;
    std::mutex mutex_;
    std::condition_variable freed_;
    int running_ = 0;
    int waiting_ = 0;
};

}  // namespace juan::account
