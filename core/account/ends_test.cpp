// What each event ends or changes, for each means by which somebody is known: cookie, API key, event stream and
// one-time link. A stream asks revisit(), as flow/api/streams does. Everything holds from the moment the event is over.
#include <future>

#include "core/account/test_accounts.hpp"

namespace juan::account {
namespace {

using namespace std::chrono_literals;

// What a person holds when the event comes: two sessions, of which the first brings the event about; a key; a link.
struct Held {
    Id user = Id::none;
    std::string acting;
    std::string other;
    std::string key;
    Id key_id = Id::none;
    std::string link;
    std::string secret;
};

// What holds afterwards.
struct Left {
    bool acting;
    bool other;
    bool key;
    bool link;
};

class EndsTest : public AccountsTest {
protected:
    Held make_held(bool with_factor)
    {
        Held held;
        held.user = add_user("li");
        held.acting = sign_in("li");
        if (with_factor) held.secret = add_factor(held.acting);
        held.other = accounts_->start_session(held.user, "198.51.100.7", "elsewhere", true);
        // A key whose user is the person, as after an upgrade; one that has a user of its own is tested beside it.
        held.key = "juan_key";
        held.key_id = ids_.next();
        database_->write([&](store::Session& session) {
            insert_key(session, hash_hex(held.key),
                       {held.key_id, held.user, "key", {"read", "write"}, clock_.now(), {}, {}});
        });
        const std::string link = accounts_->make_link(juan(), held.user, LinkKind::reset).link;
        held.link = link.substr(link.rfind('/') + 1);
        for (const std::string& token : {held.acting, held.other, held.key}) {
            EXPECT_NO_THROW(accounts_->visit(token));  // So that it is known already.
        }
        return held;
    }

    void expect(const Held& held, const Left& left)
    {
        EXPECT_EQ(holds(held.acting), left.acting) << "the session that acts";
        EXPECT_EQ(holds(held.other), left.other) << "the other session";
        EXPECT_EQ(holds(held.key), left.key) << "the key";
        EXPECT_EQ(error_of([&] { accounts_->link(held.link); }).empty(), left.link) << "the link";
    }

