// Closing an account and moving everything its person had.
#include "flow/action/hand_over/hand_over.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/model/query.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"
#include "flow/action/action.hpp"
#include "flow/action/hand_over/moves.hpp"
#include "flow/action/hand_over/people.hpp"

namespace juan::action {
namespace {

using model::Object;

// What stands of one rule in the record of the hand-over.
struct RuleOutcome {
    const HandOverRule& rule;
    std::int64_t count = 0;
};

class Run {
public:
    Run(const model::Model& model, const model::Principal& principal, const HandOverPlan& plan, model::Writer& writer,
        Id id)
        : model_(model), principal_(principal), plan_(plan), writer_(writer), mover_(writer, id), id_(id)
    {
    }

    void require_lawful();
    void move_owned();
    void move_named();
    void close_account(const EndAccess& end_access);
    void keep();

private:
    std::vector<std::int64_t> matching(const HandOverRule& rule, const std::vector<std::int64_t>& owned);
    void move_owned(const Object& object);

    const model::Model& model_;
    const model::Principal& principal_;
    const HandOverPlan& plan_;
    model::Writer& writer_;
    Mover mover_;
    Id id_;
    Person from_;
    AccessEnded ended_;
    std::vector<RuleOutcome> outcomes_;
};

void Run::require_lawful()
{
    store::Session& session = writer_.session();
    from_ = require_person(session, plan_.from);
    require_hand_over(principal_, from_);
    if (plan_.from == principal_.user) {
        throw Error(ErrorCode::hand_over_oneself);
    }
    require_another_administrator(session, from_);
    require_receiver(session, plan_.to, plan_.from);
    for (const HandOverRule& rule : plan_.rules) {
        rule.object->require("owner");
        require_receiver(session, rule.to, plan_.from);
        outcomes_.push_back({rule, 0});
    }
}

// A filter sees only what whoever hands over may see, so that it cannot be used to find out the rest.
std::vector<std::int64_t> Run::matching(const HandOverRule& rule, const std::vector<std::int64_t>& owned)
{
    if (!rule.ids.empty()) {
        std::vector<std::int64_t> ids;
        for (const Id id : rule.ids) {
            if (!std::binary_search(owned.begin(), owned.end(), to_integer(id))) {
                throw Error(ErrorCode::hand_over_not_owned,
                            {{"record", format_id(rule.object->prefix, id)}, {"user", from_.name}});
            }
            ids.push_back(to_integer(id));
        }
        return ids;
    }
    model::Sql sql;
    std::string where = fmt::format("t.owner_id = {}", sql.bind(to_integer(plan_.from)));
    where += " and " + model::scope_condition(model_.catalogue(), principal_, *rule.object, model::Verb::read, "t",
                                              writer_.session().dialect(), sql, false);
    if (!rule.filter.empty()) {
        where += " and (" + model::person_filter(model_, principal_, *rule.object, rule.filter, sql) + ")";
    }
    return read_integers(writer_.session(),
                         fmt::format("select t.id from {} t where {}", model::sql_name(rule.object->name), where),
                         sql.parameters);
}

void Run::move_owned(const Object& object)
{
    const auto owned =
        read_integers(writer_.session(),
                      fmt::format("select id from {} where owner_id = $1 order by id", model::sql_name(object.name)),
                      store::values(to_integer(plan_.from)));
    std::vector<Id> receivers(owned.size(), Id::none);
    for (RuleOutcome& outcome : outcomes_) {
        if (outcome.rule.object != &object) continue;
        for (const std::int64_t id : matching(outcome.rule, owned)) {
            const auto place = std::lower_bound(owned.begin(), owned.end(), id) - owned.begin();
            Id& receiver = receivers.at(static_cast<std::size_t>(place));
            if (receiver != Id::none) continue;
            receiver = outcome.rule.to;
            ++outcome.count;
        }
    }
    std::map<Id, std::vector<std::int64_t>> shares;
    for (std::size_t i = 0; i < owned.size(); ++i) {
        shares[receivers[i] == Id::none ? plan_.to : receivers[i]].push_back(owned[i]);
    }
    for (auto& [to, ids] : shares) {
        mover_.move(object, object.require("owner"), plan_.from, to, std::move(ids));
    }
}

void Run::move_owned()
{
    for (const Object& object : model_.catalogue().objects()) {
        if (object.is_owned) move_owned(object);
    }
}

// Nobody becomes their own manager: whoever was led by the leaver and now takes their place gets the leaver's manager.
void Run::move_named()
{
    for (const auto& [object, link] : named_in(model_.catalogue())) {
        auto ids =
            read_integers(writer_.session(),
                          fmt::format("select id from {} where {} = $1 order by id", model::sql_name(object->name),
                                      model::sql_name(link->columns.front().name)),
                          store::values(to_integer(plan_.from)));
        const auto itself = std::find(ids.begin(), ids.end(), to_integer(plan_.to));
        if (object->name == "user" && itself != ids.end()) {
            ids.erase(itself);
            const Id above = from_.manager == plan_.to ? Id::none : from_.manager;
            mover_.move(*object, *link, plan_.from, above, {to_integer(plan_.to)});
        }
        mover_.move(*object, *link, plan_.from, plan_.to, std::move(ids));
    }
}

void Run::close_account(const EndAccess& end_access)
{
    const Object& user = model_.catalogue().require("user");
    const auto outcome = writer_.apply(
        {model::Action::update, &user, plan_.from, {}, {{&user.require("is_active"), model::Cells{std::int64_t{0}}}}});
    if (!outcome) {
        throw Error(outcome.error());
    }
    ended_ = end_access(writer_.session(), plan_.from);
}

void Run::keep()
{
    store::Session& session = writer_.session();
    const Instant now = writer_.context().now;
    Names names(session);
    JsonWriter json;
    json.begin_object().key("rules").begin_array();
    for (const RuleOutcome& outcome : outcomes_) {
        json.begin_object()
            .member("object", outcome.rule.object->name)
            .member("filter", model::shown_filter(model_.catalogue(), outcome.rule.filter));
        json.member("by_hand", static_cast<std::int64_t>(outcome.rule.ids.size())).key("to");
        names.write(json, outcome.rule.to);
        json.member("count", outcome.count).end_object();
    }
    json.end_array().key("moved");
    write_moved(json, session, mover_.moved());
    json.member("was_active", from_.is_active).member("sessions", ended_.sessions).member("keys", ended_.keys);
    const std::string outcome = json.end_object().take();
    insert_hand_over(writer_,
                     {id_, "hand_over", plan_.from, plan_.to, now + std::chrono::days(plan_.undo_days), outcome});
    audit(model_, session,
          {now, principal_.user, writer_.context().source.kind, "hand_over", "user", plan_.from,
           fmt::format("{{\"hand_over\":\"{}\",\"outcome\":{}}}", format_id("hov", id_), outcome)});
}

std::int64_t count_of(store::Session& session, const Object& object, const model::Field& link, Id user,
                      std::string_view more = "")
{
    const auto cursor =
        session.query(fmt::format("select count(*) from {} where {} = $1{}", model::sql_name(object.name),
                                  model::sql_name(link.columns.front().name), more),
                      store::values(to_integer(user)));
    cursor->next();
    return cursor->integer(0);
}

void write_label(JsonWriter& json, const model::Label& label)
{
    json.key("label").begin_object().member("zh", label.zh).member("en", label.en).end_object();
}

}  // namespace

std::string preview_hand_over(const model::Model& model, const model::Principal& principal, Id user,
                              const CountAccess& count_access)
{
    JsonWriter json;
    model.database().read([&](store::Session& session) {
        const Person person = require_person(session, user);
        require_hand_over(principal, person);
        json.begin_object().key("user").begin_object().member("id", format_id("usr", user));
        json.member("name", person.name).member("is_active", person.is_active).end_object();
        json.key("objects").begin_array();
        std::int64_t views = 0;
        for (const Object& object : model.catalogue().objects()) {
            if (!object.is_owned) continue;
            const std::int64_t count = count_of(session, object, object.require("owner"), user);
            if (object.name == "view") views = count;
            if (count == 0) continue;
            json.begin_object().member("object", object.name).member("count", count);
            write_label(json, object.label);
            json.end_object();
        }
        json.end_array().key("named").begin_array();
        for (const auto& [object, link] : named_in(model.catalogue())) {
            const std::int64_t count = count_of(session, *object, *link, user);
            if (count == 0) continue;
            json.begin_object().member("object", object->name).member("field", link->name).member("count", count);
            write_label(json, {object->label.zh + " · " + link->label.zh, object->label.en + " · " + link->label.en});
            json.end_object();
        }
        const Object& task = model.catalogue().require("task");
        const AccessEnded access = count_access(session, user);
        json.end_array().member("open_tasks",
                                count_of(session, task, task.require("owner"), user, " and status = 'open'"));
        json.member("views", views).member("sessions", access.sessions).member("keys", access.keys).end_object();
    });
    return json.take();
}

Id hand_over(const model::Model& model, const model::Principal& principal, const HandOverPlan& plan,
             const EndAccess& end_access)
{
    const Id id = model.ids().next();
    const model::Principal acting = acting_for(model, principal);
    const model::WriteOptions options{{"hand_over", principal.name, format_id("hov", id)}, "", "", false};
    model.write(acting, options, [&](model::Writer& writer) {
        Run run(model, principal, plan, writer, id);
        run.require_lawful();
        run.close_account(end_access);
        run.move_owned();
        run.move_named();
        run.keep();
        return std::string();
    });
    return id;
}

}  // namespace juan::action
