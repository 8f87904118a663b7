// For tests: accounts on an empty store, with a clock that is set by hand and a hash function that costs nothing and
// counts how often it is asked.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "core/account/accounts.hpp"
#include "core/model/test_model.hpp"
#include "core/store/sqlite/scratch_folder.hpp"

namespace juan::account {

class HandClock final : public Clock {
public:
    Instant now() const override { return instant_from(milliseconds_); }
    void advance(std::chrono::milliseconds time) { milliseconds_ += time.count(); }

private:
    std::atomic<std::int64_t> milliseconds_ = 1'800'000'000'000;
};

inline constexpr const char* good_password = "vier Pferde im Schnee";

class AccountsTest : public ::testing::Test {
protected:
    AccountsTest()
    {
        start_secrets();
        accounts_ = std::make_unique<Accounts>(model_, settings());
    }

    AccountSettings settings()
    {
        AccountSettings settings;
        settings.keys = {std::string(key_size, 'k')};
        settings.public_url = "https://juan.example.com";
        settings.hashing.hash = [](std::string_view text) { return "hash of " + std::string(text); };
        settings.hashing.matches = [this](const std::string& hash, std::string_view text) {
            ++evaluations_;
            return hash == "hash of " + std::string(text);
        };
        return settings;
    }

    Id add_user(const std::string& name, const std::string& role = "sales")
    {
        return accounts_->add_user(juan(), {name, name + "@example.com", role, good_password, ""});
    }
    model::Principal juan() const { return model::system_principal(model_.catalogue()); }
    SignIn attempt(const std::string& name, const std::string& password = good_password,
                   const std::string& remote = "192.0.2.1") const
    {
        SignIn given;
        given.email = name + "@example.com";
        given.password = password;
        given.place = {remote, "a browser"};
        return given;
    }
    std::string sign_in(const std::string& name) { return accounts_->sign_in(attempt(name)).token; }
    bool holds(const std::string& token) { return accounts_->revisit(hash_hex(token)) != nullptr; }

    // What an authenticator shows now.
    std::string code(const std::string& secret) const
    {
        return counter_code(from_base32(secret), static_cast<std::uint64_t>(step_of(clock_.now())));
    }
    // Turns the second factor on; gives its secret and puts the new token in the place of `token`.
    std::string add_factor(std::string& token, std::vector<std::string>* recovery_codes = nullptr)
    {
        const std::string secret = accounts_->begin_second_factor(*accounts_->visit(token)).secret;
        const auto confirmed = accounts_->confirm_second_factor(*accounts_->visit(token), code(secret));
        token = confirmed.token;
        if (recovery_codes != nullptr) *recovery_codes = confirmed.recovery_codes;
        clock_.advance(code_step);  // to a code that was not used yet
        return secret;
    }

    void update(const char* object, Id id, const Json& values)
    {
        const model::Object& declared = model_.catalogue().require(object);
        model_.write(juan(), {{"person", "test", ""}, "", "", false},
                     {model::Action::update, &declared, id, {}, model_.read_draft(juan(), declared, values)});
    }
    std::int64_t number(const std::string& sql)
    {
        std::int64_t value = 0;
        database_->read([&](store::Session& session) {
            const auto cursor = session.query(sql);
            value = cursor->next() ? cursor->integer(0) : 0;
        });
        return value;
    }
    Id role_id(const std::string& role)
    {
        Id id = Id::none;
        database_->read([&](store::Session& session) {
            const auto cursor = session.query("select id from role where code = $1", store::values(role));
            id = cursor->next() ? id_from(cursor->integer(0)) : Id::none;
        });
        return id;
    }

    static Vault make_vault()
    {
        start_secrets();
        return Vault::make();
    }
    static std::string from_base32(std::string_view text)
    {
        std::string bytes;
        std::uint32_t buffer = 0;
        int bits = 0;
        for (const char c : text) {
            buffer = buffer << 5 | static_cast<std::uint32_t>(c <= '9' ? c - '2' + 26 : c - 'A');
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes += static_cast<char>(buffer >> bits & 0xFF);
            }
        }
        return bytes;
    }

    static constexpr std::size_t key_size = 32;

    HandClock clock_;
    store::ScratchFolder folder_;
    std::unique_ptr<store::Database> database_ = store::open_sqlite(folder_.path());
    IdMaker ids_{clock_};
    model::Model model_{*database_, model::Catalogue(model::TestModel::declarations()), clock_, ids_, make_vault()};
    std::atomic<int> evaluations_ = 0;
    std::unique_ptr<Accounts> accounts_;
};

// The code of the error that `work` throws; "" when it throws none. In accounts_test.cpp.
std::string error_of(const std::function<void()>& work);

}  // namespace juan::account
