// Limits of tries: as such, and at the sign-in.
#include "core/account/attempts.hpp"

#include <fmt/format.h>

#include <thread>

#include "core/account/test_accounts.hpp"

namespace juan::account {
namespace {

using namespace std::chrono_literals;

TEST(Attempts, are_counted_in_a_window_that_slides)
{
    Attempts attempts;
    const std::vector<Limit> limits{{"a", 2, 60s}};
    const Instant start = instant_from(1'800'000'000'000);
    EXPECT_EQ(attempts.count(limits, start), std::nullopt);
    EXPECT_EQ(attempts.count(limits, start + 20s), std::nullopt);
    EXPECT_EQ(attempts.count(limits, start + 30s), 30s);
    EXPECT_EQ(attempts.count(limits, start + 60s), std::nullopt);
    EXPECT_EQ(attempts.count(limits, start + 61s), 19s);
}

TEST(Attempts, refused_for_one_key_count_for_none)
{
    Attempts attempts;
    const Instant now = instant_from(1'800'000'000'000);
    const std::vector<Limit> both{{"a", 1, 60s}, {"b", 3, 60s}};
    const std::vector<Limit> second{{"b", 3, 60s}};
    EXPECT_EQ(attempts.count(both, now), std::nullopt);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(attempts.count(both, now), 60s);
    EXPECT_EQ(attempts.count(second, now), std::nullopt);
    EXPECT_EQ(attempts.count(second, now), std::nullopt);
    EXPECT_EQ(attempts.count(second, now), 60s);
}

TEST(Attempts, that_were_right_are_taken_back)
{
    Attempts attempts;
    const Instant now = instant_from(1'800'000'000'000);
    const std::vector<Limit> limits{{"a", 1, 60s}};
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(attempts.count(limits, now), std::nullopt);
        attempts.take_back(limits, now);
    }
    EXPECT_EQ(attempts.key_count(), 0U);
}

TEST(Attempts, remember_a_bounded_number_of_keys_and_those_under_attack)
{
    Attempts attempts;
    const Instant start = instant_from(1'800'000'000'000);
    const std::vector<Limit> attacked{{"attacked", 1, 900s}};
    EXPECT_EQ(attempts.count(attacked, start), std::nullopt);
    for (std::size_t i = 0; i < 3 * attempts_keys_max; ++i) {
        const Instant now = start + std::chrono::milliseconds(i);
        const std::vector<Limit> other{{fmt::format("other {}", i), 1, 900s}};
        attempts.count(other, now);
        if (i % 1000 == 0) {
            ASSERT_NE(attempts.count(attacked, now), std::nullopt);
            ASSERT_LE(attempts.key_count(), attempts_keys_max);
        }
    }
}

TEST(Attempts, count_an_ipv6_customer_as_one)
{
    EXPECT_EQ(address_key("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(address_key("2001:db8:1:2:3:4:5:6"), address_key("2001:db8:1:2:ffff::1"));
    EXPECT_NE(address_key("2001:db8:1:2::1"), address_key("2001:db8:1:3::1"));
    EXPECT_EQ(address_key("::ffff:192.0.2.7"), "192.0.2.7");
}

// A1: at most ten evaluations for an account and thirty for an address within fifteen minutes.
TEST_F(AccountsTest, ten_thousand_tries_from_two_hundred_addresses_are_mostly_not_heard)
{
    constexpr int tries = 10'000;
    constexpr int account_count = 50;
    std::map<std::string, int> by_account;
    std::map<std::string, int> by_address;
    std::int64_t failures = 0;
    for (int i = 0; i < account_count; ++i) add_user(fmt::format("user{}", i));
    const std::string guessed = "the right guess, but late";
    for (int i = 0; i < tries; ++i) {
        const std::string name = fmt::format("user{}", i % account_count);
        const std::string remote = fmt::format("203.0.113.{}", i / account_count % 200);
        const int before = evaluations_;
        const bool is_last = i >= tries - account_count;  // by then every account is beyond its limit
        failures +=
            error_of([&] { accounts_->sign_in(attempt(name, is_last ? good_password : guessed, remote)); }).empty() ? 0
                                                                                                                    : 1;
        by_account[name] += evaluations_ - before;
        by_address[remote] += evaluations_ - before;
    }
    EXPECT_EQ(failures, tries);
    for (const auto& [name, count] : by_account) EXPECT_LE(count, 10) << name;
    for (const auto& [remote, count] : by_address) EXPECT_LE(count, 30) << remote;
    clock_.advance(60s);
    accounts_->tend();
    EXPECT_EQ(number("select count(*) from audit where action = 'sign_in_failed'") +
                  number("select sum(json_extract(detail, '$.count')) from audit where action = 'sign_in_refused'"),
              tries);
}

TEST_F(AccountsTest, guessing_at_once_passes_no_more_than_guessing_in_turn)
{
    add_user("li");
    std::vector<std::thread> threads;
    for (int i = 0; i < 64; ++i) {
        threads.emplace_back([&, i] {
            error_of([&] { accounts_->sign_in(attempt("li", "wrong password", fmt::format("203.0.113.{}", i))); });
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_LE(evaluations_, 10);
}

TEST_F(AccountsTest, stranger_cannot_lock_out_who_signed_in_from_this_browser_before)
{
    const Id li = add_user("li");
    add_user("wang");
    add_user("zhao");
    const std::string device = accounts_->sign_in(attempt("li")).device;
    const std::string device_of_zhao = accounts_->sign_in(attempt("zhao")).device;
    for (int i = 0; i < 200; ++i) {
        error_of([&] { accounts_->sign_in(attempt("li", "wrong password", "192.0.2.1")); });
    }
    EXPECT_EQ(error_of([&] { accounts_->sign_in(attempt("li")); }), "too_many_attempts");
    SignIn known = attempt("li");
    known.device = device;
    EXPECT_EQ(error_of([&] { accounts_->sign_in(known); }), "");
    // Nor does the device let anybody guess on: it has a limit of its own, holds for its person only and cannot be
    // made.
    int heard = 0;
    known.password = "wrong password";
    for (int i = 0; i < 100; ++i) {
        heard += error_of([&] { accounts_->sign_in(known); }) == "sign_in_failed" ? 1 : 0;
    }
    EXPECT_EQ(heard, 10);
    SignIn other = attempt("wang", "wrong password", "192.0.2.9");
    for (int i = 0; i < 10; ++i) error_of([&] { accounts_->sign_in(other); });
    other.password = good_password;
    other.device = device_of_zhao;
    EXPECT_EQ(error_of([&] { accounts_->sign_in(other); }), "too_many_attempts");
    SignIn forged = attempt("li");
    forged.device = device_cookie(std::string(32, 'x'), {li, "DEVICE"});
    EXPECT_EQ(error_of([&] { accounts_->sign_in(forged); }), "too_many_attempts");
}

TEST_F(AccountsTest, account_that_is_not_there_looks_like_one_that_is)
{
    add_user("li");
    for (const char* name : {"li", "nobody"}) {
        const int before = evaluations_;
        for (int i = 0; i < 12; ++i) {
            const std::string code = error_of([&] { accounts_->sign_in(attempt(name, "wrong password", name)); });
            EXPECT_EQ(code, i < 10 ? "sign_in_failed" : "too_many_attempts") << name << i;
        }
        EXPECT_EQ(evaluations_ - before, 10) << name;
    }
}

TEST(Hashing, compares_with_an_account_that_is_not_there_at_the_usual_cost)
{
    start_secrets();
    std::string seen;
    Hashing hashing({hash_password, [&](const std::string& hash, std::string_view) {
                         seen = hash;
                         return true;
                     }});
    EXPECT_FALSE(hashing.matches("", "password"));
    const std::string usual = hash_password("password");
    const auto parameters = usual.find('$', usual.find("p="));
    EXPECT_EQ(seen.substr(0, parameters), usual.substr(0, parameters));
    EXPECT_EQ(seen.size(), usual.size());
}

TEST(Hashing, runs_few_at_once_and_lets_few_wait)
{
    std::mutex mutex;
    std::condition_variable condition;
    int running = 0;
    int running_most = 0;
    bool is_open = false;
    Hashing hashing({[](std::string_view) { return std::string(); },
                     [&](const std::string&, std::string_view) {
                         std::unique_lock lock(mutex);
                         running_most = std::max(running_most, ++running);
                         condition.notify_all();
                         condition.wait(lock, [&] { return is_open; });
                         --running;
                         return true;
                     }});
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 20; ++i) {
        threads.emplace_back([&] {
            if (error_of([&] { hashing.matches("x", "y"); }) == "server_busy" && ++refused > 0) {
                const std::lock_guard lock(mutex);
                condition.notify_all();
            }
        });
    }
    {
        std::unique_lock lock(mutex);
        condition.wait(lock, [&] { return refused == 20 - hashings_running_max - hashings_waiting_max; });
        is_open = true;
    }
    condition.notify_all();
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(running_most, hashings_running_max);
}

}  // namespace
}  // namespace juan::account
