// Published vectors, and tokens signed here with keys of this test.
#include "core/account/openid/id_token.hpp"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include <functional>
#include <memory>

#include "core/account/openid/metadata.hpp"

namespace juan::account {
namespace {

constexpr std::int64_t now_seconds = 1'800'000'000;
const Instant now = instant_from(now_seconds * 1000);
const TokenExpectation expected{"P", "https://idp.example.com", "juan", "the nonce", "the access token"};

std::string encoded(std::string_view bytes)
{
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();
    return text;
}

std::string bytes_of(const BIGNUM* number, int size)
{
    std::string bytes(static_cast<std::size_t>(size), '\0');
    BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), size);
    return bytes;
}

class Key {
public:
    explicit Key(bool is_rsa) : is_rsa_(is_rsa), key_(is_rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256")) {}
    ~Key() { EVP_PKEY_free(key_); }
    Key(const Key&) = delete;
    Key& operator=(const Key&) = delete;

    Json json(const std::string& kid) const
    {
        if (is_rsa_) {
            return {{"kty", "RSA"}, {"kid", kid}, {"n", part(OSSL_PKEY_PARAM_RSA_N, 256)}, {"e", "AQAB"}};
        }
        return {{"kty", "EC"},
                {"crv", "P-256"},
                {"kid", kid},
                {"x", part(OSSL_PKEY_PARAM_EC_PUB_X, 32)},
                {"y", part(OSSL_PKEY_PARAM_EC_PUB_Y, 32)}};
    }
    std::string sign(const Json& claims, const Json& more = Json::object()) const
    {
        Json header = more;
        header["alg"] = is_rsa_ ? "RS256" : "ES256";
        const std::string text = encoded(header.dump()) + "." + encoded(claims.dump());
        std::string signature(512, '\0');
        std::size_t size = signature.size();
        auto* bytes = reinterpret_cast<unsigned char*>(signature.data());
        EVP_MD_CTX* context = EVP_MD_CTX_new();
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_);
        EVP_DigestSign(context, bytes, &size, reinterpret_cast<const unsigned char*>(text.data()), text.size());
        EVP_MD_CTX_free(context);
        signature.resize(size);
        return text + "." + encoded(is_rsa_ ? signature : side_by_side(signature));
    }

private:
    std::string part(const char* name, int size) const
    {
        BIGNUM* number = nullptr;
        EVP_PKEY_get_bn_param(key_, name, &number);
        std::string bytes = bytes_of(number, size);
        BN_free(number);
        return encoded(bytes);
    }
    static std::string side_by_side(const std::string& signature)
    {
        const auto* at = reinterpret_cast<const unsigned char*>(signature.data());
        ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(signature.size()));
        std::string both = bytes_of(ECDSA_SIG_get0_r(pair), 32) + bytes_of(ECDSA_SIG_get0_s(pair), 32);
        ECDSA_SIG_free(pair);
        return both;
    }

    bool is_rsa_;
    EVP_PKEY* key_;
};

Json sound()
{
    return {{"iss", expected.issuer},  {"aud", "juan"},           {"sub", "7"},
            {"iat", now_seconds - 10}, {"exp", now_seconds + 60}, {"nonce", expected.nonce}};
}

Json with(const char* name, const Json& value)
{
    Json claims = sound();
    claims[name] = value;
    return claims;
}

ErrorCode outcome(const Expected<Json, Finding>& result) { return result ? ErrorCode::internal : result.error().code; }

