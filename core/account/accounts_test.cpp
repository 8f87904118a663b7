// Sessions, links, keys, settings, and who may change whom.
#include "core/account/accounts.hpp"

#include <thread>

#include "core/account/test_accounts.hpp"

namespace juan::account {

std::string error_of(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return std::string(error_text(error.code()).name);
    }
    return "";
}

namespace {

using namespace std::chrono_literals;

std::string token_in(const std::string& link) { return link.substr(link.rfind('/') + 1); }

class PeopleTest : public AccountsTest {
protected:
    Id li_ = add_user("li");
    Id boss_ = add_user("boss", "administrator");

    model::Principal principal(const std::string& name) { return *accounts_->principal(sign_in(name)); }
    std::string make_link(LinkKind kind = LinkKind::reset) { return accounts_->make_link(juan(), li_, kind).link; }
};

// --- Sessions ---

TEST_F(PeopleTest, each_sign_in_gives_another_session_and_ends_the_one_of_this_browser)
{
    const std::string first = sign_in("li");
    SignIn again = attempt("li");
    again.earlier_token = first;
    const std::string second = accounts_->sign_in(again).token;
    EXPECT_NE(first, second);
    EXPECT_FALSE(holds(first));
    EXPECT_TRUE(holds(second));
}

TEST_F(PeopleTest, sessions_are_listed_with_their_place_and_ended_one_by_one)
{
    const std::string here = sign_in("li");
    SignIn elsewhere = attempt("li", good_password, "198.51.100.7");
    elsewhere.place.agent = std::string(2000, 'x');
    const std::string there = accounts_->sign_in(elsewhere).token;
    const auto visitor = accounts_->visit(here);
    const auto rows = accounts_->sessions(*visitor);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].place.remote, "198.51.100.7");
    EXPECT_EQ(rows[0].place.agent.size(), agent_bytes_max);
    const std::string boss = sign_in("boss");
    EXPECT_EQ(error_of([&] { accounts_->end_session(*visitor, accounts_->visit(boss)->id); }), "not_found");
    EXPECT_TRUE(holds(boss));
    accounts_->end_session(*visitor, rows[0].id);
    EXPECT_FALSE(holds(there));
    EXPECT_TRUE(holds(here));
}

TEST_F(PeopleTest, last_use_is_written_now_and_then_and_not_with_each_request)
{
    const std::string token = sign_in("li");
    const std::string changes = "select last_seen_at from session";
    const std::int64_t at_first = number(changes);
    for (int i = 0; i < 100; ++i) {
        clock_.advance(100ms);
        accounts_->visit(token);
        accounts_->tend();
    }
    EXPECT_EQ(number(changes), at_first);
    clock_.advance(30s);
    accounts_->visit(token);
    accounts_->tend();
    EXPECT_EQ(number(changes), to_integer(clock_.now()));
    // A restart takes it up from there.
    clock_.advance(59min);
    accounts_ = std::make_unique<Accounts>(model_, settings());
    EXPECT_TRUE(holds(token));
    clock_.advance(1min);
    EXPECT_FALSE(holds(token));
}

TEST_F(PeopleTest, stream_that_reconnects_by_itself_does_not_keep_a_session_awake)
{
    const std::string token = sign_in("li");
    for (int i = 0; i < 6; ++i) {
        clock_.advance(10min);
        error_of([&] { accounts_->visit(token, Touch::no); });
    }
    EXPECT_EQ(error_of([&] { accounts_->visit(token); }), "not_signed_in");
}

TEST_F(PeopleTest, sessions_follow_the_settings_at_once)
{
    const std::string token = sign_in("li");
    accounts_->change_settings(principal("boss"), {{"idle_minutes", 5}});
    clock_.advance(4min);
    EXPECT_NO_THROW(accounts_->visit(token));
    clock_.advance(5min);
    EXPECT_FALSE(holds(token));
    EXPECT_EQ(error_of([&] { accounts_->change_settings(principal("li"), {{"idle_minutes", 60}}); }), "duty_needed");
    for (const Json& wrong : {Json{{"idle_minutes", 4}}, Json{{"session_hours", 0}}, Json{{"session_hours", "1"}},
                              Json{{"password_profile", "lax"}}, Json{{"colour", "red"}}}) {
        EXPECT_EQ(error_of([&] { accounts_->change_settings(juan(), wrong); }), "parameter_invalid") << wrong;
    }
}

