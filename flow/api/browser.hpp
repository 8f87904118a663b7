// Cookies and tokens: what a request brings to say who it is from, and what an answer gives to be known again.
#pragma once

#include <string>

#include "core/account/accounts.hpp"
#include "core/http/http.hpp"

namespace juan::api {

// A session's or a key's; empty when the request has none.
std::string token_of(const http::Request& request);
// The session's only, from the cookie.
std::string session_token_of(const http::Request& request);
std::string device_of(const http::Request& request);
account::Place place_of(const http::Request& request);

// Requires: a route for those who are signed in.
account::VisitorPointer visitor_of(account::Accounts& accounts, const http::Request& request);

// Throws Error second_factor_needed, second_factor_setup_needed or password_change_needed for a route that a session at
// this stage does not reach, key_read_only for a write by a key that only reads.
void require_reach(const account::Visitor& visitor, const http::Request& request, const http::Route& route);

// An empty token takes the cookie away.
void give_session(http::Response& response, const account::SecuritySettings& settings, const std::string& token);
void give_device(http::Response& response, const std::string& device);

// "second_factor_code", "second_factor_setup", "password_change"; empty when the session is full.
std::string_view stage_name(account::Stage stage);

}  // namespace juan::api
