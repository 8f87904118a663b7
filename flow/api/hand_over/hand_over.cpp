// Hand-overs of those who leave, transfers of lists, and their undoing.
#include "flow/action/hand_over/hand_over.hpp"

#include <algorithm>

#include "flow/api/api.hpp"

namespace juan::api {
namespace {

using model::Object;

constexpr int undo_days_default = 7;
constexpr int undo_days_max = 30;
constexpr std::size_t rules_max = 100;
constexpr std::size_t ids_max = 10'000;

Id id_member(const Json& json, const char* name, std::string_view prefix)
{
    const std::string text = text_member(json, name);
    const auto id = parse_id(prefix, text);
    if (!id) {
        throw Error(ErrorCode::parameter_invalid,
                    {{"name", name}, {"value", text}, {"expected", std::string(prefix) + "_…"}});
    }
    return *id;
}

// Each once.
std::vector<Id> ids_member(const Json& json, const Object& object)
{
    std::vector<Id> ids;
    const Json items = json.value("ids", Json::array());
    if (!items.is_array()) {
        throw Error(ErrorCode::body_shape, {{"name", "ids"}, {"type", "array"}});
    }
    if (items.size() > ids_max) {
        throw Error(ErrorCode::batch_too_large,
                    {{"max", std::to_string(ids_max)}, {"count", std::to_string(items.size())}});
    }
    for (const Json& item : items) {
        const auto id = item.is_string() ? parse_id(object.prefix, item.get<std::string>()) : std::nullopt;
        if (!id) {
            throw Error(ErrorCode::not_found, {{"what", item.is_string() ? item.get<std::string>() : item.dump()}});
        }
        ids.push_back(*id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

int undo_days(const Json& json)
{
    const Json days = json.value("undo_days", Json(undo_days_default));
    if (!days.is_number_integer() || days.get<std::int64_t>() < 0 || days.get<std::int64_t>() > undo_days_max) {
        throw Error(ErrorCode::parameter_invalid,
                    {{"name", "undo_days"}, {"value", days.dump()}, {"expected", "0 – 30"}});
    }
    return days.get<int>();
}

action::HandOverPlan read_plan(const Api& api, const Json& body)
{
    action::HandOverPlan plan;
    plan.from = id_member(body, "from", "usr");
    plan.to = id_member(body, "to", "usr");
    plan.undo_days = undo_days(body);
    const Json rules = body.value("rules", Json::array());
    if (!rules.is_array() || rules.size() > rules_max) {
        throw Error(ErrorCode::body_shape, {{"name", "rules"}, {"type", "array (100)"}});
    }
    for (const Json& item : rules) {
        if (!item.is_object()) {
            throw Error(ErrorCode::body_shape, {{"name", "rules"}, {"type", "array of {object, filter | ids, to}"}});
        }
        action::HandOverRule rule;
        rule.object = &api.model.catalogue().require(text_member(item, "object"));
        rule.filter = text_member(item, "filter");
        rule.ids = ids_member(item, *rule.object);
        rule.to = id_member(item, "to", "usr");
        plan.rules.push_back(std::move(rule));
    }
    return plan;
}

action::AccessEnded count_access(store::Session& session, Id user)
{
    const auto cursor = session.query(
        "select (select count(*) from session where user_id = $1), (select count(*) from api_key where user_id = $1)",
        store::values(to_integer(user)));
    cursor->next();
    return {cursor->integer(0), cursor->integer(1)};
}

action::AccessEnded end_access(store::Session& session, Id user)
{
    const action::AccessEnded ended = count_access(session, user);
    session.execute("delete from session where user_id = $1", store::values(to_integer(user)));
    session.execute("delete from api_key where user_id = $1", store::values(to_integer(user)));
    return ended;
}

http::Response start(const Api& api, const http::Request& request)
{
    const Id id =
        action::hand_over(api.model, caller(request),
                          read_plan(api, body_object(request, {"from", "to", "rules", "undo_days"})), end_access);
    JsonWriter json;
    return http::json_response(json.begin_object().member("id", format_id("hov", id)).end_object().take(), 201);
}

// A user's id asks what there is to hand over, a hand-over's for its record.
http::Response show(const Api& api, const http::Request& request)
{
    const std::string id(request.parameter("id"));
    if (const auto user = parse_id("usr", id)) {
        return http::json_response(action::preview_hand_over(api.model, caller(request), *user, count_access));
    }
    const auto hand_over = parse_id("hov", id);
    if (!hand_over) {
        throw Error(ErrorCode::not_found, {{"what", id}});
    }
    const std::string items = text_argument(request, "items");
    const Object* items_of = items.empty() ? nullptr : &api.model.catalogue().require(items);
    return http::json_response(action::hand_over_record(api.model, caller(request), *hand_over, items_of));
}

http::Response undo(const Api& api, const http::Request& request)
{
    const auto id = parse_id("hov", request.parameter("id"));
    if (!id) {
        throw Error(ErrorCode::not_found, {{"what", std::string(request.parameter("id"))}});
    }
    action::undo_hand_over(api.model, caller(request), *id);
    return http::json_response(action::hand_over_record(api.model, caller(request), *id, nullptr));
}

http::Response transfer(const Api& api, const http::Request& request)
{
    const Json body = body_object(request, {"filter", "ids", "to", "undo_days"});
    action::Transfer wanted;
    wanted.object = &object_of(api, request);
    wanted.filter = text_member(body, "filter");
    wanted.ids = ids_member(body, *wanted.object);
    wanted.to = id_member(body, "to", "usr");
    wanted.undo_days = undo_days(body);
    if (wanted.ids.empty() && !body.contains("filter")) {
        // An empty filter means the whole list; leaving it out is more likely a mistake.
        throw Error(ErrorCode::body_shape, {{"name", "filter, ids"}, {"type", "text, array"}});
    }
    const action::Transferred done = action::transfer(api.model, caller(request), wanted);
    JsonWriter json;
    json.begin_object().member("count", done.count).key("id");
    done.id == Id::none ? json.null() : json.string(format_id("hov", done.id));
    return http::json_response(json.end_object().take());
}

}  // namespace

void add_hand_over_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    router.add({Method::get, "/api/hand-over", Access::signed_in, Body::none,
                [&api](const http::Request& request) {
                    return http::json_response(action::hand_over_list(api.model, caller(request)));
                },
                "Hand-overs and transfers, the newest first."});
    router.add(
        {Method::post, "/api/hand-over", Access::signed_in, Body::json,
         [&api](const http::Request& request) { return start(api, request); },
         "Closes an account and moves all its person had: from, rules [{object, filter | ids, to}], to, undo_days."});
    router.add(
        {Method::get, "/api/hand-over/{id}", Access::signed_in, Body::none,
         [&api](const http::Request& request) { return show(api, request); },
         "With a user's id: what there is to hand over. With a hand-over's: its record; items=OBJECT lists records."});
    router.add({Method::post, "/api/hand-over/{id}/undo", Access::signed_in, Body::none,
                [&api](const http::Request& request) { return undo(api, request); },
                "Takes a hand-over back, as long as it may be."});
    router.add({Method::post, "/api/{object}/transfer", Access::signed_in, Body::json,
                [&api](const http::Request& request) { return transfer(api, request); },
                "Puts records to another owner: filter or ids, to, undo_days."});
}

}  // namespace juan::api
