// One change: authorise, validate, write. Knowing a record again stands in writer_match.cpp, the rest of the
// transaction in writer_finish.cpp.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.hpp"
#include "core/model/audit.hpp"
#include "core/model/model.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"
#include "core/store/search.hpp"

namespace juan::model {
namespace {

// Of the fields that every object has, in the order in which declarations get them.
constexpr std::size_t id_column = 0;
constexpr std::size_t version_column = 1;
constexpr std::size_t created_at_column = 2;
constexpr std::size_t created_by_column = 3;
constexpr std::size_t updated_at_column = 4;
constexpr std::size_t updated_by_column = 5;
constexpr std::size_t origin_column = 6;
constexpr std::size_t owner_column = 7;  // of owned objects

std::size_t at(const Column& column) { return static_cast<std::size_t>(column.position); }

Row read_row(const store::Cursor& cursor, std::size_t count)
{
    Row row;
    row.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        row.push_back(cursor.value(static_cast<int>(i)));
    }
    return row;
}

std::string field_tokens(const Field& field, std::string_view text)
{
    return field.type == FieldType::phone ? search_tokens_phone(text) : search_tokens(text);
}

std::string row_tokens(const Object& object, const Row& row, std::span<const TokensAhead> ahead)
{
    std::string tokens;
    for (const Field& field : object.fields) {
        const std::string_view text = field.search ? text_of(row.at(at(field.columns.front()))) : std::string_view{};
        if (text.empty()) continue;
        if (!tokens.empty()) tokens += ' ';
        const auto known = std::find_if(ahead.begin(), ahead.end(),
                                        [&](const TokensAhead& a) { return a.field == &field && a.text == text; });
        tokens += known == ahead.end() ? field_tokens(field, text) : known->tokens;
    }
    return tokens;
}

Finding for_field(ErrorCode code, const Field& field, Parameters more = {})
{
    more.insert(more.begin(), {"field", field.name});
    return {code, std::move(more)};
}

}  // namespace

std::string_view action_name(Action action)
{
    return action == Action::create ? "create" : action == Action::update ? "update" : "erase";
}

std::vector<TokensAhead> tokens_ahead(const Draft& draft)
{
    std::vector<TokensAhead> ahead;
    for (const auto& [field, cells] : draft) {
        const std::string_view text = field->search ? text_of(cells.front()) : std::string_view{};
        if (!text.empty()) ahead.push_back({field, std::string(text), field_tokens(*field, text)});
    }
    return ahead;
}

const store::Value& get(const Object& object, const Row& row, std::string_view path)
{
    return row.at(at(*object.path(path).column));
}

void set(const Object& object, Row& row, std::string_view path, store::Value value)
{
    row.at(at(*object.path(path).column)) = std::move(value);
}

Id id_of(const Row& row) { return id_from(integer_of(row.at(0))); }
std::int64_t version_of(const Row& row) { return integer_of(row.at(1)); }

Writer::Writer(const Model& model, store::Session& session, const WriteContext& context, const WriteOptions& options)
    : model_(model),
      session_(session),
      context_(context),
      options_(options),
      keys_(model.keys()),
      tallies_(model.reading().offset_minutes)
{
}

