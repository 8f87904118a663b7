// Fetching and checking. Nothing of what a peer sends is shown to anybody; only what is wrong with it.
#include "core/account/openid/metadata.hpp"

#include <algorithm>

namespace juan::account {
namespace {

constexpr int peer_depth_max = 16;
constexpr std::size_t keys_max = 100;
constexpr std::string_view discovery_path = "/.well-known/openid-configuration";

Unexpected<Finding> wrong(const std::string& url, const char* zh, const char* en)
{
    return Unexpected{Finding{ErrorCode::openid_discovery, {{"url", url}, {"what.zh", zh}, {"what.en", en}}}};
}

Expected<Json, Finding> fetch_json(const net::Dialer& dialer, const std::string& url)
{
    auto answer = dialer.ask({url, {{"accept", "application/json"}}, "", 0});
    if (!answer) {
        return Unexpected{answer.error()};
    }
    if (answer->status >= 300 && answer->status < 400) {
        return Unexpected{Finding{ErrorCode::peer_redirects, {{"host", net::parse_url(url)->authority()}}}};
    }
    if (answer->status != 200) {
        return wrong(url, "回答的状态不是 200", "its status is not 200");
    }
    Json json = peer_json(answer->body);
    if (!json.is_object()) {
        return wrong(url, "内容不是 JSON 对象", "it is no JSON object");
    }
    return json;
}

bool has_text(const Json& json, const char* name, std::string_view text)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_array() && std::any_of(found->begin(), found->end(), [&](const Json& one) {
               return one.is_string() && one.get_ref<const std::string&>() == text;
           });
}

}  // namespace

Json peer_json(std::string_view text)
{
    const auto keeps = [](int depth, Json::parse_event_t, Json&) { return depth <= peer_depth_max; };
    Json json = Json::parse(text.begin(), text.end(), keeps, false);
    return json.is_discarded() ? Json() : json;
}

std::string peer_text(const Json& json, const char* name)
{
    if (!json.is_object()) {
        return {};
    }
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Expected<Metadata, Finding> fetch_metadata(const net::Dialer& dialer, const std::string& issuer)
{
    const std::string base = issuer.ends_with('/') ? issuer.substr(0, issuer.size() - 1) : issuer;
    const std::string url = base + std::string(discovery_path);
    const auto json = fetch_json(dialer, url);
    if (!json) {
        return Unexpected{json.error()};
    }
    if (peer_text(*json, "issuer") != issuer) {
        return wrong(url, "其中的 issuer 与填写的签发者地址不完全相同",
                     "its issuer is not exactly the one entered here");
    }
    Metadata metadata;
    metadata.authorization_endpoint = peer_text(*json, "authorization_endpoint");
    metadata.token_endpoint = peer_text(*json, "token_endpoint");
    metadata.jwks_uri = peer_text(*json, "jwks_uri");
    metadata.userinfo_endpoint = peer_text(*json, "userinfo_endpoint");
    for (const std::string* endpoint : {&metadata.authorization_endpoint, &metadata.token_endpoint, &metadata.jwks_uri,
                                        &metadata.userinfo_endpoint}) {
        if (endpoint->empty() && endpoint == &metadata.userinfo_endpoint) continue;
        if (endpoint->empty()) {
            return wrong(url, "缺少 authorization_endpoint、token_endpoint 或 jwks_uri",
                         "authorization_endpoint, token_endpoint or jwks_uri is missing");
        }
        if (const auto checked = dialer.check(*endpoint); !checked) {
            return Unexpected{checked.error()};
        }
    }
    if (json->contains("response_types_supported") && !has_text(*json, "response_types_supported", "code")) {
        return wrong(url, "不支持授权码方式（response_type=code）", "it does not offer response_type=code");
    }
    const char* methods = "token_endpoint_auth_methods_supported";
    metadata.takes_basic = !json->contains(methods) || has_text(*json, methods, "client_secret_basic") ||
                           !has_text(*json, methods, "client_secret_post");
    const auto gives = json->find("authorization_response_iss_parameter_supported");
    metadata.gives_issuer = gives != json->end() && gives->is_boolean() && gives->get<bool>();
    return metadata;
}

Expected<Json, Finding> fetch_keys(const net::Dialer& dialer, const std::string& url)
{
    const auto json = fetch_json(dialer, url);
    if (!json) {
        return Unexpected{json.error()};
    }
    const auto keys = json->find("keys");
    if (keys == json->end() || !keys->is_array() || keys->empty() || keys->size() > keys_max) {
        return wrong(url, "其中没有密钥，或多于 100 把", "it holds no keys, or more than 100");
    }
    return Json(*keys);
}

}  // namespace juan::account