// --- Passwords ---

TEST_F(PeopleTest, password_changes_only_with_the_present_one)
{
    std::string token = sign_in("li");
    auto change = [&](const std::string& current, const std::string& password) {
        return error_of([&] { token = accounts_->change_password(*accounts_->visit(token), current, password); });
    };
    EXPECT_EQ(change("wrong", "another good password"), "password_wrong");
    EXPECT_EQ(change(good_password, "password"), "password_common");
    EXPECT_EQ(change(good_password, "another good password"), "");
    EXPECT_TRUE(holds(token));
    EXPECT_EQ(error_of([&] { sign_in("li"); }), "sign_in_failed");
    EXPECT_EQ(error_of([&] { accounts_->sign_in(attempt("li", "another good password")); }), "");
}

TEST_F(PeopleTest, password_of_dengbao_is_changed_every_ninety_days_and_not_to_the_last_five)
{
    accounts_->change_settings(juan(), {{"password_profile", "dengbao3"}});
    std::string token = sign_in("li");
    auto change = [&](const std::string& current, const std::string& password) {
        clock_.advance(1s);
        return error_of([&] { token = accounts_->change_password(*accounts_->visit(token), current, password); });
    };
    EXPECT_EQ(change(good_password, good_password), "password_reused");
    std::string current = good_password;
    for (int i = 1; i <= 5; ++i) {
        const std::string next = "Zonder hoofdletters " + std::to_string(i);
        EXPECT_EQ(change(current, next), "");
        current = next;
    }
    for (int i = 1; i <= 5; ++i) {
        EXPECT_EQ(change(current, "Zonder hoofdletters " + std::to_string(i)), "password_reused") << i;
    }
    EXPECT_EQ(change(current, good_password), "");
    clock_.advance(password_age_max);
    token = accounts_->sign_in(attempt("li")).token;
    EXPECT_EQ(accounts_->visit(token)->stage, Stage::password_change);
    EXPECT_EQ(change(good_password, "Zonder hoofdletters 6"), "");
    EXPECT_EQ(accounts_->visit(token)->stage, Stage::full);
}

TEST_F(PeopleTest, passwords_of_dengbao_are_guessed_five_times)
{
    accounts_->change_settings(juan(), {{"password_profile", "dengbao3"}});
    for (int i = 0; i < 20; ++i) error_of([&] { accounts_->sign_in(attempt("li", "wrong password")); });
    EXPECT_EQ(evaluations_, 5);
}

// --- One-time links ---

