// Lines are written in the transaction of the record they belong to.
#include "flow/api/records/batch.hpp"

#include <fmt/format.h>

namespace juan::api {
namespace {

constexpr std::size_t batch_max = 10000;

using model::Action;
using model::Object;

void require_batch(const Json& items)
{
    if (items.size() > batch_max) {
        throw Error(ErrorCode::batch_too_large,
                    {{"max", std::to_string(batch_max)}, {"count", std::to_string(items.size())}});
    }
}

model::Outcome apply(model::Writer& writer, const model::Change& change)
{
    auto outcome = writer.apply(change);
    if (!outcome) {
        throw Error(outcome.error());
    }
    return *outcome;
}

void create_lines(const model::Model& model, const model::Principal& principal, model::Writer& writer,
                  const Object& lines, const Object& whole, Id id, const Json& items)
{
    if (!items.is_array()) {
        throw Error(ErrorCode::body_shape, {{"name", "lines"}, {"type", "array"}});
    }
    require_batch(items);
    for (const Json& item : items) {
        Json line = item;
        if (!line.is_object()) {
            throw Error(ErrorCode::body_shape, {{"name", "lines"}, {"type", "array of objects"}});
        }
        for (const char* kept : {"id", "version", "created_at", "created_by", "updated_at", "updated_by", "masked"}) {
            line.erase(kept);
        }
        std::erase_if(line.get_ref<Json::object_t&>(), [&](const auto& member) {
            const model::Field* field = lines.find(member.first);
            return field != nullptr && field->is_system;
        });
        line[lines.part_of] = format_id(whole.prefix, id);
        apply(writer, {Action::create, &lines, Id::none, {}, model.read_draft(principal, lines, line)});
    }
}

void erase_lines(model::Writer& writer, const Object& lines, Id whole)
{
    std::vector<Id> ids;
    {
        const auto cursor = writer.session().query(
            fmt::format("select id from \"{}\" where {}_id = $1 order by id", lines.name, lines.part_of),
            store::values(to_integer(whole)));
        while (cursor->next()) {
            ids.push_back(id_from(cursor->integer(0)));
        }
    }
    for (const Id id : ids) {
        apply(writer, {Action::erase, &lines, id, {}, {}});
    }
}

}  // namespace

const Object* lines_of(const model::Catalogue& catalogue, const Object& object)
{
    for (const Object& other : catalogue.objects()) {
        if (!other.part_of.empty() && other.require(other.part_of).to == object.name) {
            return &other;
        }
    }
    return nullptr;
}

Id create_with_lines(const model::Model& model, const model::Principal& principal, model::Writer& writer,
                     const Object& object, const Json& body)
{
    Json own = body;
    const Object* lines = lines_of(model.catalogue(), object);
    own.erase("lines");
    const Id id = apply(writer, {Action::create, &object, Id::none, {}, model.read_draft(principal, object, own)}).id;
    if (lines != nullptr && body.contains("lines")) {
        create_lines(model, principal, writer, *lines, object, id, body.at("lines"));
    }
    return id;
}

void update_with_lines(const model::Model& model, const model::Principal& principal, model::Writer& writer,
                       const Object& object, Id id, const Json& body)
{
    Json own = body;
    own.erase("lines");
    apply(writer, {Action::update, &object, id, {}, model.read_draft(principal, object, own)});
    const Object* lines = lines_of(model.catalogue(), object);
    if (lines != nullptr && body.contains("lines")) {
        erase_lines(writer, *lines, id);
        create_lines(model, principal, writer, *lines, object, id, body.at("lines"));
    }
}

void erase_with_lines(const model::Model& model, model::Writer& writer, const Object& object, Id id,
                      std::int64_t version_seen)
{
    if (const Object* lines = lines_of(model.catalogue(), object)) {
        const model::Row row = writer.require(object, id, model::Verb::erase);
        if (model::version_of(row) != version_seen) {
            throw Error(ErrorCode::version_conflict,
                        {{"seen", std::to_string(version_seen)}, {"current", std::to_string(model::version_of(row))}});
        }
        erase_lines(writer, *lines, id);
    }
    apply(writer, {Action::erase, &object, id, version_seen, {}});
}

std::string create_batch(const Api& api, const http::Request& request, const Object& object, const Json& body)
{
    const Json items = body.value("items", Json());
    if (!items.is_array()) {
        throw Error(ErrorCode::body_shape, {{"name", "items"}, {"type", "array"}});
    }
    require_batch(items);
    return api.model.write(caller(request), person_options(request), [&](model::Writer& writer) {
        JsonWriter json;
        json.begin_object().key("items").begin_array();
        for (const Json& item : items) {
            if (!item.is_object()) {
                throw Error(ErrorCode::body_shape, {{"name", "items"}, {"type", "array of objects"}});
            }
            const Id id = create_with_lines(api.model, caller(request), writer, object, item);
            json.begin_object().member("id", format_id(object.prefix, id)).member("version", std::int64_t{1});
            json.end_object();
        }
        return json.end_array().end_object().take();
    });
}

}  // namespace juan::api
