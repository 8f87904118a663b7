// Adding and reading entries.
#include "flow/volume/entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/base/text.hpp"

namespace juan::volume {
namespace {

constexpr std::string_view columns =
    "customer_id, occurred_at, id, source, kind, recorded_at, actor_id, channel, object, record_id, text, payload, "
    "provenance";

Entry read_entry(const store::Cursor& cursor)
{
    Entry entry;
    entry.customer = id_from(cursor.integer(0));
    entry.occurred_at = instant_from(cursor.integer(1));
    entry.id = id_from(cursor.integer(2));
    entry.source = cursor.text(3);
    entry.kind = cursor.text(4);
    entry.recorded_at = instant_from(cursor.integer(5));
    entry.actor = id_from(cursor.integer(6));
    entry.channel = cursor.text(7);
    entry.object = cursor.text(8);
    entry.record = id_from(cursor.integer(9));
    entry.text = cursor.text(10);
    entry.payload = cursor.text(11);
    entry.provenance = cursor.integer(12);
    return entry;
}

struct Position {
    std::int64_t occurred_at;
    std::int64_t id;
};

// "1700000000000_123"
Position parse_cursor(const std::string& text)
{
    Position position{};
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, position.occurred_at);
    const bool has_two = first.ec == std::errc{} && first.ptr != end && *first.ptr == '_';
    const auto second = has_two ? std::from_chars(first.ptr + 1, end, position.id) : first;
    if (!has_two || second.ec != std::errc{} || second.ptr != end) {
        throw Error(ErrorCode::parameter_invalid,
                    {{"name", "before"}, {"value", text}, {"expected", "the next of an earlier timeline"}});
    }
    return position;
}

}  // namespace

void create_tables(store::Session& session)
{
    session.script(R"(
create table if not exists entry (
    customer_id bigint not null, occurred_at bigint not null, id bigint not null, source text not null,
    kind text not null, recorded_at bigint not null, actor_id bigint not null, channel text not null,
    object text not null, record_id bigint not null, text text not null, payload text not null,
    provenance bigint not null, primary key (customer_id, occurred_at, id)) without rowid;
create index if not exists entry_by_id on entry (id);
create table if not exists identity (
    customer_id bigint not null, kind text not null, value text not null, provenance bigint not null,
    at bigint not null, primary key (customer_id, kind, value)) without rowid;
create index if not exists identity_by_value on identity (kind, value, customer_id);
)");
}

void append(store::Session& session, const Entry& entry)
{
    session.execute(
        "insert into entry(customer_id, occurred_at, id, source, kind, recorded_at, actor_id, channel, object, "
        "record_id, text, payload, provenance) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        store::values(to_integer(entry.customer), to_integer(entry.occurred_at), to_integer(entry.id), entry.source,
                      entry.kind, to_integer(entry.recorded_at), to_integer(entry.actor), entry.channel, entry.object,
                      to_integer(entry.record), entry.text, entry.payload, entry.provenance));
}

Entry add_entry(const model::Model& model, const model::Principal& principal, Id customer, const std::string& kind,
                const std::string& text, std::optional<Instant> occurred_at)
{
    const EntryKind* known = find_kind(kind);
    if (known == nullptr || !known->is_written_by_people) {
        throw Error(ErrorCode::entry_kind_unknown, {{"kind", kind}});
    }
    if (tidy_text(text).empty()) {
        throw Error(ErrorCode::field_required, {{"field", "text"}});
    }
    Entry entry;
    const model::Object& object = model.catalogue().require("customer");
    model.write(principal, {{"person", principal.name, ""}, "", "", false}, [&](model::Writer& writer) {
        writer.require(object, customer, model::Verb::edit);
        const auto& context = writer.context();
        entry = {customer,
                 occurred_at.value_or(context.now),
                 model.ids().next(),
                 std::string(known->source),
                 kind,
                 context.now,
                 principal.user,
                 "web",
                 "",
                 Id::none,
                 valid_utf8(text),
                 "{}",
                 context.provenance};
        append(writer.session(), entry);
        writer.note("entry", "customer", customer, fmt::format("{{\"kind\":\"{}\"}}", kind));
        return std::string();
    });
    return entry;
}

Timeline read_timeline(store::Session& session, const TimelineRequest& request)
{
    std::vector<store::Value> parameters{to_integer(request.customer)};
    std::string condition = "customer_id = $1";
    auto bind = [&](const auto& value) {
        parameters.emplace_back(value);
        return fmt::format("${}", parameters.size());
    };
    if (!request.before.empty()) {
        const Position position = parse_cursor(request.before);
        const std::string at = bind(position.occurred_at);
        condition += fmt::format(" and (occurred_at, id) < ({}, {})", at, bind(position.id));
    }
    if (!request.source.empty()) condition += " and source = " + bind(request.source);
    if (!request.kind.empty()) condition += " and kind = " + bind(request.kind);
    const int limit = std::clamp(request.limit, 1, 500);
    const std::string most = bind(std::int64_t{limit} + 1);
    const auto cursor =
        session.query(fmt::format("select {} from entry where {} order by occurred_at desc, id desc limit {}", columns,
                                  condition, most),
                      parameters);
    Timeline timeline;
    while (cursor->next()) {
        if (static_cast<int>(timeline.entries.size()) == limit) {
            const Entry& last = timeline.entries.back();
            timeline.next = fmt::format("{}_{}", to_integer(last.occurred_at), to_integer(last.id));
            break;
        }
        timeline.entries.push_back(read_entry(*cursor));
    }
    return timeline;
}

std::vector<EntryCount> count_entries(store::Session& session, Id customer)
{
    std::vector<EntryCount> counts;
    const auto cursor = session.query(
        "select source, kind, count(*), max(occurred_at) from entry where customer_id = $1 group by source, kind "
        "order by count(*) desc, kind",
        store::values(to_integer(customer)));
    while (cursor->next()) {
        counts.push_back({std::string(cursor->text(0)), std::string(cursor->text(1)), cursor->integer(2),
                          instant_from(cursor->integer(3))});
    }
    return counts;
}

std::vector<Entry> newest_entries(store::Session& session, int limit)
{
    std::vector<Entry> entries;
    const auto cursor = session.query(fmt::format("select {} from entry order by id desc limit $1", columns),
                                      store::values(std::int64_t{limit}));
    while (cursor->next()) {
        entries.push_back(read_entry(*cursor));
    }
    return entries;
}

}  // namespace juan::volume
