// The one way to write and the one way to read.
//   write: authorise, validate, write, timeline entry, audit, outbox, in that order and in one transaction
//   read:  a query already narrowed to whose records and which fields the principal may see
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/keyring.hpp"
#include "core/base/time.hpp"
#include "core/model/access.hpp"
#include "core/model/catalogue.hpp"
#include "core/model/tally.hpp"
#include "core/model/value.hpp"
#include "core/store/database.hpp"

namespace juan::model {

enum class Action { create, update, erase };
std::string_view action_name(Action action);

// New values, by field. Fields not named stay as they are, or take their default.
using Draft = std::vector<std::pair<const Field*, Cells>>;

// What the search index holds of a text, worked out before the transaction that writes it.
struct TokensAhead {
    const Field* field;
    std::string text;
    std::string tokens;
};
// Of the texts in a draft by which its record will be found. Pure.
std::vector<TokensAhead> tokens_ahead(const Draft& draft);

struct Change {
    Action action = Action::create;
    const Object* object = nullptr;
    Id id = Id::none;                          // of a create: none, or an id made beforehand
    std::optional<std::int64_t> version_seen;  // refused with version_conflict when it is another by now
    Draft draft;
    std::vector<TokensAhead> tokens = {};  // none need be there: what is missing is worked out
};

struct Outcome {
    Id id;
    std::int64_t version;
    bool is_changed;  // false when every value stood there already: then nothing was written
};

// Where values come from; kept, and shown beside each of them.
struct Provenance {
    std::string kind;       // "person", "import", "analysis", "api", "sample"
    std::string name;       // for people: a file's name, an analysis, a key's name
    std::string reference;  // id of the import, ...; kind and reference together name one provenance
};

struct WriteOptions {
    Provenance provenance;
    std::string idempotency_key;  // empty: none
    std::string request_hash;     // with a key: what must be equal on a repetition
    bool is_system = false;       // may write fields kept by Juan (analyses)
};

// One record after (and before) its change, as observers see it.
struct Written {
    Action action;
    const Object* object;
    Id id;
    std::optional<Row> before;  // none for a create
    std::optional<Row> after;   // none for an erase
};

struct WriteContext {
    const Principal& principal;
    Instant now;
    std::int64_t provenance;  // id in table provenance
    const Provenance& source;
};

// Called inside the transaction, after the rows are written, once for all of them. Throwing undoes everything.
using Observer = std::function<void(store::Session&, const WriteContext&, std::span<const Written>)>;

// What a rule of an object sees just before a record is written. It may change `after`, or throw to refuse.
struct Saving {
    store::Session& session;
    const Object& object;
    const Row* before;  // null for a create
    Row& after;
    Instant now;
    const Reading& reading;
    std::map<std::string, std::set<std::int64_t>>& refreshed;  // records that the rule changes besides: told to mirrors
};
using Rule = std::function<void(Saving&)>;

// What a guard of an object sees just before a record is created, changed or erased: who does it, and from what to
// what.
struct Guarding {
    store::Session& session;
    const Model& model;
    const Principal& principal;
    Action action;
    const Object& object;
    const Row* before;  // null for a create
    const Row* after;   // null for an erase
};
// Throws to refuse. Stands in every way of writing: one record, batch, import, key.
using Guard = std::function<void(const Guarding&)>;

// The customer known by an identity key; none when there is none.
using IdentityLookup = std::function<Id(store::Session&, std::string_view kind, std::string_view value)>;

struct AuditRecord;
// Takes what is to stand in the audit soon, but need not wait for it.
using Witness = std::function<void(AuditRecord)>;

// The writing side of one transaction. Lives inside Model::write() only.
class Writer {
public:
    // Findings when the change is refused for what it contains; then nothing of it was written and others may go on.
    // Throws Error not_found, forbidden, version_conflict.
    Expected<Outcome, std::vector<Finding>> apply(const Change& change);
    // A record with the same key, by the object's `match`; none when no key is filled or nothing matches.
    Id find_match(const Object& object, const Draft& draft);
    // The record as it stands. Throws Error not_found, or forbidden when the principal may not do `verb` with it.
    Row require(const Object& object, Id id, Verb verb);
    bool exists(const Object& object, Id id);
    // Rights change with this transaction: whoever is at work gets theirs anew with the next request.
    void touch_rights() { is_touching_rights_ = true; }
    // Puts the link `link` of many records to another target and gives their new versions, in the order of `ids`.
    // Nothing else of them is looked at. Requires: they exist, the principal may do it, the target exists, and the
    // object's rules do not mind.
    std::vector<std::int64_t> relink(const Object& object, const Field& link, std::span<const std::int64_t> ids, Id to);
    // Passes what was written so far to observers, audit and change log, and gives its memory back.
    void settle();
    // Puts what was done without a change of a record (an entry, a sign-in) into audit and change log.
    void note(std::string action, std::string object, Id id, std::string detail_json);
    store::Session& session() { return session_; }
    const WriteContext& context() const { return context_; }
    const Model& model() const { return model_; }

private:
    friend class Model;
    Writer(const Model& model, store::Session& session, const WriteContext& context, const WriteOptions& options);
    void finish();

