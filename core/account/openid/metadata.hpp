// What a provider publishes about itself (OpenID Connect Discovery 1.0) and its keys (RFC 7517).
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"
#include "core/base/json.hpp"
#include "core/net/dialer.hpp"

namespace juan::account {

struct Metadata {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string jwks_uri;
    std::string userinfo_endpoint;  // may be empty
    bool takes_basic = true;        // the client's secret as HTTP Basic; else in the body
    bool gives_issuer = false;      // names itself in the return (RFC 9207)
};

// What a peer sent, or null when it is no JSON. Never throws; what is nested too deep is left out.
Json peer_json(std::string_view text);
// A text member; empty when there is none.
std::string peer_text(const Json& json, const char* name);

// Findings: those of the dialer, openid_discovery.
Expected<Metadata, Finding> fetch_metadata(const net::Dialer& dialer, const std::string& issuer);
// The array of keys.
Expected<Json, Finding> fetch_keys(const net::Dialer& dialer, const std::string& url);

}  // namespace juan::account