TEST_F(PeopleTest, link_works_for_one_of_a_hundred)
{
    const std::string token = token_in(make_link());
    std::atomic<int> successes = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 100; ++i) {
        threads.emplace_back([&, i] {
            const std::string password = "another good password " + std::to_string(i);
            if (error_of([&] { accounts_->redeem(token, password); }).empty()) ++successes;
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(successes, 1);
    EXPECT_EQ(error_of([&] { accounts_->link(token); }), "one_time_link_over");
}

TEST_F(PeopleTest, link_is_long_kept_as_a_hash_and_not_used_up_by_a_look)
{
    const std::string token = token_in(make_link());
    EXPECT_GE(token.size(), 22U);  // base64url of 128 bits
    EXPECT_EQ(number("select count(*) from one_time_link where instr(token_hash, '" + token + "') > 0"), 0);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(accounts_->link(token).email, "li@example.com");
    EXPECT_EQ(error_of([&] { accounts_->redeem(token, "password"); }), "password_common");
    EXPECT_EQ(error_of([&] { accounts_->redeem(token, "another good password"); }), "");
}

TEST_F(PeopleTest, links_get_too_old)
{
    const std::string reset = token_in(make_link());
    clock_.advance(10min);
    EXPECT_EQ(error_of([&] { accounts_->redeem(reset, "another good password"); }), "one_time_link_over");
    const Id zhao = accounts_->add_user(juan(), {"zhao", "zhao@example.com", "sales", "", ""});
    const std::string invite = token_in(accounts_->make_link(juan(), zhao, LinkKind::invite).link);
    clock_.advance(std::chrono::days(7) - 1s);
    EXPECT_EQ(accounts_->link(invite).kind, LinkKind::invite);
    clock_.advance(1s);
    EXPECT_EQ(error_of([&] { accounts_->link(invite); }), "one_time_link_over");
    EXPECT_EQ(error_of([&] { make_link(LinkKind::invite); }), "one_time_link_kind");
}

TEST_F(PeopleTest, newer_link_ends_the_one_before)
{
    const std::string first = token_in(make_link());
    make_link();
    EXPECT_EQ(error_of([&] { accounts_->link(first); }), "one_time_link_over");
}

TEST_F(PeopleTest, links_begin_with_what_is_configured)
{
    EXPECT_TRUE(make_link().starts_with("https://juan.example.com/link/"));
    accounts_->change_settings(juan(), {{"public_url", "https://crm.example.cn:8443"}});
    EXPECT_TRUE(make_link().starts_with("https://crm.example.cn:8443/link/"));
    for (const char* wrong : {"crm.example.cn", "http://crm.example.cn", "https://crm.example.cn/x", "https://a@b.cn",
                              "javascript:alert(1)", "https://b.cn?x", "https://b.cn#x", "https://b.cn:port",
                              "https://localhost.evil.example\\@b.cn", "http://localhost.evil.example", "https://"}) {
        EXPECT_EQ(error_of([&] {
                      accounts_->change_settings(juan(), {{"public_url", wrong}});
                  }),
                  "parameter_invalid")
            << wrong;
    }
}

TEST_F(PeopleTest, links_are_made_by_who_may_administer)
{
    EXPECT_EQ(error_of([&] { accounts_->make_link(principal("li"), li_, LinkKind::reset); }), "duty_needed");
    EXPECT_EQ(error_of([&] { accounts_->make_link(principal("boss"), li_, LinkKind::reset); }), "");
}

TEST_F(PeopleTest, who_one_signs_in_as_is_not_everybodys_to_change)
{
    update("role", role_id("sales"), {{"rights", {{"user", "all"}}}});
    const model::Principal wang = principal("li");
    const model::Object& user = model_.catalogue().require("user");
    auto change = [&](const Json& values) {
        return error_of([&] {
            model_.write(wang, {{"person", "li", ""}, "", "", false},
                         {model::Action::update, &user, boss_, {}, model_.read_draft(wang, user, values)});
        });
    };
    EXPECT_EQ(change({{"phone", "13800000001"}}), "");
    EXPECT_EQ(change({{"email", "mine@example.com"}}), "field_forbidden");
    EXPECT_EQ(change({{"is_active", false}}), "field_forbidden");
    EXPECT_EQ(number("select count(*) from \"user\" where email = 'boss@example.com' and is_active = 1"), 1);
}

// --- API keys ---

TEST_F(PeopleTest, key_may_what_both_its_scope_and_its_user_may)
{
    const model::Object& customer = model_.catalogue().require("customer");
    const model::Object& task = model_.catalogue().require("task");
    const auto boss = accounts_->visit(sign_in("boss"));
    auto rights = [&](const KeyScope& scope, const char* role) {
        return accounts_->visit(accounts_->add_key(*boss, {"key", role, scope, {}}));
    };
    const auto reader = rights({"read"}, "administrator");
    EXPECT_FALSE(reader->may_write);
    EXPECT_FALSE(reader->principal->is_administrator);
    EXPECT_EQ(reader->principal->scope(customer, model::Verb::read), model::Scope::all);
    EXPECT_EQ(reader->principal->scope(customer, model::Verb::edit), model::Scope::none);
    EXPECT_EQ(reader->principal->scope(customer, model::Verb::create), model::Scope::none);
    const auto narrow = rights({"customer:read", "customer:write"}, "manager");
    EXPECT_NE(narrow->principal->scope(customer, model::Verb::edit), model::Scope::none);
    EXPECT_EQ(narrow->principal->scope(task, model::Verb::read), model::Scope::none);
    EXPECT_EQ(error_of([&] { accounts_->keys(*reader->principal); }), "duty_needed");
    const auto half = rights({"read", "customer:write"}, "administrator");
    EXPECT_TRUE(half->may_write);
    EXPECT_EQ(error_of([&] { accounts_->add_key(*half, {"key", "sales", {"read"}, {}}); }), "duty_needed");
    // Nor does the writing transaction, which looks rights up anew, give back what the scope took.
    update("role", role_id("sales"), {{"name", "changed meanwhile"}});
    EXPECT_EQ(error_of([&] {
                  model_.write(*half->principal, {{"api", "key", ""}, "", "", false},
                               {model::Action::create, &task, Id::none, {}, {}});
              }),
              "forbidden");
    const auto viewer = rights({"read", "write"}, "viewer");
    EXPECT_EQ(viewer->principal->scope(customer, model::Verb::edit), model::Scope::none);
    for (const KeyScope& wrong : {KeyScope{}, KeyScope{"all"}, KeyScope{"nothing:read"}, KeyScope{"customer:erase"}}) {
        EXPECT_EQ(error_of([&] { rights(wrong, "sales"); }), "parameter_invalid");
    }
}

TEST_F(PeopleTest, key_is_made_by_who_may_administer_and_kept_as_a_hash)
{
    const auto li = accounts_->visit(sign_in("li"));
    EXPECT_EQ(error_of([&] { accounts_->add_key(*li, {"key", "sales", {"read"}, {}}); }), "duty_needed");
    const auto boss = accounts_->visit(sign_in("boss"));
    const std::string key = accounts_->add_key(*boss, {"key", "sales", {"read"}, {}});
    EXPECT_EQ(number("select count(*) from api_key where instr(token_hash, '" + key.substr(5) + "') > 0"), 0);
    EXPECT_EQ(accounts_->keys(*boss->principal).size(), 1U);
    EXPECT_EQ(error_of([&] { accounts_->sessions(*accounts_->visit(key)); }), "browser_only");
}

TEST_F(PeopleTest, key_ends_at_its_time)
{
    const auto boss = accounts_->visit(sign_in("boss"));
    const std::string key = accounts_->add_key(*boss, {"key", "sales", {"read"}, clock_.now() + 1h});
    EXPECT_TRUE(holds(key));
    accounts_->visit(key);
    clock_.advance(59min);
    accounts_->tend();
    EXPECT_GT(number("select last_used_at from api_key"), 0);
    clock_.advance(1min);
    EXPECT_FALSE(holds(key));
    EXPECT_EQ(error_of([&] {
                  accounts_->add_key(*boss, {"key", "sales", {"read"}, clock_.now()});
              }),
              "parameter_invalid");
}

TEST_F(PeopleTest, key_for_a_role_with_a_second_factor_is_made_with_one)
{
    update("role", role_id("manager"), {{"requires_second_factor", true}});
    std::string boss = sign_in("boss");
    auto make = [&] {
        return error_of([&] { accounts_->add_key(*accounts_->visit(boss), {"key", "manager", {"read"}, {}}); });
    };
    EXPECT_EQ(make(), "second_factor_needed");
    add_factor(boss);
    EXPECT_EQ(make(), "");
}

TEST_F(PeopleTest, keys_of_an_earlier_version_go_on_and_its_sessions_end)
{
    database_->write([](store::Session& session) {
        session.script(
            "drop table api_key; drop table session; "
            "create table session (token_hash text primary key, user_id bigint not null, "
            "created_at bigint not null, expires_at bigint not null); "
            "create table api_key (token_hash text primary key, user_id bigint not null, "
            "name text not null, created_at bigint not null)");
    });
    database_->write([&](store::Session& session) {
        session.execute("insert into api_key(token_hash, user_id, name, created_at) values ($1, $2, 'old', 1)",
                        store::values(hash_hex("juan_old"), to_integer(li_)));
        session.execute("insert into session(token_hash, user_id, created_at, expires_at) values ($1, $2, 1, $3)",
                        store::values(hash_hex("old session"), to_integer(li_), to_integer(clock_.now() + 1h)));
    });
    accounts_ = std::make_unique<Accounts>(model_, settings());
    EXPECT_EQ(accounts_->visit("juan_old")->user, li_);
    EXPECT_TRUE(accounts_->visit("juan_old")->may_write);
    EXPECT_FALSE(holds("old session"));
}

}  // namespace
}  // namespace juan::account
