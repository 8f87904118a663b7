// meta: key_check is {"ID": check value} of every master key that was used, key_sealed says under what everything is.
#include "core/model/keys.hpp"

#include <fmt/format.h>

#include "core/base/json.hpp"
#include "core/model/audit.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"
#include "core/store/search.hpp"

namespace juan::model {
namespace {

constexpr std::int64_t records_at_once = 500;

std::string meta_value(store::Session& session, const char* key)
{
    if (store::table_columns(session, "meta").empty()) return {};
    const auto cursor = session.query("select value from meta where key = $1", store::values(std::string(key)));
    return cursor->next() ? std::string(cursor->text(0)) : std::string();
}

void set_meta(store::Session& session, const char* key, const std::string& value)
{
    session.execute(
        "insert into meta(key, value) values ($1, $2) on conflict (key) do update set value = excluded.value",
        store::values(std::string(key), value));
}

std::string checks_of(const Vault& vault)
{
    Json checks = Json::object();
    for (const std::uint32_t id : vault.ids()) checks[std::to_string(id)] = vault.check_value(id);
    return checks.dump();
}

// Every key that the store has used must be in the vault, and be the same.
void check(const Vault& vault, const std::string& kept, const std::string& name)
{
    const Json checks = parse_json(kept);
    for (const auto& [text, value] : checks.items()) {
        const auto id = static_cast<std::uint32_t>(std::stoul(text));
        if (!vault.has(id) || vault.check_value(id) != value.get<std::string>()) {
            throw Error(ErrorCode::key_file_wrong, {{"path", name}, {"id", text}});
        }
    }
}

Vault load_or_make(const KeySource& source)
{
    if (auto vault = load_vault(source)) {
        return *std::move(vault);
    }
    Vault vault = Vault::make();
    create_key_file(source.path, vault);
    return vault;
}

bool has_rows(store::Session& session, const char* table)
{
    return !store::table_columns(session, table).empty() &&
           session.query(fmt::format("select 1 from {} limit 1", sql_name(table)))->next();
}

// Under what everything is sealed once the job is done: the newest key, and which fields are encrypted.
std::string sealed_state(const Model& model)
{
    std::string state = std::to_string(model.keys()->newest());
    for (const Object& object : model.catalogue().objects()) {
        for (const Field& field : object.fields) {
            if (field.is_encrypted()) state += fmt::format(" {}.{}", object.name, field.name);
        }
    }
    return state;
}

// The values of one field that follow `after`; how many there were, and the last id.
struct Stretch {
    std::int64_t count = 0;
    std::int64_t last = 0;
};

void reseal_field(const Object& object, const Field& field, const Keyring& keys, store::Session& session,
                  std::int64_t after, std::int64_t last)
{
    const std::string table = sql_name(object.name);
    const std::string column = sql_name(field.columns.front().name);
    const std::string index = sql_name(field.index_column->name);
    std::vector<std::pair<std::int64_t, std::string>> kept;
    {
        const auto cursor = session.query(
            fmt::format("select id, {0} from {1} where id > $1 and id <= $2 and {0} is not null order by id", column,
                        table),
            store::values(after, last));
        while (cursor->next()) {
            if (!keys.is_sealed_by_newest(cursor->text(1))) kept.emplace_back(cursor->integer(0), cursor->text(1));
        }
    }
    for (const auto& [id, value] : kept) {
        Row row(object.columns.size());
        row[0] = id;
        row[static_cast<std::size_t>(field.columns.front().position)] = value;
        open_row(object, row, keys);
        row = sealed_row(object, std::move(row), keys);
        session.execute(fmt::format("update {} set {} = $1, {} = $2 where id = $3", table, column, index),
                        std::array{row[static_cast<std::size_t>(field.columns.front().position)],
                                   row[static_cast<std::size_t>(field.index_column->position)], store::Value(id)});
    }
}

Stretch next_stretch(store::Session& session, const std::string& table, std::int64_t after)
{
    Stretch stretch{0, after};
    const auto cursor = session.query(fmt::format("select id from {} where id > $1 order by id limit $2", table),
                                      store::values(after, records_at_once));
    while (cursor->next()) {
        ++stretch.count;
        stretch.last = cursor->integer(0);
    }
    return stretch;
}

// A deleted record, as JSON of its columns.
std::string resealed(const Object& object, const std::string& json, const Keyring& keys)
{
    Json columns = parse_json(json);
    Row row(object.columns.size());
    row[0] = columns.value("id", std::int64_t{0});
    for (const Field& field : object.fields) {
        const std::string& name = field.columns.front().name;
        if (field.is_encrypted() && columns.contains(name)) {
            row[static_cast<std::size_t>(field.columns.front().position)] = columns.at(name).get<std::string>();
        }
    }
    open_row(object, row, keys);
    row = sealed_row(object, std::move(row), keys);
    for (const Field& field : object.fields) {
        if (!field.is_encrypted()) continue;
        for (const Column* column : {&field.columns.front(), &*field.index_column}) {
            const store::Value& value = row[static_cast<std::size_t>(column->position)];
            if (!is_missing(value)) columns[column->name] = std::string(text_of(value));
        }
    }
    return columns.dump();
}

void reseal_trash(const Model& model, store::Session& session, std::int64_t after, std::int64_t last)
{
    const auto keys = model.keys();
    std::vector<std::pair<std::int64_t, std::string>> fresh;
    {
        const auto cursor = session.query("select id, object, row from trash where id > $1 and id <= $2 order by id",
                                          store::values(after, last));
        while (cursor->next()) {
            const Object* object = model.catalogue().find(cursor->text(1));
            if (object == nullptr || !has_encrypted(*object)) continue;
            fresh.emplace_back(cursor->integer(0), resealed(*object, std::string(cursor->text(2)), *keys));
        }
    }
    for (const auto& [id, row] : fresh) {
        session.execute("update trash set row = $1 where id = $2", store::values(row, id));
    }
}

}  // namespace

Vault open_keys_reader(store::Database& database, const KeySource& source)
{
    std::string kept;
    database.read([&](store::Session& session) { kept = meta_value(session, "key_check"); });
    Vault vault = require_vault(source);
    if (!kept.empty()) check(vault, kept, source.name());
    return vault;
}

Vault open_keys(store::Database& database, const KeySource& source)
{
    std::string kept;
    database.read([&](store::Session& session) { kept = meta_value(session, "key_check"); });
    if (!kept.empty()) {
        Vault vault = require_vault(source);
        check(vault, kept, source.name());
        if (kept != checks_of(vault)) {
            database.write([&](store::Session& session) { set_meta(session, "key_check", checks_of(vault)); });
        }
        return vault;
    }
    Vault vault = load_or_make(source);
    database.write([&](store::Session& session) {
        session.script("create table if not exists meta (key text primary key, value text not null)");
        if (has_rows(session, "audit")) {
            sign_old_chain(session, Keyring(vault));
        }
        set_meta(session, "key_check", checks_of(vault));
    });
    return vault;
}

void add_key(Model& model, const KeySource& source, const Principal& by)
{
    if (source.path.empty()) {
        throw Error(ErrorCode::key_file_fixed, {{"path", source.name()}});
    }
    model.database().write([&](store::Session& session) {
        // Alone among writers, so that two requests make two keys. Should this not be committed, the key in the file
        // is one more that nothing uses yet.
        const Vault vault = model.keys()->vault().with_new_key();
        replace_key_file(source.path, vault);
        set_meta(session, "key_check", checks_of(vault));
        model.set_keys(vault);
        model.audit(session, {model.clock().now(), by.user, "person", "key_added", "", Id::none,
                              fmt::format("{{\"key\":{}}}", vault.newest())});
    });
}

bool needs_reseal(const Model& model)
{
    std::string state;
    model.database().read([&](store::Session& session) { state = meta_value(session, "key_sealed"); });
    return state != sealed_state(model);
}

std::optional<ResealPosition> reseal_some(const Model& model, store::Session& session, ResealPosition position)
{
    const auto& objects = model.catalogue().objects();
    const auto keys = model.keys();
    if (position.key != keys->newest()) {
        position = {0, 0, position.records, keys->newest()};
    }
    while (position.object < static_cast<int>(objects.size())) {
        const Object& object = objects[static_cast<std::size_t>(position.object)];
        const Stretch stretch =
            has_encrypted(object) ? next_stretch(session, sql_name(object.name), position.after) : Stretch{};
        if (stretch.count > 0) {
            for (const Field& field : object.fields) {
                if (field.is_encrypted()) reseal_field(object, field, *keys, session, position.after, stretch.last);
            }
            return ResealPosition{position.object, stretch.last, position.records + stretch.count, position.key};
        }
        position = {position.object + 1, 0, position.records, position.key};
    }
    const Stretch stretch = next_stretch(session, "trash", position.after);
    if (stretch.count == 0) {
        return {};
    }
    reseal_trash(model, session, position.after, stretch.last);
    return ResealPosition{position.object, stretch.last, position.records + stretch.count, position.key};
}

void end_reseal(const Model& model, store::Session& session, std::int64_t records)
{
    set_meta(session, "key_sealed", sealed_state(model));
    if (records > 0) {
        model.audit(session, {model.clock().now(), Id::none, "system", "keys_changed", "", Id::none,
                              fmt::format("{{\"key\":{},\"records\":{}}}", model.keys()->newest(), records)});
    }
}

}  // namespace juan::model
