// One customer's volume: facts with their origins, how complete it is, keys, value tier; and the timeline.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "core/model/declaration.hpp"
#include "flow/analysis/rfm/rfm.hpp"
#include "flow/api/api.hpp"
#include "flow/api/entries.hpp"
#include "flow/volume/identity.hpp"

namespace juan::api {
namespace {

using model::Field;
using model::Object;
using model::Right;
using model::Row;

bool has_value(const Field& field, const Row& row)
{
    return std::any_of(field.columns.begin(), field.columns.end(), [&](const model::Column& column) {
        return !model::is_missing(row.at(static_cast<std::size_t>(column.position)));
    });
}

void write_origins(JsonWriter& json, const model::Principal& principal, const Object& object, const Row& row,
                   store::Session& session)
{
    const std::string_view text = model::text_of(model::get(object, row, "origin"));
    const Json origin = text.empty() ? Json::object() : Json::parse(text);
    std::vector<std::int64_t> ids;
    for (const auto& [field, mark] : origin.items()) {
        ids.push_back(mark.at(0).get<std::int64_t>());
    }
    const auto known = origins(session, ids);
    json.key("origins").begin_object();
    for (const Field& field : object.fields) {
        if (field.name == "id" || principal.right(object, field) == Right::hidden || !has_value(field, row)) continue;
        const Json mark = origin.contains(field.name) ? origin.at(field.name) : origin.value("*", Json());
        if (!mark.is_array() || !field.analysis.empty() || field.roll_up) continue;
        const auto found = known.find(mark.at(0).get<std::int64_t>());
        json.key(field.name).begin_object().member("source", field.source);
        if (found != known.end()) json.member("kind", found->second.kind).member("name", found->second.name);
        json.member("at", format_instant(instant_from(mark.at(1).get<std::int64_t>()))).end_object();
    }
    json.end_object();
}

// A key is one of the record's fields, and no easier to see.
bool may_read_key(const model::Principal& principal, const Object& object, std::string_view kind)
{
    return std::none_of(object.fields.begin(), object.fields.end(), [&](const Field& field) {
        return field.identity == kind && principal.right(object, field) < Right::read;
    });
}

// Which of the sixteen kinds of source have told anything, and which facts are still unknown.
void write_completeness(JsonWriter& json, const model::Page& page, const std::vector<volume::EntryCount>& counts)
{
    const Row& row = page.rows.front();
    std::map<std::string, std::pair<std::int64_t, Instant>> entries;
    for (const volume::EntryCount& count : counts) {
        auto& [number, last_at] = entries[count.source];
        number += count.count;
        last_at = std::max(last_at, count.last_at);
    }
    std::set<std::string> told;
    std::vector<std::string> missing;
    std::int64_t filled = 0;
    for (const Field* field : page.fields) {
        const bool is_fact = !field->is_system && !field->source.empty();
        if (has_value(*field, row)) {
            told.insert(field->source);
            filled += is_fact ? 1 : 0;
        } else if (is_fact) {
            missing.push_back(field->name);
        }
    }
    const auto facts = filled + static_cast<std::int64_t>(missing.size());
    json.key("completeness").begin_object().member("score", facts == 0 ? 0 : filled * 100 / facts);
    json.key("sources").begin_array();
    for (const std::string_view source : model::sources) {
        const auto entry = entries.find(std::string(source));
        json.begin_object().member("source", source);
        json.member("present", entry != entries.end() || told.contains(std::string(source)));
        json.member("entries", entry == entries.end() ? std::int64_t{0} : entry->second.first);
        if (entry != entries.end()) json.member("last_at", format_instant(entry->second.second));
        json.end_object();
    }
    json.end_array().key("missing").begin_array();
    for (const std::string& name : missing) {
        json.string(name);
    }
    json.end_array().end_object();
}

void write_tier(JsonWriter& json, const Api& api, const model::Principal& principal, const Object& object,
                const Row& row, Language language)
{
    constexpr std::array<std::string_view, 7> told = {"last_order_at", "order_count",   "lifetime_value",
                                                      "value_tier",    "recency_score", "frequency_score",
                                                      "monetary_score"};
    const bool may_read = std::all_of(told.begin(), told.end(), [&](std::string_view name) {
        return principal.right(object, object.require(name)) >= Right::read;
    });
    if (!may_read) {
        json.key("tier").begin_object().key("value").null().member("sentence", "").key("measures").begin_array();
        json.end_array().end_object();
        return;
    }
    auto integer = [&](const char* name) { return model::integer_of(model::get(object, row, name)); };
    analysis::RfmMeasures measures;
    if (!model::is_missing(model::get(object, row, "last_order_at"))) {
        measures.last_order_at = instant_from(integer("last_order_at"));
    }
    measures.order_count = integer("order_count");
    measures.money = {integer("lifetime_value"),
                      std::string(model::text_of(model::get(object, row, "lifetime_value.currency")))};
    measures.recency_score = static_cast<int>(integer("recency_score"));
    measures.frequency_score = static_cast<int>(integer("frequency_score"));
    measures.monetary_score = static_cast<int>(integer("monetary_score"));
    const std::chrono::minutes offset{api.model.reading().offset_minutes};
    const Date today = std::chrono::floor<std::chrono::days>(api.model.clock().now() + offset);
    const auto explained = analysis::explain_rfm(measures, today, offset, language);
    json.key("tier").begin_object().key("value");
    explained.tier.empty() ? json.null() : json.string(explained.tier);
    json.member("sentence", explained.sentence).key("measures").begin_array();
    for (const analysis::RfmSentence& measure : explained.measures) {
        json.begin_object().member("measure", measure.measure).member("value", measure.value);
        json.member("score", std::int64_t{measure.score}).member("sentence", measure.sentence).end_object();
    }
    json.end_array().end_object();
}

http::Response volume_response(const Api& api, const http::Request& request)
{
    const Object& object = api.model.catalogue().require("customer");
    const model::Principal& principal = caller(request);
    const Id id = id_parameter(request, object);
    const auto page = api.model.find(principal, object, id);
    if (!page) {
        throw Error(ErrorCode::not_found, {{"what", std::string(request.parameter("id"))}});
    }
    const Row& row = page->rows.front();
    JsonWriter json;
    json.begin_object().key("record");
    model::write_record(json, object, row, api.model.catalogue(), page->fields, page->masked_fields);
    write_titles(json, api.model.titles(principal, *page));
    api.model.database().read([&](store::Session& session) {
        json.key("rights").begin_object();
        json.member("edit", api.model.may(session, principal, object, model::Verb::edit, row)).end_object();
        write_origins(json, principal, object, row, session);
        const auto counts = volume::count_entries(session, id);
        write_completeness(json, *page, counts);
        std::int64_t entry_count = 0;
        Instant fresh_at = instant_from(model::integer_of(model::get(object, row, "updated_at")));
        for (const volume::EntryCount& count : counts) {
            entry_count += count.count;
            fresh_at = std::max(fresh_at, count.last_at);
        }
        json.key("size").begin_object().member("entries", entry_count).end_object();
        json.member("fresh_at", format_instant(fresh_at)).key("identities").begin_array();
        for (const volume::Identity& identity : volume::identities_of(session, id)) {
            if (!may_read_key(principal, object, identity.kind)) continue;
            json.begin_object().member("kind", identity.kind).member("value", identity.value);
            json.member("at", format_instant(identity.at)).end_object();
        }
        json.end_array();
    });
    write_tier(json, api, principal, object, row, request.language());
    return http::json_response(json.end_object().take());
}

Id visible_customer(const Api& api, const http::Request& request)
{
    const Object& object = api.model.catalogue().require("customer");
    const Id id = id_parameter(request, object);
    if (!api.model.find(caller(request), object, id)) {
        throw Error(ErrorCode::not_found, {{"what", std::string(request.parameter("id"))}});
    }
    return id;
}

http::Response timeline_response(const Api& api, const http::Request& request)
{
    const volume::TimelineRequest wanted{visible_customer(api, request), text_argument(request, "source"),
                                         text_argument(request, "kind"), text_argument(request, "before"),
                                         integer_argument(request, "limit", 50, 1, 500)};
    volume::Timeline timeline;
    std::vector<volume::EntryCount> counts;
    api.model.database().read([&](store::Session& session) {
        timeline = volume::read_timeline(session, wanted);
        if (wanted.before.empty()) counts = volume::count_entries(session, wanted.customer);
    });
    JsonWriter json;
    json.begin_object().key("items").begin_array();
    write_entries(json, api, caller(request), timeline.entries);
    json.end_array().key("next");
    timeline.next.empty() ? json.null() : json.string(timeline.next);
    json.key("kinds").begin_array();
    std::map<std::string, std::int64_t> by_source;
    for (const volume::EntryCount& count : counts) {
        const volume::EntryKind* kind = volume::find_kind(count.kind);
        json.begin_object().member("kind", count.kind).member("count", count.count);
        write_label(json, "label", kind == nullptr ? model::Label{count.kind, count.kind} : kind->label);
        json.end_object();
        by_source[count.source] += count.count;
    }
    json.end_array().key("sources").begin_array();
    for (const auto& [source, count] : by_source) {
        json.begin_object().member("source", source).member("count", count).end_object();
    }
    return http::json_response(json.end_array().end_object().take());
}

http::Response add_entry(const Api& api, const http::Request& request)
{
    const Id customer = visible_customer(api, request);
    const Json body = body_object(request, {"kind", "text", "occurred_at"});
    std::optional<Instant> occurred_at;
    const std::string at = text_member(body, "occurred_at");
    if (!at.empty()) {
        occurred_at = parse_instant(at);
        if (!occurred_at) {
            throw Error(ErrorCode::value_type, {{"field", "occurred_at"}, {"value", at}, {"type", "instant"}});
        }
    }
    const auto entry = volume::add_entry(api.model, caller(request), customer, text_member(body, "kind"),
                                         text_member(body, "text"), occurred_at);
    JsonWriter json;
    json.begin_array();
    write_entries(json, api, caller(request), {entry});
    json.end_array();
    const std::string array = json.take();
    return http::json_response(array.substr(1, array.size() - 2), 201);
}

}  // namespace

void add_volume_routes(http::Router& router, Api& api)
{
    using http::Access;
    using http::Method;
    router.add({Method::get, "/api/customer/{id}/volume", Access::signed_in, http::Body::none,
                [&api](const http::Request& request) { return volume_response(api, request); },
                "Everything known about one customer, and where it is known from."});
    router.add({Method::get, "/api/customer/{id}/timeline", Access::signed_in, http::Body::none,
                [&api](const http::Request& request) { return timeline_response(api, request); },
                "The customer's entries, newest first: source, kind, before, limit."});
    router.add({Method::post, "/api/customer/{id}/timeline", Access::signed_in, http::Body::json,
                [&api](const http::Request& request) { return add_entry(api, request); },
                "Adds a follow-up: kind, text, occurred_at."});
}

}  // namespace juan::api
