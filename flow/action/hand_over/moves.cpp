// Table hand_over_move: a row for up to a thousand records, with the versions they had after the move.
#include "flow/action/hand_over/moves.hpp"

#include <algorithm>

#include "flow/action/hand_over/people.hpp"

namespace juan::action {
namespace {

constexpr std::size_t records_at_once = 1000;

std::vector<std::int64_t> parse_integers(std::string_view json)
{
    return Json::parse(json).get<std::vector<std::int64_t>>();
}

}  // namespace

std::string integer_array(std::span<const std::int64_t> integers)
{
    JsonWriter json;
    json.begin_array();
    for (const std::int64_t integer : integers) json.integer(integer);
    return json.end_array().take();
}

void Mover::move(const model::Object& object, const model::Field& link, Id from, Id to, std::vector<std::int64_t> ids)
{
    if (ids.empty()) {
        return;
    }
    std::sort(ids.begin(), ids.end());  // Neighbours in the store are written together.
    for (std::size_t at = 0; at < ids.size(); at += records_at_once) {
        const auto some = std::span(ids).subspan(at, std::min(records_at_once, ids.size() - at));
        const auto versions = writer_.relink(object, link, some, to);
        writer_.session().execute(
            "insert into hand_over_move(hand_over_id, number, object, field, from_id, to_id, ids, versions) "
            "values ($1, $2, $3, $4, $5, $6, $7, $8)",
            store::values(to_integer(hand_over_), ++number_, object.name, link.name, to_integer(from), to_integer(to),
                          integer_array(some), integer_array(versions)));
    }
    moved_.push_back({&object, &link, from, to, static_cast<std::int64_t>(ids.size())});
}

std::vector<Move> read_moves(store::Session& session, const model::Catalogue& catalogue, Id hand_over)
{
    std::vector<Move> moves;
    const auto cursor = session.query(
        "select object, field, from_id, to_id, ids, versions from hand_over_move where hand_over_id = $1 "
        "order by number",
        store::values(to_integer(hand_over)));
    while (cursor->next()) {
        const model::Object* object = catalogue.find(cursor->text(0));
        const model::Field* link = object == nullptr ? nullptr : object->find(cursor->text(1));
        if (link != nullptr) {
            moves.push_back({object, link, id_from(cursor->integer(2)), id_from(cursor->integer(3)),
                             parse_integers(cursor->text(4)), parse_integers(cursor->text(5))});
        }
    }
    return moves;
}

std::vector<std::int64_t> read_integers(store::Session& session, const std::string& sql,
                                        std::span<const store::Value> parameters)
{
    std::vector<std::int64_t> integers;
    const auto cursor = session.query(sql, parameters);
    while (cursor->next()) {
        integers.push_back(cursor->integer(0));
    }
    return integers;
}

// A line names its people as part of something else, such as who is in a team: that ends with the person.
std::vector<NamedIn> named_in(const model::Catalogue& catalogue)
{
    std::vector<NamedIn> found;
    for (const model::Object& object : catalogue.objects()) {
        for (const model::Field& field : object.fields) {
            const bool is_history = field.name == "created_by" || field.name == "updated_by";
            if (field.type == model::FieldType::link && field.to == "user" && field.name != "owner" && !is_history &&
                object.part_of.empty()) {
                found.push_back({&object, &field});
            }
        }
    }
    return found;
}

void insert_hand_over(model::Writer& writer, const HandOverHead& head)
{
    const model::WriteContext& context = writer.context();
    writer.session().execute(
        "insert into hand_over(id, kind, from_id, to_id, actor_id, at, undo_until, outcome) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        store::values(to_integer(head.id), std::string(head.kind), to_integer(head.from), to_integer(head.to),
                      to_integer(context.principal.user), to_integer(context.now), to_integer(head.undo_until),
                      head.outcome));
}

void write_moved(JsonWriter& json, store::Session& session, const std::vector<Moved>& moved)
{
    Names names(session);
    json.begin_array();
    for (const Moved& one : moved) {
        json.begin_object().member("object", one.object->name).member("field", one.link->name).key("from");
        names.write(json, one.from);
        json.key("to");
        names.write(json, one.to);
        json.member("count", one.count).end_object();
    }
    json.end_array();
}

}  // namespace juan::action
