// What an administrator decides about signing in; rows of table `setting`.
#pragma once

#include <string>
#include <vector>

#include "core/account/password.hpp"
#include "core/base/json.hpp"
#include "core/store/database.hpp"

namespace juan::account {

struct SecuritySettings {
    PasswordProfile profile = PasswordProfile::normal;
    int idle_minutes = 60;   // a session nobody used for so long ends; 5 to 1440
    int session_hours = 12;  // a session ends after so long, used or not; 1 to 720
    // Besides the public internet, what Juan may reach by itself: "idp.corp.local", "http://127.0.0.1:8080".
    std::vector<std::string> allowed_hosts;
    std::string public_url;  // "https://juan.example.com"; empty: what the command line says
};

SecuritySettings read_settings(store::Session& session);
void write_settings(store::Session& session, const SecuritySettings& settings);
// The members that `json` names, over those of `settings`. Throws Error parameter_invalid.
SecuritySettings changed(SecuritySettings settings, const Json& json);

// Throws Error parameter_invalid unless `url` is a scheme and a host, with or without a port, and no more: https, or
// http on this machine itself. It stands in front of every link that is given out.
void check_public_url(const std::string& url);

}  // namespace juan::account