    std::vector<Finding> check(const Object& object, const Draft& draft, const Row* before, const Row& after);
    void check_unique(const Object& object, const Field& field, const Row* before, const Row& after,
                      std::vector<Finding>& findings);
    void guard(Action action, const Object& object, const Row* before, const Row* after);
    void check_link(const Object& object, const Field& field, const Row* before, const Row& after,
                    std::vector<Finding>& findings);
    void fill_in(const Change& change, const Row* before, Row& after);
    void stamp(const Draft& draft, const Row& before, Row& after);
    void set_origin(const Draft& draft, const Row* before, Row& after);
    void insert(const Change& change, const Row& after);
    void update(const Change& change, const Row& before, const Row& after);
    void erase(const Object& object, const Row& before);
    Id find_by_key(const Object& object, const std::vector<std::string>& key,
                   const std::vector<const store::Value*>& values);
    bool may_see(const Object& object, Id id);
    bool has_any(const Object& object, Id id, const std::vector<const std::string*>& fields);
    void refuse_when_in_use(const Object& object, Id id);
    void index(const Object& object, const Row* before, const Row* after, std::span<const TokensAhead> ahead = {});
    void touch_roll_ups(const Object& object, const Row* before, const Row* after);
    void work_out_roll_ups();
    Row tallied_row(const Object& object, std::int64_t id);
    void pass_on(const Object& parent, const std::vector<std::int64_t>& ids);
    void write_counts();
    void raise_wholes();

    const Model& model_;
    store::Session& session_;
    const WriteContext& context_;
    const WriteOptions& options_;
    const std::shared_ptr<const Keyring> keys_;
    std::vector<Written> written_;
    std::map<std::pair<const Object*, std::int64_t>, std::int64_t> counts_;  // by object and owner
    TallyChanges tallies_;
    bool is_touching_rights_ = false;
    std::map<std::tuple<int, Verb, std::int64_t>, bool> known_links_;  // (object position, verb, id) -> it is allowed
    std::map<std::pair<int, int>, std::set<std::int64_t>> stale_;      // (child, parent object) -> parents
    std::map<std::string, std::set<std::int64_t>> refreshed_;          // records that changed with others
};

struct ListRequest {
    std::string filter;               // condition language; empty: all
    std::string search;               // what was typed into a search box; empty: all
    std::string order_by;             // empty: the object's order
    std::vector<std::string> fields;  // empty: all the principal may see
    int page = 1;
    int page_size = 50;
    std::string page_token;  // of an earlier Page; then `page` is not used
    bool with_total = true;
};

struct Page {
    std::vector<Row> rows;
    std::vector<const Field*> fields;         // shown as they are
    std::vector<const Field*> masked_fields;  // shown masked
    std::int64_t total = 0;                   // exact
    std::string next_page_token;              // empty on the last page
};

struct Tallied {
    struct Group {
        std::vector<std::string> common;  // in the order of Tally::groups; "" for what is not there
        std::int64_t records = 0;
        std::vector<std::int64_t> values;  // in the order of `measures`
    };
    std::vector<const Tally::Measure*> measures;  // counts only of fields that the principal may read
    std::vector<Group> groups;                    // none without records
};

class Model {
public:
    // `keys`: what open_keys() gives.
    Model(store::Database& database, Catalogue catalogue, const Clock& clock, IdMaker& ids, Vault keys);

    // Wiring, before the first write.
    void add_standard(std::string name, Standard standard) { standards_[std::move(name)] = std::move(standard); }
    void add_observer(Observer observer) { observers_.push_back(std::move(observer)); }
    void add_rule(std::string object, Rule rule) { rules_[std::move(object)] = std::move(rule); }
    void add_guard(std::string object, Guard guard) { guards_[std::move(object)] = std::move(guard); }
    void set_identity_lookup(IdentityLookup lookup) { identity_lookup_ = std::move(lookup); }
    // Of timeline entries; conditions can count no others.
    void set_entry_kinds(std::vector<std::string> kinds) { entry_kinds_ = std::move(kinds); }
    void set_reading(Reading reading) { reading_ = std::move(reading); }
    // Told of every look at sensitive fields by a person; must be quick and thread-safe.
    void set_witness(Witness witness) { witness_ = std::move(witness); }
    // Works out anew what the declarations say otherwise than when it was worked out. After the wiring.
    void keep_derived() const;