Expected<Outcome, std::vector<Finding>> Writer::apply(const Change& change)
{
    const Object& object = *change.object;
    if (change.action == Action::create) {
        context_.principal.require(object, Verb::create);
        Row after;
        fill_in(change, nullptr, after);
        auto findings = check(object, change.draft, nullptr, after);
        if (!findings.empty()) {
            return Unexpected{std::move(findings)};
        }
        guard(Action::create, object, nullptr, &after);
        insert(change, after);
        const Outcome outcome{id_of(after), version_of(after), true};
        written_.push_back({Action::create, &object, outcome.id, {}, std::move(after)});
        return outcome;
    }
    Row before = require(object, change.id, change.action == Action::erase ? Verb::erase : Verb::edit);
    if (change.version_seen && *change.version_seen != version_of(before)) {
        throw Error(ErrorCode::version_conflict,
                    {{"seen", std::to_string(*change.version_seen)}, {"current", std::to_string(version_of(before))}});
    }
    if (change.action == Action::erase) {
        guard(Action::erase, object, &before, nullptr);
        erase(object, before);
        written_.push_back({Action::erase, &object, change.id, std::move(before), {}});
        return Outcome{change.id, 0, true};
    }
    Row after = before;
    fill_in(change, &before, after);
    auto findings = check(object, change.draft, &before, after);
    if (!findings.empty()) {
        return Unexpected{std::move(findings)};
    }
    if (after == before) {
        return Outcome{change.id, version_of(before), false};
    }
    if (!options_.is_system) {
        stamp(change.draft, before, after);
    }
    guard(Action::update, object, &before, &after);
    update(change, before, after);
    const Outcome outcome{change.id, version_of(after), true};
    written_.push_back({Action::update, &object, change.id, std::move(before), std::move(after)});
    return outcome;
}

// A new version, by whom and when, and where what changed came from.
void Writer::stamp(const Draft& draft, const Row& before, Row& after)
{
    after[version_column] = version_of(before) + 1;
    after[updated_at_column] = to_integer(context_.now);
    after[updated_by_column] =
        context_.principal.user == Id::none ? store::Value() : store::Value(to_integer(context_.principal.user));
    set_origin(draft, &before, after);
}

Row Writer::require(const Object& object, Id id, Verb verb)
{
    const auto cursor = session_.query(model_.prepared_.at(static_cast<std::size_t>(object.position)).select,
                                       store::values(to_integer(id)));
    if (!cursor->next()) {
        throw Error(ErrorCode::not_found, {{"what", format_id(object.prefix, id)}});
    }
    Row row = read_row(*cursor, object.columns.size());
    open_row(object, row, *keys_);
    if (!model_.may(session_, context_.principal, object, Verb::read, row)) {
        throw Error(ErrorCode::not_found, {{"what", format_id(object.prefix, id)}});
    }
    if (!model_.may(session_, context_.principal, object, verb, row)) {
        throw Error(ErrorCode::forbidden, {{"object", object.name}, {"verb", std::string(verb_name(verb))}});
    }
    return row;
}

void Writer::guard(Action action, const Object& object, const Row* before, const Row* after)
{
    const auto found = model_.guards_.find(object.name);
    if (found != model_.guards_.end()) {
        found->second({session_, model_, context_.principal, action, object, before, after});
    }
}

void Writer::fill_in(const Change& change, const Row* before, Row& after)
{
    const Object& object = *change.object;
    if (before == nullptr) {
        const Id id = change.id == Id::none ? model_.ids_.next() : change.id;
        after = model_.prepared_.at(static_cast<std::size_t>(object.position)).defaults;
        after[id_column] = to_integer(id);
        after[version_column] = std::int64_t{1};
        after[created_at_column] = after[updated_at_column] = to_integer(context_.now);
        if (context_.principal.user != Id::none) {
            after[created_by_column] = after[updated_by_column] = to_integer(context_.principal.user);
            if (object.is_owned) {
                after[owner_column] = to_integer(context_.principal.user);
            }
        }
    }
    for (const auto& [field, cells] : change.draft) {
        for (std::size_t i = 0; i < field->columns.size(); ++i) {
            after.at(at(field->columns[i])) = cells.at(i);
        }
    }
    const auto rule = model_.rules_.find(object.name);
    if (rule != model_.rules_.end()) {
        Saving saving{session_, object, before, after, context_.now, model_.reading_, refreshed_};
        rule->second(saving);
    }
    if (before == nullptr) {
        set_origin(change.draft, nullptr, after);
    }
}

