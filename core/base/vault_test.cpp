// The key file: made, read, damaged, added to.
#include "core/base/vault.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include "core/base/error.hpp"
#include "core/base/secret.hpp"

namespace juan {
namespace {

class VaultTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        start_secrets();
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string path() const { return (folder_ / "juan.keys").string(); }
    void put(const std::string& text) const { std::ofstream(path(), std::ios::binary) << text; }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("juan_vault_" + std::to_string(::getpid()));
};

ErrorCode code_of(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::internal;
}

TEST_F(VaultTest, AFileReadsBackWithTheSameKeysAndOnlyItsOwnerMayReadIt)
{
    EXPECT_FALSE(load_vault({path(), ""}).has_value());
    EXPECT_EQ(code_of([&] { require_vault({path(), ""}); }), ErrorCode::key_file_missing);
    const Vault made = Vault::make();
    create_key_file(path(), made);
    struct stat status {};
    ASSERT_EQ(::stat(path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    const auto read = load_vault({path(), ""});
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->key("audit", 1), made.key("audit", 1));
    EXPECT_EQ(read->check_value(1), made.check_value(1));
    // Never a fresh key over a file that is there.
    EXPECT_EQ(code_of([&] { create_key_file(path(), Vault::make()); }), ErrorCode::key_file_broken);
    EXPECT_EQ(load_vault({path(), ""})->check_value(1), made.check_value(1));
}

TEST_F(VaultTest, EveryPurposeAndEveryMasterKeyGivesAnotherKey)
{
    const Vault vault = Vault::make().with_new_key();
    EXPECT_EQ(vault.ids(), (std::vector<std::uint32_t>{1, 2}));
    EXPECT_EQ(vault.newest(), 2U);
    std::set<VaultKey> keys;
    for (const std::uint32_t id : vault.ids()) {
        for (const char* purpose : {"audit", "field", "index", "backup"}) keys.insert(vault.key(purpose, id));
    }
    EXPECT_EQ(keys.size(), 8U);
    EXPECT_EQ(code_of([&] { vault.key("field", 3); }), ErrorCode::key_file_wrong);
}

// The published vector of libsodium's crypto_kdf test would name another context; so this one is worked out by
// Python's hashlib: blake2b(digest_size=32, key=master, salt=1 little-endian, person="field").
TEST_F(VaultTest, KeysAreThoseThatBlake2bGives)
{
    std::string lines = "juan-keys 1\n1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n";
    const Vault vault = Vault::parse(lines + "sum " + hash_hex(lines), "test");
    const VaultKey key = vault.key("field", 1);
    std::string hex;
    for (const unsigned char byte : key) {
        hex += "0123456789abcdef"[byte >> 4U];
        hex += "0123456789abcdef"[byte & 15U];
    }
    EXPECT_EQ(hex, "b654a9926fabe0e037b5cfed4191e9be9364bf038888343b7ca6c679aaeef3e5");
}

TEST_F(VaultTest, ADamagedFileIsRefusedWhereverItIsDamaged)
{
    const std::string text = Vault::make().with_new_key().text();
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string damaged = text;
        damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
        EXPECT_EQ(code_of([&] { Vault::parse(damaged, "test"); }), ErrorCode::key_file_broken) << i;
        if (i + 1 < text.size()) {
            EXPECT_EQ(code_of([&] { Vault::parse(text.substr(0, i), "test"); }), ErrorCode::key_file_broken) << i;
        }
    }
    put("");
    EXPECT_EQ(code_of([&] { load_vault({path(), ""}); }), ErrorCode::key_file_broken);
    EXPECT_EQ(code_of([&] { load_vault({folder_.string(), ""}); }), ErrorCode::key_file_broken);
}

TEST_F(VaultTest, OneMoreKeyIsPutInAtOnceAndTheOldOneStays)
{
    const Vault first = Vault::make();
    create_key_file(path(), first);
    replace_key_file(path(), first.with_new_key());
    const auto read = load_vault({path(), ""});
    EXPECT_EQ(read->newest(), 2U);
    EXPECT_EQ(read->check_value(1), first.check_value(1));
    EXPECT_NE(read->check_value(2), first.check_value(1));
    EXPECT_FALSE(std::filesystem::exists(path() + ".new"));
}

TEST_F(VaultTest, TheOptionGoesBeforeTheEnvironmentAndTheEnvironmentBeforeTheFolder)
{
    EXPECT_EQ(key_source("a.keys", "b.keys", "/data").path, "a.keys");
    EXPECT_EQ(key_source("", "b.keys", "/data").path, "b.keys");
    EXPECT_EQ(key_source("", "", "/srv/juan-data/").path, "/srv/juan-data.keys");
    const Vault vault = Vault::make();
    std::string text = vault.text();
    std::replace(text.begin(), text.end(), '\n', ';');
    const KeySource source = key_source("", text, "/data");
    EXPECT_EQ(load_vault(source)->check_value(1), vault.check_value(1));
    EXPECT_EQ(source.name(), "JUAN_KEYS");
}

}  // namespace
}  // namespace juan