TEST(IdToken, hashes_are_those_of_the_standards)
{
    // RFC 7636 appendix B; OpenID Connect Core 1.0 appendix A.3; RFC 4648 section 10.
    EXPECT_EQ(sha256_base64url("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
              "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    EXPECT_EQ(sha256_base64url("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", 16), "77QmUPtjPfzWtF2AnpK9RQ");
    EXPECT_EQ(base64_text("fo"), "Zm8=");
    EXPECT_EQ(base64_text("foobar"), "Zm9vYmFy");
}

// RFC 7515 appendix A.2: rightly signed, with claims that are no ID token's.
TEST(IdToken, the_example_of_the_standard_has_a_right_signature)
{
    const Json keys = Json::array(
        {Json{{"kty", "RSA"},
              {"n",
               "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-"
               "yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-"
               "KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_"
               "h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"},
              {"e", "AQAB"}}});
    std::string token =
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290I"
        "jp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGb"
        "ds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN"
        "9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkW"
        "ywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    EXPECT_EQ(outcome(verify_id_token(token, keys, expected, now)), ErrorCode::openid_token_broken);
    token[token.size() / 2] = token[token.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_EQ(outcome(verify_id_token(token, keys, expected, now)), ErrorCode::openid_token_signature);
}

TEST(IdToken, a_sound_one_of_either_kind_gives_its_claims)
{
    for (const bool is_rsa : {true, false}) {
        const Key key(is_rsa);
        const auto claims = verify_id_token(key.sign(sound()), Json::array({key.json("a")}), expected, now);
        ASSERT_TRUE(claims) << is_rsa;
        EXPECT_EQ(claims->at("sub"), "7");
    }
}

TEST(IdToken, each_wrong_claim_has_a_name_of_its_own)
{
    const Key key(false);
    const Json keys = Json::array({key.json("a")});
    const auto told = [&](const Json& claims) {
        return outcome(verify_id_token(key.sign(claims), keys, expected, now));
    };
    EXPECT_EQ(told(with("iss", "https://idp.example.com/")), ErrorCode::openid_token_issuer);
    EXPECT_EQ(told(with("aud", "another")), ErrorCode::openid_token_audience);
    EXPECT_EQ(told(with("aud", {"juan", "another"})), ErrorCode::openid_token_audience);
    EXPECT_EQ(told(with("azp", "another")), ErrorCode::openid_token_audience);
    EXPECT_EQ(told(with("exp", now_seconds - 59)), ErrorCode::internal);
    EXPECT_EQ(told(with("exp", now_seconds - 60)), ErrorCode::openid_token_expired);
    EXPECT_EQ(told(with("iat", now_seconds + 60)), ErrorCode::internal);
    EXPECT_EQ(told(with("iat", now_seconds + 61)), ErrorCode::openid_token_future);
    EXPECT_EQ(told(with("nbf", now_seconds + 61)), ErrorCode::openid_token_future);
    EXPECT_EQ(told(with("nonce", "the Nonce")), ErrorCode::openid_token_nonce);
    EXPECT_EQ(told(with("nonce", nullptr)), ErrorCode::openid_token_nonce);
    EXPECT_EQ(told(with("at_hash", "x")), ErrorCode::openid_token_hash);
    EXPECT_EQ(told(with("at_hash", sha256_base64url(expected.access_token, 16))), ErrorCode::internal);
    EXPECT_EQ(told(with("exp", 1e300)), ErrorCode::openid_token_broken);
    EXPECT_EQ(told(with("sub", 7)), ErrorCode::openid_token_broken);
    EXPECT_EQ(told(with("sub", std::string(256, 'x'))), ErrorCode::openid_token_broken);
}

TEST(IdToken, a_nonce_that_nobody_asked_for_is_none)
{
    const Key key(false);
    TokenExpectation without = expected;
    without.nonce = "";
    EXPECT_EQ(outcome(verify_id_token(key.sign(with("nonce", "")), Json::array({key.json("a")}), without, now)),
              ErrorCode::openid_token_nonce);
}

TEST(IdToken, the_key_is_the_one_that_is_named)
{
    const Key one(false);
    const Key two(false);
    const Json keys = Json::array({one.json("one"), two.json("two")});
    const auto told = [&](const std::string& token) { return outcome(verify_id_token(token, keys, expected, now)); };
    EXPECT_EQ(told(two.sign(sound(), {{"kid", "two"}})), ErrorCode::internal);
    EXPECT_EQ(told(two.sign(sound(), {{"kid", "one"}})), ErrorCode::openid_token_signature);
    EXPECT_EQ(told(two.sign(sound(), {{"kid", "three"}})), ErrorCode::openid_token_key);
    // Two would do: a token that names none leaves it open.
    EXPECT_EQ(told(two.sign(sound())), ErrorCode::openid_token_key);
}

TEST(IdToken, a_key_for_something_else_does_not_sign)
{
    const Key key(true);
    for (const auto& [name, value] :
         {std::pair{"use", "enc"}, std::pair{"alg", "RS512"}, std::pair{"kty", "oct"}, std::pair{"n", "AQAB"}}) {
        Json changed = key.json("a");
        changed[name] = value;
        EXPECT_EQ(outcome(verify_id_token(key.sign(sound()), Json::array({changed}), expected, now)),
                  ErrorCode::openid_token_key)
            << name;
    }
}

TEST(IdToken, what_is_no_token_is_broken)
{
    const Key key(false);
    const Json keys = Json::array({key.json("a"), 7, "x", nullptr, Json::object(), Json::array()});
    const std::string token = key.sign(sound());
    for (const std::string& bad : {std::string(), std::string("."), std::string(".."), std::string("a.b.c"),
                                   token.substr(0, token.find('.')), "e30." + token, std::string("bnVsbA.."),
                                   std::string(id_token_bytes_max + 1, 'a'), std::string("W10.W10.W10")}) {
        const ErrorCode code = outcome(verify_id_token(bad, keys, expected, now));
        EXPECT_TRUE(code == ErrorCode::openid_token_broken || code == ErrorCode::openid_token_algorithm) << bad;
    }
}

TEST(IdToken, a_second_factor_is_told_by_words_of_rfc_8176)
{
    EXPECT_TRUE(tells_second_factor({{"amr", {"pwd", "otp"}}}));
    EXPECT_TRUE(tells_second_factor({{"acr", "urn:example:mfa"}}));
    EXPECT_TRUE(tells_second_factor({{"acr", "hwk"}}));
    EXPECT_FALSE(tells_second_factor({{"amr", {"pwd"}}}));
    EXPECT_FALSE(tells_second_factor({{"amr", "mfa"}}));
    EXPECT_FALSE(tells_second_factor({{"acr", "nomfa"}}));
    EXPECT_FALSE(tells_second_factor(Json::object()));
}

TEST(PeerJson, never_throws)
{
    EXPECT_TRUE(peer_json("{").is_null());
    EXPECT_TRUE(peer_json("\xff").is_null());
    EXPECT_TRUE(peer_json("").is_null());
    EXPECT_NO_THROW(peer_json(std::string(500'000, '[')));
    EXPECT_NO_THROW(peer_json(std::string(400'000, '[') + std::string(400'000, ']')));
}

}  // namespace
}  // namespace juan::account