    const model::Object& customer() const { return model_.catalogue().require("customer"); }
    model::Scope reads(const std::string& token)
    {
        return accounts_->revisit(hash_hex(token))->principal->scope(customer(), model::Verb::read);
    }
};

TEST_F(EndsTest, signing_out_ends_the_session)
{
    const Held held = make_held(false);
    accounts_->sign_out(held.acting);
    expect(held, {false, true, true, true});
}

TEST_F(EndsTest, ending_a_session_ends_it)
{
    const Held held = make_held(false);
    accounts_->end_session(*accounts_->visit(held.acting), accounts_->visit(held.other)->id);
    expect(held, {true, false, true, true});
}

TEST_F(EndsTest, ending_all_others_ends_them)
{
    const Held held = make_held(false);
    accounts_->end_other_sessions(*accounts_->visit(held.acting));
    expect(held, {true, false, true, true});
}

TEST_F(EndsTest, administrator_who_ends_all_sessions_ends_them)
{
    const Held held = make_held(false);
    accounts_->end_sessions_of(juan(), held.user);
    expect(held, {false, false, true, true});
}

TEST_F(EndsTest, changing_the_password_ends_other_sessions_and_links_and_gives_another_token)
{
    Held held = make_held(false);
    const std::string token =
        accounts_->change_password(*accounts_->visit(held.acting), good_password, "another good password");
    expect(held, {false, false, true, false});
    EXPECT_TRUE(holds(token));
}

TEST_F(EndsTest, resetting_the_password_ends_all_sessions_and_the_link)
{
    const Held held = make_held(false);
    accounts_->redeem(held.link, "another good password");
    expect(held, {false, false, true, false});
}

TEST_F(EndsTest, turning_the_second_factor_on_ends_other_sessions_and_gives_another_token)
{
    Held held = make_held(false);
    std::string token = held.acting;
    add_factor(token);
    expect(held, {false, false, true, true});
    EXPECT_TRUE(holds(token));
}

TEST_F(EndsTest, turning_the_second_factor_off_ends_other_sessions_and_gives_another_token)
{
    Held held = make_held(true);
    const std::string token =
        accounts_->remove_second_factor(*accounts_->visit(held.acting), good_password, code(held.secret));
    expect(held, {false, false, true, true});
    EXPECT_TRUE(holds(token));
}

TEST_F(EndsTest, taking_a_lost_second_factor_away_ends_all_sessions)
{
    const Held held = make_held(true);
    accounts_->remove_second_factor_of(juan(), held.user);
    expect(held, {false, false, true, true});
}

TEST_F(EndsTest, disabling_a_person_ends_everything)
{
    const Held held = make_held(true);
    update("user", held.user, {{"is_active", false}});
    expect(held, {false, false, false, false});
    update("user", held.user, {{"is_active", true}});
    expect(held, {false, false, true, false});  // The key is the administrator's to give and to take.
}

TEST_F(EndsTest, erasing_a_person_ends_everything_and_leaves_nothing_behind)
{
    const Held held = make_held(true);
    const model::Object& user = model_.catalogue().require("user");
    model_.write(juan(), {{"person", "test", ""}, "", "", false}, {model::Action::erase, &user, held.user, {}, {}});
    expect(held, {false, false, false, false});
    for (const char* table : {"credential", "session", "second_factor", "recovery_code", "api_key", "one_time_link"}) {
        EXPECT_EQ(number(std::string("select count(*) from ") + table), 0) << table;
    }
}

TEST_F(EndsTest, changing_the_address_ends_links)
{
    const Held held = make_held(false);
    update("user", held.user, {{"email", "li.na@example.com"}});
    expect(held, {true, true, true, false});
}

TEST_F(EndsTest, changing_a_role_changes_what_is_held)
{
    const Held held = make_held(false);
    EXPECT_EQ(reads(held.acting), model::Scope::own);
    update("role", role_id("sales"), {{"rights", {{"customer", {{"read", "all"}}}}}});
    for (const std::string& token : {held.acting, held.other, held.key}) EXPECT_EQ(reads(token), model::Scope::all);
    update("user", held.user, {{"role", format_id("rol", role_id("viewer"))}});
    const model::Object& object = customer();
    for (const std::string& token : {held.acting, held.other, held.key}) {
        EXPECT_EQ(accounts_->revisit(hash_hex(token))->principal->scope(object, model::Verb::edit), model::Scope::none);
    }
    expect(held, {true, true, true, true});
}

TEST_F(EndsTest, moving_to_another_unit_changes_whose_records_are_the_teams)
{
    const Held held = make_held(false);
    const Id wang = add_user("wang");
    const model::Object& unit = model_.catalogue().require("organisation_unit");
    const Id sales =
        model_
            .write(juan(), {{"person", "test", ""}, "", "", false},
                   {model::Action::create, &unit, Id::none, {}, model_.read_draft(juan(), unit, {{"name", "销售"}})})
            .id;
    update("user", wang, {{"unit", format_id(unit.prefix, sales)}});
    for (const std::string& token : {held.acting, held.key}) {
        EXPECT_FALSE(accounts_->revisit(hash_hex(token))->principal->team.contains(to_integer(wang)));
    }
    update("user", held.user, {{"unit", format_id(unit.prefix, sales)}});
    for (const std::string& token : {held.acting, held.key}) {
        EXPECT_TRUE(accounts_->revisit(hash_hex(token))->principal->team.contains(to_integer(wang)));
    }
}

TEST_F(EndsTest, ending_a_key_ends_it_and_a_user_it_had_for_itself)
{
    const Held held = make_held(false);
    accounts_->remove_key(juan(), held.key_id);
    expect(held, {true, true, false, true});
    add_user("boss", "administrator");
    const std::string own = accounts_->add_key(*accounts_->visit(sign_in("boss")), {"key", "sales", {"read"}, {}});
    const Id robot = accounts_->visit(own)->user;
    accounts_->remove_key(juan(), accounts_->visit(own)->id);
    EXPECT_FALSE(holds(own));
    EXPECT_EQ(number("select is_active from \"user\" where id = " + std::to_string(to_integer(robot))), 0);
}

TEST_F(EndsTest, session_nobody_uses_ends)
{
    const Held held = make_held(false);
    for (int i = 0; i < 6; ++i) {
        clock_.advance(10min - 1ms);
        accounts_->visit(held.acting);
    }
    clock_.advance(10ms);
    expect(held, {true, false, true, false});
}

TEST_F(EndsTest, session_ends_at_its_hour_however_much_it_is_used)
{
    const Held held = make_held(false);
    for (int i = 0; i < 12 * 4; ++i) {
        EXPECT_NO_THROW(accounts_->visit(held.acting));
        clock_.advance(15min);
    }
    expect(held, {false, false, true, false});
}

// Who looks somebody up after the rows are changed but before the change is durable still sees the older state; it must
// not be kept.
TEST_F(EndsTest, what_was_looked_up_while_a_change_was_under_way_is_not_kept)
{
    const Held held = make_held(false);
    const std::string fresh = accounts_->start_session(held.user, "192.0.2.1", "a browser", true);
    int looks = 0;
    model_.add_observer([&](store::Session&, const model::WriteContext&, std::span<const model::Written>) {
        looks += std::async(std::launch::async, [&] { return holds(fresh); }).get() ? 1 : 0;
    });
    update("user", held.user, {{"is_active", false}});
    EXPECT_EQ(looks, 1);
    EXPECT_FALSE(holds(fresh));
    expect(held, {false, false, false, false});
}

}  // namespace
}  // namespace juan::account
