// Turns at the hash function.
#include "core/account/hashing.hpp"

#include "core/base/error.hpp"

namespace juan::account {
namespace {

// Argon2id of 32 random bytes that nobody knows, with the parameters of hash_password(): what a password is compared
// with when there is no account, so that the answer takes as long.
const std::string no_ones_hash =
    "$argon2id$v=19$m=65536,t=3,p=1$xsa4JCn7QSOUJZk2Na5XWg$luMDV7CrWb4xIoblyjLrBFmT8m2zM+QJNLz6GzdPUuA";

}  // namespace

class Hashing::Turn {
public:
    explicit Turn(Hashing& hashing) : hashing_(hashing)
    {
        std::unique_lock lock(hashing_.mutex_);
        if (hashing_.running_ >= hashings_running_max) {
            if (hashing_.waiting_ >= hashings_waiting_max) {
                throw Error(ErrorCode::server_busy);
            }
            ++hashing_.waiting_;
            hashing_.freed_.wait(lock, [&] { return hashing_.running_ < hashings_running_max; });
            --hashing_.waiting_;
        }
        ++hashing_.running_;
    }
    ~Turn()
    {
        {
            const std::lock_guard lock(hashing_.mutex_);
            --hashing_.running_;
        }
        hashing_.freed_.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    Hashing& hashing_;
};

std::string Hashing::hash(std::string_view password)
{
    const Turn turn(*this);
    return functions_.hash(password);
}

bool Hashing::matches(const std::string& hash, std::string_view password)
{
    const Turn turn(*this);
    const bool is_right = functions_.matches(hash.empty() ? no_ones_hash : hash, password);
    return is_right && !hash.empty();
}

}  // namespace juan::account