void Writer::set_origin(const Draft& draft, const Row* before, Row& after)
{
    const std::size_t column = origin_column;
    const std::string mark = fmt::format("[{},{}]", context_.provenance, to_integer(context_.now));
    if (before == nullptr) {
        after.at(column) = fmt::format("{{\"*\":{}}}", mark);
        return;
    }
    Json origin = is_missing(before->at(column)) ? Json::object() : Json::parse(text_of(before->at(column)));
    for (const auto& [field, cells] : draft) {
        const bool is_changed = std::any_of(field->columns.begin(), field->columns.end(),
                                            [&](const Column& c) { return before->at(at(c)) != after.at(at(c)); });
        if (is_changed) {
            origin[field->name] = Json::array({context_.provenance, to_integer(context_.now)});
        }
    }
    after.at(column) = origin.dump();
}

std::vector<Finding> Writer::check(const Object& object, const Draft& draft, const Row* before, const Row& after)
{
    std::vector<Finding> findings;
    for (const Field& field : object.fields) {
        const store::Value& value = after.at(at(field.columns.front()));
        if (field.required && is_missing(value)) {
            findings.push_back(for_field(ErrorCode::field_required, field));
        } else if (field.unique) {
            check_unique(object, field, before, after, findings);
        } else if (field.type == FieldType::link && !field.is_system) {
            check_link(object, field, before, after, findings);
        }
    }
    if (!options_.is_system) {
        for (const auto& [field, cells] : draft) {
            if (context_.principal.right(object, *field) != Right::write) {
                throw Error(ErrorCode::field_forbidden, {{"field", field->name}});
            }
        }
    }
    return findings;
}

void Writer::check_unique(const Object& object, const Field& field, const Row* before, const Row& after,
                          std::vector<Finding>& findings)
{
    const Column& column = field.columns.front();
    const store::Value& value = after.at(at(column));
    if (is_missing(value) || (before != nullptr && before->at(at(column)) == value)) {
        return;
    }
    std::vector<store::Value> parameters;
    const std::string condition = equality(object, field, value, *keys_, parameters);
    const auto cursor =
        session_.query(fmt::format("select 1 from {} where {}", sql_name(object.name), condition), parameters);
    if (cursor->next()) {
        findings.push_back(for_field(ErrorCode::duplicate, field,
                                     {{"object", object.name}, {"value", display(field, after, Language::zh)}}));
    }
}

// What a record links to must be visible; what it becomes a line of must be open to change.
void Writer::check_link(const Object& object, const Field& field, const Row* before, const Row& after,
                        std::vector<Finding>& findings)
{
    const Column& column = field.columns.front();
    const store::Value& value = after.at(at(column));
    const std::int64_t id = integer_of(value);
    const bool is_oneself = id == to_integer(context_.principal.user) && field.to == "user";
    if (is_missing(value) || is_oneself || (before != nullptr && before->at(at(column)) == value)) {
        return;
    }
    const Object& target = model_.catalogue_.require(field.to);
    const Verb verb = field.name == object.part_of ? Verb::edit : Verb::read;
    const std::tuple key{target.position, verb, id};
    auto known = known_links_.find(key);
    if (known == known_links_.end()) {
        bool may_do = false;
        const auto cursor =
            session_.query(model_.prepared_.at(static_cast<std::size_t>(target.position)).select, store::values(id));
        if (cursor->next()) {
            const Row row = read_row(*cursor, target.columns.size());
            may_do = model_.may(session_, context_.principal, target, verb, row);
        }
        known = known_links_.emplace(key, may_do).first;
    }
    if (!known->second) {
        findings.push_back(for_field(ErrorCode::link_broken, field,
                                     {{"object", target.name}, {"value", format_id(target.prefix, id_from(id))}}));
    }
}

void Writer::insert(const Change& change, const Row& after)
{
    const Object& object = *change.object;
    const auto& prepared = model_.prepared_.at(static_cast<std::size_t>(object.position));
    if (prepared.is_sealed) {
        session_.execute(prepared.insert, sealed_row(object, after, *keys_));
    } else {
        session_.execute(prepared.insert, after);
    }
    index(object, nullptr, &after, change.tokens);
    ++counts_[{&object, object.is_owned ? integer_of(after[owner_column]) : 0}];
    tallies_.note(object, nullptr, &after);
    touch_roll_ups(object, nullptr, &after);
}

