// What every group of routes has at hand. A folder here is a group; its function add_FOLDER_routes is found by name.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/account/accounts.hpp"
#include "core/account/openid/openid.hpp"
#include "core/backup/backups.hpp"
#include "core/http/http.hpp"
#include "core/jobs/queue.hpp"
#include "core/model/audit_keeper.hpp"
#include "core/model/model.hpp"
#include "flow/action/export/export.hpp"
#include "flow/analysis/analyst/analyst.hpp"
#include "flow/api/view_as.hpp"
#include "flow/input/intake.hpp"

namespace juan::api {

using account::Accounts;
using account::PrincipalPointer;

class Streams;

struct Api {
    model::Model& model;
    jobs::Queue& jobs;
    Accounts& accounts;
    analysis::Analyst& analyst;
    Streams& streams;
    input::Intake& intake;
    action::Exporter& exporter;
    std::string data_folder;
    std::string version;
    model::AuditKeeper& audit;
    KeySource keys;
    backup::Backups& backups;
    account::OpenId& openid;
    std::shared_ptr<ViewAs> view_as = std::make_shared<ViewAs>(model);
};

// All groups' routes. `api` must outlive the router.
void add_routes(http::Router& router, Api& api);

// Runs ahead of handlers: finds out who asks. Throws Error not_signed_in.
void authenticate(Api& api, http::Request& request, const http::Route& route);

// Puts the labels of objects and fields into what the asker is told.
void explain(const Api& api, const http::Request& request, Finding& finding);

// Somebody was not allowed what they asked for: a line in the audit.
void note_refusal(Api& api, const http::Request& request, const Error& error);

// Requires: a route for those who are signed in.
const model::Principal& caller(const http::Request& request);

// The object named in the route's {object}. Throws Error object_unknown.
const model::Object& object_of(const Api& api, const http::Request& request);
// The id in {name} of the route, of this object. Throws Error not_found.
Id id_parameter(const http::Request& request, const model::Object& object, std::string_view name = "id");
// An argument of the query, as a number within bounds. Throws Error parameter_invalid.
int integer_argument(const http::Request& request, std::string_view name, int fallback, int min, int max);
std::string text_argument(const http::Request& request, std::string_view name);
// "a,b" as its parts.
std::vector<std::string> list_argument(const http::Request& request, std::string_view name);
// The body's JSON object. Throws Error json_invalid, body_shape.
Json body_object(const http::Request& request);
// The same, of no members but these. Throws Error member_unknown, too.
Json body_object(const http::Request& request, std::initializer_list<std::string_view> members);
void require_members(const Json& json, std::initializer_list<std::string_view> members);
// A text member of a JSON object; empty when absent. Throws Error body_shape.
std::string text_member(const Json& json, const char* name);

model::WriteOptions person_options(const http::Request& request);

void write_label(JsonWriter& json, std::string_view name, const model::Label& label);
void write_titles(JsonWriter& json, const std::map<std::string, std::string>& titles);

}  // namespace juan::api
