// Published values of RFC 4226 appendix D, RFC 6238 appendix B and RFC 4648 section 10; one use of each code.
#include "core/account/second_factor.hpp"

#include <thread>

#include "core/account/seal.hpp"
#include "core/account/test_accounts.hpp"

namespace juan::account {
namespace {

constexpr std::string_view rfc_secret = "12345678901234567890";

TEST(OneTimeCode, is_that_of_rfc_4226)
{
    const std::vector<std::string> published = {"755224", "287082", "359152", "969429", "338314",
                                                "254676", "287922", "162583", "399871", "520489"};
    for (std::size_t counter = 0; counter < published.size(); ++counter) {
        EXPECT_EQ(counter_code(rfc_secret, counter), published[counter]);
    }
}

TEST(OneTimeCode, is_that_of_rfc_6238)
{
    const std::vector<std::pair<std::int64_t, std::string>> published = {
        {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
        {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    for (const auto& [seconds, code] : published) {
        const auto step = static_cast<std::uint64_t>(step_of(instant_from(seconds * 1000)));
        EXPECT_EQ(counter_code(rfc_secret, step, 8), code);
    }
}

TEST(OneTimeCode, holds_one_step_before_and_after)
{
    const Instant now = instant_from(1'800'000'000'000);
    const std::int64_t step = step_of(now);
    auto matches = [&](std::int64_t away) {
        return matching_step(rfc_secret, counter_code(rfc_secret, static_cast<std::uint64_t>(step + away)), now);
    };
    EXPECT_EQ(matches(-2), 0);
    EXPECT_EQ(matches(-1), step - 1);
    EXPECT_EQ(matches(0), step);
    EXPECT_EQ(matches(1), step + 1);
    EXPECT_EQ(matches(2), 0);
}

TEST(Base32, is_that_of_rfc_4648)
{
    EXPECT_EQ(base32(""), "");
    EXPECT_EQ(base32("f"), "MY");
    EXPECT_EQ(base32("fo"), "MZXQ");
    EXPECT_EQ(base32("foo"), "MZXW6");
    EXPECT_EQ(base32("foob"), "MZXW6YQ");
    EXPECT_EQ(base32("fooba"), "MZXW6YTB");
    EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
}

TEST(Seal, opens_only_whole_with_its_key_and_for_whom_it_was_made)
{
    start_secrets();
    const std::string one(key_bytes, 'a');
    const std::string other(key_bytes, 'b');
    const std::string sealed = seal(one, "secret", "li");
    const std::vector<std::string> both = {one, other};
    const std::vector<std::string> wrong = {other};
    EXPECT_EQ(sealed.find("secret"), std::string::npos);
    EXPECT_EQ(unseal(both, sealed, "li"), "secret");
    EXPECT_EQ(unseal(wrong, sealed, "li"), std::nullopt);
    EXPECT_EQ(unseal(both, sealed, "wang"), std::nullopt);
    std::string altered = sealed;
    altered.back() = altered.back() == '0' ? '1' : '0';
    EXPECT_EQ(unseal(both, altered, "li"), std::nullopt);
    EXPECT_EQ(unseal(both, "", "li"), std::nullopt);
}

class SecondFactorTest : public AccountsTest {
protected:
    SecondFactorTest()
    {
        add_user("li");
        token_ = sign_in("li");
        secret_ = add_factor(token_, &recovery_codes_);
    }

    SignIn with_code(const std::string& code) const
    {
        SignIn given = attempt("li");
        given.code = code;
        return given;
    }

    std::string token_;
    std::string secret_;
    std::vector<std::string> recovery_codes_;
};

TEST_F(SecondFactorTest, is_asked_for_only_after_the_right_password)
{
    EXPECT_EQ(error_of([&] { accounts_->sign_in(attempt("li", "wrong password")); }), "sign_in_failed");
    EXPECT_EQ(error_of([&] { accounts_->sign_in(attempt("li")); }), "second_factor_needed");
    EXPECT_EQ(error_of([&] { accounts_->sign_in(with_code("000000")); }), "second_factor_wrong");
    EXPECT_NE(accounts_->sign_in(with_code(code(secret_))).token, "");
}

TEST_F(SecondFactorTest, takes_each_code_once)
{
    const std::string used = code(secret_);
    EXPECT_EQ(error_of([&] { accounts_->sign_in(with_code(used)); }), "");
    EXPECT_EQ(error_of([&] { accounts_->sign_in(with_code(used)); }), "second_factor_wrong");
    clock_.advance(code_step);
    EXPECT_EQ(error_of([&] { accounts_->sign_in(with_code(used)); }), "second_factor_wrong");
    EXPECT_EQ(error_of([&] { accounts_->sign_in(with_code(code(secret_))); }), "");
}

TEST_F(SecondFactorTest, lets_guess_five_times_in_five_minutes)
{
    int heard = 0;
    for (int i = 0; i < 1000; ++i) {
        heard += error_of([&] { accounts_->sign_in(with_code("000000")); }) == "second_factor_wrong" ? 1 : 0;
    }
    EXPECT_EQ(heard, 5);
    EXPECT_EQ(error_of([&] { accounts_->sign_in(with_code(code(secret_))); }), "too_many_attempts");
    clock_.advance(codes_window);
    EXPECT_EQ(error_of([&] { accounts_->sign_in(with_code(code(secret_))); }), "");
}

TEST_F(SecondFactorTest, takes_a_recovery_code_once_though_a_hundred_try_at_once)
{
    ASSERT_EQ(recovery_codes_.size(), 10U);
    std::atomic<int> successes = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 100; ++i) {
        threads.emplace_back([&] {
            database_->write([&](store::Session& session) {
                if (use_recovery_code(session, accounts_->visit(token_)->user, recovery_codes_[3])) ++successes;
            });
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(successes, 1);
    SignIn given = attempt("li");
    given.recovery_code = recovery_codes_[3];
    EXPECT_EQ(error_of([&] { accounts_->sign_in(given); }), "second_factor_wrong");
    given.recovery_code = recovery_codes_[4];
    EXPECT_EQ(error_of([&] { accounts_->sign_in(given); }), "");
    EXPECT_EQ(accounts_->second_factor(*accounts_->visit(token_)).recovery_codes_left, 8);
}

TEST_F(SecondFactorTest, keeps_neither_secret_nor_codes_in_the_clear)
{
    EXPECT_EQ(number("select count(*) from second_factor where instr(secret, '" + secret_ + "') > 0"), 0);
    EXPECT_EQ(number("select count(*) from recovery_code where code_hash like '%-%' or length(code_hash) <> 64"), 0);
}

TEST_F(SecondFactorTest, is_not_replaced_without_being_turned_off)
{
    EXPECT_EQ(error_of([&] { accounts_->begin_second_factor(*accounts_->visit(token_)); }), "second_factor_is_on");
    auto remove = [&](const std::string& password, const std::string& given) {
        return error_of([&] { token_ = accounts_->remove_second_factor(*accounts_->visit(token_), password, given); });
    };
    EXPECT_EQ(remove("wrong password", code(secret_)), "password_wrong");
    EXPECT_EQ(remove(good_password, "000000"), "second_factor_wrong");
    EXPECT_EQ(remove(good_password, code(secret_)), "");
    EXPECT_EQ(error_of([&] { sign_in("li"); }), "");
}

// A person known by another service still owes the second factor.
TEST_F(SecondFactorTest, is_asked_for_whichever_way_a_session_begins)
{
    const Id li = accounts_->visit(token_)->user;
    std::string token = accounts_->start_session(li, "192.0.2.1", "a browser");
    EXPECT_EQ(accounts_->visit(token)->stage, Stage::second_factor_code);
    EXPECT_EQ(error_of([&] { accounts_->complete(*accounts_->visit(token), "000000", ""); }), "second_factor_wrong");
    const std::string full = accounts_->complete(*accounts_->visit(token), code(secret_), "");
    EXPECT_EQ(accounts_->visit(full)->stage, Stage::full);
    EXPECT_FALSE(holds(token));
    EXPECT_EQ(accounts_->visit(accounts_->start_session(li, "192.0.2.1", "a browser", true))->stage, Stage::full);
}

TEST_F(SecondFactorTest, survives_a_reset_of_the_password)
{
    const std::string link = accounts_->make_link(juan(), accounts_->visit(token_)->user, LinkKind::reset).link;
    accounts_->redeem(link.substr(link.rfind('/') + 1), "another good password");
    EXPECT_EQ(error_of([&] { accounts_->sign_in(attempt("li", "another good password")); }), "second_factor_needed");
}

TEST_F(AccountsTest, role_that_asks_for_a_second_factor_gives_no_full_session_without)
{
    add_user("li");
    std::string token = sign_in("li");
    EXPECT_EQ(accounts_->visit(token)->stage, Stage::full);
    update("role", role_id("sales"), {{"requires_second_factor", true}});
    EXPECT_EQ(accounts_->visit(token)->stage, Stage::second_factor_setup);
    EXPECT_TRUE(accounts_->second_factor(*accounts_->visit(token)).is_required);
    const std::string secret = add_factor(token);
    EXPECT_EQ(accounts_->visit(token)->stage, Stage::full);
    EXPECT_EQ(error_of([&] { accounts_->remove_second_factor(*accounts_->visit(token), good_password, code(secret)); }),
              "second_factor_required");
}

}  // namespace
}  // namespace juan::account
