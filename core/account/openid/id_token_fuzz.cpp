// Whatever a provider sends: no crash, and nothing is believed that its key did not sign.
#include <sodium.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/account/openid/id_token.hpp"
#include "core/account/openid/metadata.hpp"

namespace {

using juan::Instant;
using juan::Json;
using juan::account::peer_json;
using juan::account::tells_second_factor;
using juan::account::TokenExpectation;
using juan::account::verify_id_token;

// The public key of RFC 7515, appendix A.3; what it signed there has no nonce.
const Json keys = Json::array({Json{{"kty", "EC"},
                                    {"crv", "P-256"},
                                    {"x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"},
                                    {"y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}}});
const TokenExpectation expected{"P", "https://idp.example.com", "juan", "nonce", "access"};

std::string encoded(std::string_view text)
{
    std::string result(sodium_base64_encoded_len(text.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(result.data(), result.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    result.pop_back();
    return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    const Json json = peer_json(text);
    tells_second_factor(json.is_object() ? json : Json::object());
    const Instant now = juan::instant_from(1'800'000'000'000);
    const std::string head = encoded(R"({"alg":"ES256"})");
    for (const std::string& token : {text, head + "." + text, encoded(text) + "." + encoded(text) + ".",
                                     head + "." + encoded(text) + "." + text}) {
        if (verify_id_token(token, keys, expected, now)) std::abort();
        // Keys are from outside, too.
        if (json.is_array() && verify_id_token(token, json, expected, now) && size < 64) std::abort();
    }
    return 0;
}
