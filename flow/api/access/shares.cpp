// Who besides their owners sees a record.
#include "flow/api/access/shares.hpp"

#include <algorithm>

#include "core/model/access_share.hpp"

namespace juan::api {
namespace {

using model::Object;

struct Names {
    std::map<std::int64_t, std::string> all;  // of users and teams

    Names(store::Session& session, const std::vector<model::Share>& shares)
    {
        JsonWriter ids;
        ids.begin_array();
        for (const model::Share& share : shares) {
            ids.integer(to_integer(share.draft.to)).integer(to_integer(share.by));
        }
        const std::string list = ids.end_array().take();
        for (const char* table : {"\"user\"", "team"}) {
            const auto cursor = session.query(
                std::string("select id, name from ") + table + " where " + session.dialect().in_integers("id", "$1"),
                store::values(list));
            while (cursor->next()) all[cursor->integer(0)] = cursor->text(1);
        }
    }
    std::string of(Id id) const
    {
        const auto found = all.find(to_integer(id));
        return found == all.end() ? std::string() : found->second;
    }
};

void write_share(JsonWriter& json, const model::Share& share, const Names& names)
{
    const model::ShareDraft& draft = share.draft;
    json.begin_object().member("id", format_id("shr", share.id)).key("to").begin_object();
    json.member("id", format_id(draft.is_to_team ? "tea" : "usr", draft.to)).member("name", names.of(draft.to));
    json.member("kind", draft.is_to_team ? "team" : "user").end_object();
    json.member("verb", draft.may_edit ? "edit" : "read").key("until");
    draft.until ? json.string(format_instant(*draft.until)) : json.null();
    json.key("by").begin_object().member("id", format_id("usr", share.by)).member("name", names.of(share.by));
    json.end_object().member("at", format_instant(share.at)).end_object();
}

http::Response list(const Api& api, const http::Request& request, const Object& object, Id id, int status)
{
    const bool may_see = caller(request).has(model::Duty::security) || api.model.find(caller(request), object, id);
    if (!may_see) {
        throw Error(ErrorCode::not_found, {{"what", format_id(object.prefix, id)}});
    }
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    api.model.database().read([&](store::Session& session) {
        const auto shares = model::shares_of(session, object, id);
        const Names names(session, shares);
        for (const model::Share& share : shares) write_share(json, share, names);
    });
    return http::json_response(json.end_array().end_object().take(), status);
}

model::ShareDraft read_draft(const Json& body)
{
    model::ShareDraft draft;
    const std::string to = text_member(body, "to");
    const auto user = parse_id("usr", to);
    const auto team = parse_id("tea", to);
    const std::string verb = text_member(body, "verb");
    if (!user && !team) {
        throw Error(ErrorCode::link_broken, {{"field", "to"}, {"object", "user, team"}, {"value", to}});
    }
    if (verb != "read" && verb != "edit") {
        throw Error(ErrorCode::body_shape, {{"name", "verb"}, {"type", "read or edit"}});
    }
    draft.to = user ? *user : *team;
    draft.is_to_team = !user;
    draft.may_edit = verb == "edit";
    const std::string until = text_member(body, "until");
    if (!until.empty()) {
        draft.until = parse_instant(until);
        if (!draft.until) {
            throw Error(ErrorCode::value_type, {{"field", "until"}, {"value", until}, {"type", "instant"}});
        }
    }
    return draft;
}

http::Response add(const Api& api, const http::Request& request)
{
    const Object& object = object_of(api, request);
    const Id id = id_parameter(request, object);
    const model::ShareDraft draft = read_draft(body_object(request, {"to", "verb", "until"}));
    api.model.write(caller(request), person_options(request), [&](model::Writer& writer) {
        model::add_share(writer, object, id, draft);
        return std::string();
    });
    return list(api, request, object, id, 201);
}

http::Response remove(const Api& api, const http::Request& request)
{
    const Object& object = object_of(api, request);
    const Id id = id_parameter(request, object);
    const auto share = parse_id("shr", request.parameter("share"));
    if (!share) {
        throw Error(ErrorCode::not_found, {{"what", std::string(request.parameter("share"))}});
    }
    api.model.write(caller(request), person_options(request), [&](model::Writer& writer) {
        model::remove_share(writer, object, id, *share);
        return std::string();
    });
    return http::json_response("{}");
}

}  // namespace

void add_share_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Body;
    using http::Method;
    router.add({Method::get, "/api/{object}/{id}/shares", Access::signed_in, Body::none,
                [&api](const http::Request& request) {
                    const Object& object = object_of(api, request);
                    return list(api, request, object, id_parameter(request, object), 200);
                },
                "With whom a record is shared."});
    router.add({Method::post, "/api/{object}/{id}/shares", Access::signed_in, Body::json,
                [&api](const http::Request& request) { return add(api, request); },
                "Shares a record with a user or a team: to, verb (read, edit), until."});
    router.add({Method::del, "/api/{object}/{id}/shares/{share}", Access::signed_in, Body::none,
                [&api](const http::Request& request) { return remove(api, request); }, "Takes a share back."});
}

}  // namespace juan::api