void Writer::update(const Change& change, const Row& before, const Row& after)
{
    const Object& object = *change.object;
    std::string assignments;
    std::vector<store::Value> parameters;
    Row kept = sealed_row(object, after, *keys_);
    std::vector<bool> is_changed(after.size());
    for (std::size_t i = 1; i < after.size(); ++i) is_changed[i] = before[i] != after[i];
    for (const Field& field : object.fields) {
        if (field.index_column) is_changed[at(*field.index_column)] = is_changed[at(field.columns.front())];
    }
    for (std::size_t i = 1; i < after.size(); ++i) {
        if (!is_changed[i]) continue;
        parameters.push_back(std::move(kept[i]));
        assignments +=
            fmt::format("{}{} = ${}", assignments.empty() ? "" : ", ", sql_name(object.columns[i]), parameters.size());
    }
    parameters.push_back(after[0]);
    session_.execute(
        fmt::format("update {} set {} where id = ${}", sql_name(object.name), assignments, parameters.size()),
        parameters);
    index(object, &before, &after, change.tokens);
    if (object.is_owned && before[owner_column] != after[owner_column]) {
        --counts_[{&object, integer_of(before[owner_column])}];
        ++counts_[{&object, integer_of(after[owner_column])}];
    }
    tallies_.note(object, &before, &after);
    touch_roll_ups(object, &before, &after);
}

void Writer::erase(const Object& object, const Row& before)
{
    const std::int64_t id = integer_of(before[0]);
    refuse_when_in_use(object, id_of(before));
    Json kept = Json::object();
    const Row sealed = sealed_row(object, before, *keys_);
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        if (const auto* integer = std::get_if<std::int64_t>(&sealed[i])) kept[object.columns[i]] = *integer;
        if (const auto* real = std::get_if<double>(&sealed[i])) kept[object.columns[i]] = *real;
        if (const auto* text = std::get_if<std::string>(&sealed[i])) kept[object.columns[i]] = *text;
    }
    session_.execute(
        "insert into trash(id, object, title, deleted_at, deleted_by, row) values ($1, $2, $3, $4, $5, $6)",
        store::values(id, object.name, display(object.require(object.title), before, Language::zh),
                      to_integer(context_.now), to_integer(context_.principal.user), kept.dump()));
    session_.execute(fmt::format("delete from {} where id = $1", sql_name(object.name)), store::values(id));
    session_.execute("delete from share where (object = $1 and record_id = $2) or to_id = $2",
                     store::values(object.name, id));
    index(object, &before, nullptr);
    --counts_[{&object, object.is_owned ? integer_of(before[owner_column]) : 0}];
    tallies_.note(object, &before, nullptr);
    touch_roll_ups(object, &before, nullptr);
}

void Writer::refuse_when_in_use(const Object& object, Id id)
{
    for (const Object& other : model_.catalogue_.objects()) {
        for (const Field& field : other.fields) {
            if (field.type != FieldType::link || field.to != object.name || field.name == "created_by" ||
                field.name == "updated_by") {
                continue;
            }
            const auto cursor = session_.query(fmt::format("select count(*) from {} where {} = $1",
                                                           sql_name(other.name), sql_name(field.columns.front().name)),
                                               store::values(to_integer(id)));
            cursor->next();
            if (cursor->integer(0) > 0) {
                throw Error(ErrorCode::record_in_use,
                            {{"count", std::to_string(cursor->integer(0))}, {"object", other.name}});
            }
        }
    }
}

void Writer::index(const Object& object, const Row* before, const Row* after, std::span<const TokensAhead> ahead)
{
    const std::string tokens_before = before == nullptr ? "" : row_tokens(object, *before, ahead);
    const std::string tokens_after = after == nullptr ? "" : row_tokens(object, *after, ahead);
    if (tokens_before == tokens_after) {
        return;
    }
    const std::int64_t id = integer_of((after == nullptr ? before : after)->at(0));
    if (!tokens_before.empty()) store::remove_search(session_, object.name, id, tokens_before);
    if (!tokens_after.empty()) store::add_search(session_, object.name, id, tokens_after);
}

}  // namespace juan::model
