// Who may do what, and why; looking at Juan as somebody else does.
#include "core/base/secret.hpp"
#include "flow/api/access/sentences.hpp"
#include "flow/api/access/shares.hpp"
#include "flow/api/api.hpp"
#include "flow/api/browser.hpp"

namespace juan::api {
namespace {

using model::Duty;
using model::Object;
using model::Verb;

// The user asked about; oneself when none is named. Others are told to the duty security only.
Id user_asked(const Api& api, const http::Request& request)
{
    const std::string text = text_argument(request, "user");
    if (text.empty()) {
        return caller(request).user;
    }
    const auto id = parse_id(api.model.catalogue().require("user").prefix, text);
    if (!id) {
        throw Error(ErrorCode::not_found, {{"what", text}});
    }
    if (*id != caller(request).user) {
        caller(request).require(Duty::security);
    }
    return *id;
}

Verb verb_asked(const http::Request& request)
{
    const std::string text = text_argument(request, "verb");
    for (const Verb verb : {Verb::read, Verb::edit, Verb::erase, Verb::export_rows}) {
        if (text == model::verb_name(verb)) return verb;
    }
    if (!text.empty()) {
        throw Error(ErrorCode::parameter_invalid,
                    {{"name", "verb"}, {"value", text}, {"expected", "read, edit, delete, export"}});
    }
    return Verb::read;
}

struct Person {
    std::string name;
    bool is_active;
};

Person require_person(const Api& api, Id user)
{
    std::optional<Person> found;
    api.model.database().read([&](store::Session& session) {
        const auto cursor =
            session.query("select name, is_active from \"user\" where id = $1", store::values(to_integer(user)));
        if (cursor->next()) found = Person{std::string(cursor->text(0)), cursor->integer(1) != 0};
    });
    if (!found) {
        throw Error(ErrorCode::not_found, {{"what", format_id("usr", user)}});
    }
    return *found;
}

http::Response answer(const Asked& asked, const model::Decision& decision)
{
    JsonWriter json;
    json.begin_object().member("allowed", decision.is_allowed).member("right", model::right_name(decision.right));
    json.member("rule", model::rule_name(decision.rule));
    write_label(json, "sentence", decision_sentence(asked, decision));
    json.key("steps").begin_array();
    for (const model::Step& step : decision.steps) {
        json.begin_object().member("rule", model::rule_name(step.rule)).member("allowed", step.is_allowed);
        write_label(json, "sentence", step_sentence(asked, step));
        json.end_object();
    }
    return http::json_response(json.end_array().end_object().take());
}

http::Response explain(const Api& api, const http::Request& request)
{
    const Id user = user_asked(api, request);
    const Object& object = api.model.catalogue().require(text_argument(request, "object"));
    const std::string text = text_argument(request, "id");
    const auto id = parse_id(object.prefix, text);
    if (!id) {
        throw Error(ErrorCode::not_found, {{"what", text}});
    }
    const std::string field_name = text_argument(request, "field");
    const model::Field* field = field_name.empty() ? nullptr : &object.require(field_name);
    const Verb verb = verb_asked(request);
    // What one may not see oneself is not told apart from what does not exist.
    const bool may_ask = caller(request).has(Duty::security) || api.model.find(caller(request), object, *id);
    const bool may_name = field == nullptr || caller(request).has(Duty::security) ||
                          caller(request).right(object, *field) != model::Right::hidden;
    if (!may_ask || !may_name) {
        throw Error(ErrorCode::not_found, {{"what", may_ask ? field_name : text}});
    }
    const Person person = require_person(api, user);
    if (!person.is_active) {
        model::Decision decision;
        decision.rule = model::DecidingRule::inactive;
        decision.steps.push_back({model::DecidingRule::inactive, false, &object, verb, {}, {}, 0, 0, nullptr, {}});
        return answer({person.name, "", object, verb, field}, decision);
    }
    const model::Principal principal = user == caller(request).user ? caller(request) : api.model.principal(user);
    model::Decision decision;
    api.model.database().read([&](store::Session& session) {
        decision = model::explain(session, api.model.catalogue(), principal, object, verb, *id, field);
    });
    return answer({principal.name, principal.role_name, object, verb, field}, decision);
}

void write_object_rights(JsonWriter& json, const Object& object, const model::ObjectRights& rights)
{
    json.key(object.name).begin_object().member("read", model::scope_name(rights.read));
    json.member("edit", model::scope_name(rights.edit)).member("delete", model::scope_name(rights.erase));
    json.member("export", model::scope_name(rights.export_rows)).member("create", rights.may_create);
    json.member("import", rights.may_import).member("where", rights.where).key("fields").begin_object();
    for (const model::Field& field : object.fields) {
        json.member(field.name, model::right_name(rights.fields.at(static_cast<std::size_t>(field.position))));
    }
    json.end_object().end_object();
}

http::Response rights(const Api& api, const http::Request& request)
{
    const Id user = user_asked(api, request);
    const model::Principal principal = user == caller(request).user ? caller(request) : api.model.principal(user);
    JsonWriter json;
    json.begin_object().key("objects").begin_object();
    for (const Object& object : api.model.catalogue().objects()) {
        write_object_rights(json, object, principal.on(object));
    }
    json.end_object().key("duties").begin_array();
    for (const Duty duty : {Duty::system, Duty::security, Duty::audit}) {
        if (principal.has(duty)) json.string(model::duty_name(duty));
    }
    json.end_array().key("grants").begin_array();
    for (const std::string& code : principal.grants) json.string(code);
    return http::json_response(json.end_array().end_object().take());
}

std::string session_hash(const http::Request& request) { return hash_hex(token_of(request)); }

http::Response begin_view(const Api& api, const http::Request& request)
{
    const std::string text = text_member(body_object(request, {"user"}), "user");
    const auto user = parse_id("usr", text);
    if (!user) {
        throw Error(ErrorCode::not_found, {{"what", text}});
    }
    const Person person = require_person(api, *user);
    if (!person.is_active) {
        throw Error(ErrorCode::view_as_refused, {{"name", person.name}});
    }
    api.view_as->begin(session_hash(request), caller(request), *user);
    JsonWriter json;
    json.begin_object().key("viewing_as").begin_object();
    json.member("id", format_id("usr", *user)).member("name", person.name).end_object().end_object();
    return http::json_response(json.take(), 201);
}

}  // namespace

void add_access_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    router.add({Method::get, "/api/access/explain", Access::signed_in, Body::none,
                [&api](const http::Request& request) { return explain(api, request); },
                "Why somebody may or may not do something with a record: user, object, id, verb, field."});
    router.add({Method::get, "/api/access/rights", Access::signed_in, Body::none,
                [&api](const http::Request& request) { return rights(api, request); },
                "What somebody may do, worked out from role and duties: user."});
    router.add({Method::post, std::string(view_as_path), Access::duty("security"), Body::json,
                [&api](const http::Request& request) { return begin_view(api, request); },
                "Looks at Juan as the user does, without changing anything, until it is ended."});
    router.add({Method::del, std::string(view_as_path), Access::signed_in, Body::none,
                [&api](const http::Request& request) {
                    api.view_as->end(session_hash(request), caller(request));
                    return http::json_response("{}");
                },
                "Ends looking at Juan as somebody else does."});
    add_share_routes(router, api);
}

}  // namespace juan::api
