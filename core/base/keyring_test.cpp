// Sealing, looking up, signing.
#include "core/base/keyring.hpp"

#include <gtest/gtest.h>

#include "core/base/error.hpp"
#include "core/base/secret.hpp"

namespace juan {
namespace {

constexpr const char* place = "contact|id_number|42";

class KeyringTest : public ::testing::Test {
protected:
    void SetUp() override { start_secrets(); }
    static Vault fixed()
    {
        const std::string lines = "juan-keys 1\n1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n";
        return Vault::parse(lines + "sum " + hash_hex(lines), "test");
    }
};

TEST_F(KeyringTest, WhatIsSealedOpensInItsPlaceAndNowhereElse)
{
    const Keyring ring(Vault::make());
    const std::string text = "11010519491231002X";
    const std::string kept = ring.seal(place, text);
    EXPECT_EQ(kept.find(text), std::string::npos);
    EXPECT_NE(kept, ring.seal(place, text));  // another nonce each time
    EXPECT_EQ(ring.open(place, kept), text);
    EXPECT_EQ(ring.open(place, ring.seal(place, "")), "");
    EXPECT_THROW(ring.open("contact|id_number|43", kept), Error);
    EXPECT_THROW(ring.open("lead|id_number|42", kept), Error);
}

TEST_F(KeyringTest, ASealedValueThatWasTouchedAnywhereDoesNotOpen)
{
    const Keyring ring(Vault::make());
    const std::string kept = ring.seal(place, "secret");
    for (std::size_t i = 5; i < kept.size(); ++i) {
        std::string touched = kept;
        touched[i] = touched[i] == 'A' ? 'B' : 'A';
        EXPECT_THROW(ring.open(place, touched), Error) << i;
        EXPECT_THROW(ring.open(place, kept.substr(0, i)), Error) << i;
    }
}

TEST_F(KeyringTest, AnOlderKeyOpensAndANewerOneSeals)
{
    const Vault first = Vault::make();
    const Keyring old(first);
    const Keyring both(first.with_new_key());
    const std::string kept = old.seal(place, "secret");
    EXPECT_EQ(both.open(place, kept), "secret");
    EXPECT_TRUE(old.is_sealed_by_newest(kept));
    EXPECT_FALSE(both.is_sealed_by_newest(kept));
    EXPECT_FALSE(both.is_sealed_by_newest("plain"));
    try {
        old.open(place, both.seal(place, "secret"));
        FAIL() << "a key that is not there opened it";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::key_file_wrong);
    }
    EXPECT_THROW(Keyring(Vault::make()).open(place, kept), Error);
}

TEST_F(KeyringTest, EqualTextsHaveEqualIndexesOfOneColumnOnly)
{
    const Vault first = Vault::make();
    const Keyring old(first);
    const Keyring both(first.with_new_key());
    EXPECT_EQ(old.indexes("contact|id_number", "x"), old.indexes("contact|id_number", "x"));
    EXPECT_NE(old.indexes("contact|id_number", "x"), old.indexes("contact|id_number", "y"));
    EXPECT_NE(old.indexes("contact|id_number", "x"), old.indexes("lead|id_number", "x"));
    const auto found = both.indexes("contact|id_number", "x");
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found.back(), old.indexes("contact|id_number", "x").front());
}

// Both by Python's hashlib: blake2b(text, key=blake2b(digest_size=32, key=master, salt=1, person=purpose).digest()).
TEST_F(KeyringTest, SignaturesAndIndexesAreThoseThatBlake2bGives)
{
    const Keyring ring(fixed());
    EXPECT_EQ(ring.sign("audit", "abc"), "1:c5d088caf24b69dd1456d14e60bd177d9e1cbe0554113378f9ffc7366e45d5f6");
    EXPECT_EQ(ring.indexes("contact|id_number", "abc").front(), "1.dumDMwaVomke2R2uOTAO3g");
    EXPECT_TRUE(ring.is_signed("audit", "abc", "1:c5d088caf24b69dd1456d14e60bd177d9e1cbe0554113378f9ffc7366e45d5f6"));
    EXPECT_FALSE(ring.is_signed("anchor", "abc", "1:c5d088caf24b69dd1456d14e60bd177d9e1cbe0554113378f9ffc7366e45d5f6"));
    EXPECT_FALSE(ring.is_signed("audit", "abd", "1:c5d088caf24b69dd1456d14e60bd177d9e1cbe0554113378f9ffc7366e45d5f6"));
    EXPECT_FALSE(ring.is_signed("audit", "abc", "2:c5d088caf24b69dd1456d14e60bd177d9e1cbe0554113378f9ffc7366e45d5f6"));
    EXPECT_FALSE(ring.is_signed("audit", "abc", ""));
}

}  // namespace
}  // namespace juan
