// Drafts, and the transaction around a Writer.
#include "core/model/model.hpp"

#include <algorithm>

#include "core/model/audit.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"

namespace juan::model {
namespace {

// Above the number of a generation stand the changes of rights that are made and not yet durable. Who reads meanwhile
// reads the old rights: what carries such a generation is good for this moment's answer, and for no write.
constexpr int generation_bits = 48;
constexpr std::uint64_t change_under_way = std::uint64_t{1} << generation_bits;
bool is_settled(std::uint64_t generation) { return generation >> generation_bits == 0; }

// A change of rights, from the transaction that makes it until it is durable or has failed.
class RightsChange {
public:
    explicit RightsChange(std::atomic<std::uint64_t>& generation) : generation_(generation) {}
    RightsChange(const RightsChange&) = delete;
    RightsChange& operator=(const RightsChange&) = delete;
    ~RightsChange()
    {
        if (is_begun_) generation_ += 1 - change_under_way;  // Who read the old rights meanwhile reads again.
    }
    // For the works that follow in this transaction and before it is durable. Works may be done twice.
    void begin()
    {
        generation_ += is_begun_ ? 1 : 1 + change_under_way;
        is_begun_ = true;
    }

private:
    std::atomic<std::uint64_t>& generation_;
    bool is_begun_ = false;
};

// The id of a provenance, made at its first use.
std::int64_t provenance_id(store::Session& session, const Provenance& provenance, const Principal& principal,
                           Instant now, IdMaker& ids)
{
    const auto actor = to_integer(principal.user);
    {
        const auto cursor = session.query(
            "select id from provenance where kind = $1 and reference = $2 and name = $3 and actor_id = $4",
            store::values(provenance.kind, provenance.reference, provenance.name, actor));
        if (cursor->next()) {
            return cursor->integer(0);
        }
    }
    const std::int64_t id = to_integer(ids.next());
    session.execute("insert into provenance(id, kind, name, reference, actor_id, at) values ($1, $2, $3, $4, $5, $6)",
                    store::values(id, provenance.kind, provenance.name, provenance.reference, actor, to_integer(now)));
    return id;
}

// The result of an earlier request with this key, if there was one.
std::optional<std::string> earlier_result(store::Session& session, const Principal& principal,
                                          const WriteOptions& options)
{
    const auto cursor = session.query("select request_hash, result from idempotency where actor_id = $1 and key = $2",
                                      store::values(to_integer(principal.user), options.idempotency_key));
    if (!cursor->next()) {
        return {};
    }
    if (cursor->text(0) != options.request_hash) {
        throw Error(ErrorCode::idempotency_mismatch);
    }
    return std::string(cursor->text(1));
}

}  // namespace

Model::Model(store::Database& database, Catalogue catalogue, const Clock& clock, IdMaker& ids, Vault keys)
    : database_(database),
      catalogue_(std::move(catalogue)),
      clock_(clock),
      ids_(ids),
      keys_(std::make_shared<const Keyring>(std::move(keys)))
{
    keep_schema(database_, catalogue_);
    for (const Object& object : catalogue_.objects()) {
        Row defaults(object.columns.size());
        for (const Field& field : object.fields) {
            if (field.default_json.empty()) continue;
            const auto cells = read_json(field, Json::parse(field.default_json), catalogue_, standards_, reading_);
            CHECK(cells.has_value());
            for (std::size_t i = 0; i < field.columns.size(); ++i) {
                defaults.at(static_cast<std::size_t>(field.columns[i].position)) = cells.value()[i];
            }
        }
        prepared_.push_back({select_one_sql(object), insert_sql(object), std::move(defaults), has_encrypted(object),
                             tallied_columns(object)});
    }
}

void Model::keep_derived() const
{
    database_.write([&](store::Session& session) {
        keep_tallies(session);  // First: roll-ups that change are told to them.
        keep_roll_ups(session);
    });
}

Draft Model::read_draft(const Principal& principal, const Object& object, const Json& json) const
{
    if (!json.is_object()) {
        throw Error(ErrorCode::body_shape, {{"name", object.name}, {"type", "object"}});
    }
    Draft draft;
    std::vector<Finding> findings;
    for (const auto& [name, value] : json.items()) {
        const Field* field = object.find(name);
        if (field == nullptr || principal.right(object, *field) == Right::hidden) {
            findings.push_back({ErrorCode::field_not_there, {{"object", object.name}, {"field", name}}});
            continue;
        }
        if (field->is_system) {
            findings.push_back({ErrorCode::field_read_only, {{"field", name}}});
            continue;
        }
        auto cells = read_json(*field, value, catalogue_, standards_, reading_);
        if (cells) {
            draft.emplace_back(field, std::move(cells).value());
        } else {
            findings.push_back(cells.error());
        }
    }
    if (!findings.empty()) {
        throw Error(std::move(findings));
    }
    return draft;
}

Principal Model::principal(Id user) const
{
    Principal found;
    const std::uint64_t generation = rights_generation();  // Before anything is read.
    database_.read([&](store::Session& session) { found = load_principal(session, *this, user, generation); });
    return found;
}

std::shared_ptr<const Principal> Model::fresh(std::shared_ptr<const Principal> known) const
{
    const std::uint64_t generation = rights_generation();
    if (known->user == Id::none || (known->generation == generation && is_settled(generation))) {
        return known;
    }
    std::shared_ptr<Principal> found;
    database_.read([&](store::Session& session) {
        auto person = find_principal(session, *this, known->user, generation);
        if (person) found = std::make_shared<Principal>(*std::move(person));
    });
    if (found) {
        found->is_read_only = known->is_read_only;
        found->viewer = known->viewer;
        found->narrowing = known->narrowing;
        if (found->narrowing) found->narrowing(*found);
    }
    return found;
}

// Rights may have changed since the request found out who asks; what counts is what they are in the transaction.
const Principal& Model::current(store::Session& session, const Principal& principal,
                                std::optional<Principal>& fresh) const
{
    if (principal.is_read_only) {
        throw Error(ErrorCode::view_as_read_only, {{"name", principal.name}});
    }
    const std::uint64_t generation = rights_generation();
    if (principal.user == Id::none || (principal.generation == generation && is_settled(generation))) {
        return principal;
    }
    fresh = load_principal(session, *this, principal.user, generation);
    if (principal.narrowing) {
        fresh->narrowing = principal.narrowing;
        fresh->narrowing(*fresh);
    }
    return *fresh;
}

std::string Model::write(const Principal& caller, const WriteOptions& options,
                         const std::function<std::string(Writer&)>& work) const
{
    std::string result;
    RightsChange rights_change(rights_generation_);
    database_.write([&](store::Session& session) {
        std::optional<Principal> fresh;
        const Principal& principal = current(session, caller, fresh);
        if (!options.idempotency_key.empty()) {
            if (auto earlier = earlier_result(session, principal, options)) {
                result = std::move(*earlier);
                return;
            }
        }
        const Instant now = clock_.now();
        const WriteContext context{principal, now, provenance_id(session, options.provenance, principal, now, ids_),
                                   options.provenance};
        Writer writer(*this, session, context, options);
        result = work(writer);
        writer.finish();
        if (writer.is_touching_rights_) rights_change.begin();
        if (!options.idempotency_key.empty()) {
            session.execute(
                "insert into idempotency(actor_id, key, request_hash, result, at) values ($1, $2, $3, $4, $5)",
                store::values(to_integer(principal.user), options.idempotency_key, options.request_hash, result,
                              to_integer(now)));
        }
    });
    return result;
}

void Model::rehearse(const Principal& caller, const WriteOptions& options,
                     const std::function<void(Writer&)>& work) const
{
    database_.write([&](store::Session& session) {
        std::optional<Principal> fresh;
        const Principal& principal = current(session, caller, fresh);
        session.script("savepoint rehearsal");
        const WriteContext context{principal, clock_.now(), 0, options.provenance};
        Writer writer(*this, session, context, options);
        work(writer);
        session.script("rollback to rehearsal; release rehearsal");
    });
}

void Model::audit(store::Session& session, const AuditRecord& record) const { append_audit(session, *keys(), record); }

Outcome Model::write(const Principal& principal, const WriteOptions& options, const Change& change) const
{
    std::optional<Outcome> outcome;
    write(principal, options, [&](Writer& writer) {
        auto applied = writer.apply(change);
        if (!applied) {
            throw Error(applied.error());
        }
        outcome = *applied;
        return std::string();
    });
    return *outcome;
}

}  // namespace juan::model