    const Catalogue& catalogue() const { return catalogue_; }
    store::Database& database() const { return database_; }
    const Standards& standards() const { return standards_; }
    const Reading& reading() const { return reading_; }
    const std::vector<std::string>& entry_kinds() const { return entry_kinds_; }
    RuleTerms rule_terms() const { return {reading_.currency, entry_kinds_}; }
    const Clock& clock() const { return clock_; }
    IdMaker& ids() const { return ids_; }
    std::shared_ptr<const Keyring> keys() const { return keys_.load(); }
    // While others read and write. What is written from here on is under the newest key of these.
    void set_keys(Vault keys) { keys_.store(std::make_shared<const Keyring>(std::move(keys))); }
    // Puts into the audit what is done by no Writer. Inside the transaction whose work it records.
    void audit(store::Session& session, const AuditRecord& record) const;

    // Rises whenever users, roles, units, teams or shares change: before the change can be read, and after it.
    std::uint64_t rights_generation() const { return rights_generation_.load(); }
    // The principal as of now. Throws Error not_signed_in when there is no such active user.
    Principal principal(Id user) const;
    // `known` when its rights are still as they were, else as they are now; null when the user may not work any more.
    std::shared_ptr<const Principal> fresh(std::shared_ptr<const Principal> known) const;

    // A draft from a JSON object. Throws Error with all findings; unknown and read-only fields are refused.
    Draft read_draft(const Principal& principal, const Object& object, const Json& json) const;

    // Runs `work` in one transaction. With an idempotency key that was used before, `work` does not run and the
    // earlier result comes back. Returns the text that `work` returns.
    std::string write(const Principal& caller, const WriteOptions& options,
                      const std::function<std::string(Writer&)>& work) const;
    // Does `work` and undoes it: what it finds is what write() would find now.
    void rehearse(const Principal& caller, const WriteOptions& options, const std::function<void(Writer&)>& work) const;
    // One change; throws Error with all findings when it is refused.
    Outcome write(const Principal& principal, const WriteOptions& options, const Change& change) const;

    // Throws Error forbidden, field_forbidden, field_unknown, condition_invalid, ...
    Page list(const Principal& principal, const Object& object, const ListRequest& request) const;
    std::int64_t count(const Principal& principal, const Object& object, const std::string& filter) const;
    // The tally `name` of the records the principal may read. Throws Error forbidden, field_forbidden, and
    // read_deadline after `deadline`.
    Tallied tally(const Principal& principal, const Object& object, std::string_view name,
                  std::chrono::milliseconds deadline) const;
    // The tally of what the principal may read is kept; else the records are looked through.
    bool is_tallied(const Principal& principal, const Object& object) const;
    // The whole list in its order, page after page from one snapshot, narrowed to what `verb` may be done with. Each
    // page tells the total; an empty list gives one page without rows. `take` says whether to go on. Of the request
    // only filter, search, order_by and fields count. Throws as list() does, and read_deadline after `deadline`.
    void each_page(const Principal& principal, const Object& object, const ListRequest& request, Verb verb,
                   const std::function<bool(const Page&)>& take, std::chrono::milliseconds deadline) const;
    // Empty when it does not exist or may not be seen.
    std::optional<Page> find(const Principal& principal, const Object& object, Id id) const;
    // The same of a row that a writer has found open to the principal, for an answer out of its transaction.
    Page page_of(const Principal& principal, const Object& object, Row row) const;
    bool may(const Principal& principal, const Object& object, Verb verb, const Row& row) const;
    bool may(store::Session& session, const Principal& principal, const Object& object, Verb verb,
             const Row& row) const;
    // Titles of linked records the principal may see, by formatted id.
    std::map<std::string, std::string> titles(const Principal& principal, const Page& page) const;

private:
    friend class Writer;

    const Principal& current(store::Session& session, const Principal& principal,
                             std::optional<Principal>& fresh) const;
    void keep_tallies(store::Session& session) const;
    void keep_roll_ups(store::Session& session) const;
    void witness_look(const Principal& principal, const Object& object, const Page& page) const;

    store::Database& database_;
    Catalogue catalogue_;
    const Clock& clock_;
    IdMaker& ids_;
    // What is the same for every record of an object.
    struct Prepared {
        std::string select;  // all columns of the record $1
        std::string insert;  // all columns
        Row defaults;
        bool is_sealed = false;  // has encrypted fields
        TalliedColumns tallied;
    };

    std::vector<Prepared> prepared_;  // by Object::position
    Standards standards_;
    std::vector<Observer> observers_;
    std::map<std::string, Rule> rules_;
    std::map<std::string, Guard> guards_;
    mutable std::atomic<std::uint64_t> rights_generation_{1};
    IdentityLookup identity_lookup_;
    std::vector<std::string> entry_kinds_;
    Reading reading_;
    Witness witness_;
    std::atomic<std::shared_ptr<const Keyring>> keys_;
};

// Row access by field name, for rules and observers.
const store::Value& get(const Object& object, const Row& row, std::string_view path);
void set(const Object& object, Row& row, std::string_view path, store::Value value);
Id id_of(const Row& row);
std::int64_t version_of(const Row& row);

}  // namespace juan::model
