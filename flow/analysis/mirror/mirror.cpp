// Building, catching up, and starting again.
#include "flow/analysis/mirror/mirror.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include "core/base/error.hpp"
#include "core/base/json.hpp"
#include "core/base/log.hpp"
#include "core/store/duckdb/attempt.hpp"
#include "core/store/duckdb/statements.hpp"

namespace juan::analysis {
namespace {

namespace fs = std::filesystem;
using store::values;

// Raised when the form of the file changes.
constexpr std::string_view form = "1";
constexpr std::size_t ids_per_read = 5000;
// Beyond this share of a table, reading it whole is quicker than picking out rows.
constexpr std::size_t share_for_reload = 5;
constexpr std::size_t rows_for_reload_min = 20000;
constexpr const char* touched = "juan_touched";

std::string_view type_of(model::Kind kind)
{
    switch (kind) {
        case model::Kind::integer: return "bigint";
        case model::Kind::real: return "double";
        case model::Kind::text: return "text";
    }
    return "text";
}

std::string create(const MirrorTable& table)
{
    std::vector<std::pair<std::string, std::string>> columns;
    for (const MirrorColumn& column : table.columns) {
        columns.emplace_back(column.name, type_of(column.kind));
    }
    return store::create_table(table.name, columns);
}

std::vector<std::string> names(const MirrorTable& table)
{
    std::vector<std::string> out;
    for (const MirrorColumn& column : table.columns) {
        out.push_back(column.name);
    }
    return out;
}

std::int64_t copy_rows(store::Cursor& from, const MirrorTable& table, store::Appender& to)
{
    std::int64_t rows = 0;
    const int count = static_cast<int>(table.columns.size());
    while (from.next()) {
        for (int i = 0; i < count; ++i) {
            if (from.is_null(i)) {
                to.null();
                continue;
            }
            switch (table.columns[static_cast<std::size_t>(i)].kind) {
                case model::Kind::integer: to.integer(from.integer(i)); break;
                case model::Kind::real: to.real(from.real(i)); break;
                case model::Kind::text: to.text(from.text(i)); break;
            }
        }
        to.end_row();
        ++rows;
    }
    return rows;
}

std::int64_t one_integer(store::Cursor& cursor) { return cursor.next() ? cursor.integer(0) : 0; }

std::string json_array(std::span<const std::int64_t> ids)
{
    std::string out = "[";
    for (const std::int64_t id : ids) {
        out += out.size() > 1 ? "," : "";
        out += std::to_string(id);
    }
    return out + "]";
}

struct Changes {
    std::map<std::string, std::vector<std::int64_t>, std::less<>> ids;  // by object
    std::int64_t entries = 0;
};

// What the log names after `from`, each record once.
Changes read_changes(store::Session& source, std::int64_t from)
{
    Changes changes;
    const auto cursor = source.query("select object, ids from change where seq > $1 order by seq", values(from));
    while (cursor->next()) {
        auto& ids = changes.ids[std::string(cursor->text(0))];
        for (const Json& id : parse_json(cursor->text(1))) {
            CHECK(id.is_number_integer());
            ids.push_back(id.get<std::int64_t>());
        }
        ++changes.entries;
    }
    for (auto& [object, ids] : changes.ids) {
        std::sort(ids.begin(), ids.end());
        ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    }
    return changes;
}

}  // namespace

struct Mirror::Position {
    std::int64_t seq = 0;
    std::int64_t at = 0;  // when the change was logged; tells a store restored from a copy from the one known
};

Mirror::Mirror(MirrorSettings settings, std::vector<MirrorTable> tables)
    : settings_(std::move(settings)), tables_(std::move(tables)), definition_(form)
{
    for (const MirrorTable& table : tables_) {
        definition_ += ";" + create(table);
    }
}

Mirror::~Mirror() = default;

SyncReport Mirror::sync(store::Database& source)
{
    const auto start = std::chrono::steady_clock::now();
    SyncReport report;
    std::optional<Finding> failure = store::attempt([&] { sync_once(source, report); });
    if (failure && failure->code == ErrorCode::mirror_failed) {
        log_warning("mirror_rebuild", {{"why", std::string_view(sentence(*failure, Language::en))}});
        drop();
        report = {};
        failure = store::attempt([&] { sync_once(source, report); });
    }
    if (failure) {
        engine_.reset();  // Nothing was committed: what was there before is there at the next opening.
        throw Error(*failure);
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

store::Duckdb& Mirror::engine()
{
    CHECK(engine_ != nullptr);
    return *engine_;
}

void Mirror::drop()
{
    engine_.reset();
    std::error_code ignored;
    fs::remove_all(settings_.folder, ignored);
}

void Mirror::open()
{
    const fs::path file = fs::path(settings_.folder) / "mirror.duckdb";
    const fs::path log = fs::path(settings_.folder) / "mirror.duckdb.wal";
    std::error_code ignored;
    fs::create_directories(settings_.folder, ignored);
    fs::permissions(settings_.folder, fs::perms::owner_all, ignored);
    if (fs::exists(log, ignored)) {
        // A sync ends with an empty log: whoever left this one was killed. Replaying can fail in ways no caller sees.
        fs::remove(file, ignored);
        fs::remove(log, ignored);
    }
    engine_ = std::make_unique<store::Duckdb>(
        store::DuckdbSettings{.path = file.string(),
                              .temp_folder = (fs::path(settings_.folder) / "work").string(),
                              .memory_bytes_max = settings_.memory_bytes_max,
                              .threads = settings_.threads});
    engine_->execute("create table if not exists juan_mirror (definition text, position bigint, position_at bigint)");
}

void Mirror::sync_once(store::Database& source, SyncReport& report)
{
    if (engine_ == nullptr) {
        open();
    }
    source.read(
        [&](store::Session& session) {
            report.position = one_integer(*session.query("select coalesce(max(seq), 0) from change"));
            Position position;
            if (is_usable(session, position)) {
                if (position.seq == report.position) {
                    return;
                }
                engine_->execute("begin transaction");
                catch_up(session, position.seq, report);
            } else {
                engine_->execute("begin transaction");
                build(session, report);
            }
            note_position(session, report.position);
            engine_->execute("commit");
        },
        settings_.read_time_max);
    engine_->execute("checkpoint");
}

// Whether the mirror holds an earlier state of this very store, and the log still tells what came after.
bool Mirror::is_usable(store::Session& source, Position& position)
{
    const auto kept = engine_->query("select definition, position, position_at from juan_mirror");
    if (!kept->next() || kept->text(0) != definition_) {
        return false;
    }
    position = {kept->integer(1), kept->integer(2)};
    if (position.seq == 0) {
        return one_integer(*source.query("select coalesce(min(seq), 1) from change")) == 1;
    }
    const auto logged = source.query("select at from change where seq = $1", values(position.seq));
    return logged->next() && logged->integer(0) == position.at;
}

void Mirror::build(store::Session& source, SyncReport& report)
{
    report.is_rebuilt = true;
    for (const MirrorTable& table : tables_) {
        reload(source, table, report);
    }
}

void Mirror::catch_up(store::Session& source, std::int64_t from, SyncReport& report)
{
    const Changes changes = read_changes(source, from);
    report.changes = changes.entries;
    for (const MirrorTable& table : tables_) {
        const auto found = changes.ids.find(table.name);
        if (found == changes.ids.end() || found->second.empty()) {
            continue;
        }
        const auto rows = static_cast<std::size_t>(one_integer(*engine_->query(store::select_count(table.name))));
        if (found->second.size() > std::max(rows_for_reload_min, rows / share_for_reload)) {
            reload(source, table, report);
        } else {
            refresh(source, table, found->second, report);
        }
    }
}

void Mirror::reload(store::Session& source, const MirrorTable& table, SyncReport& report)
{
    engine_->execute(store::drop_table(table.name));
    engine_->execute(create(table));
    const auto appender = engine_->append(table.name);
    const auto rows = source.query(store::select_all(table.name, names(table)));
    report.rows += copy_rows(*rows, table, *appender);
    appender->finish();
}

// A record that is no longer in the store goes, any other is written anew: the kind of change does not matter.
void Mirror::refresh(store::Session& source, const MirrorTable& table, const std::vector<std::int64_t>& ids,
                     SyncReport& report)
{
    engine_->execute(store::drop_table(touched));
    engine_->execute(store::create_table(touched, {{"id", "bigint"}}));
    const auto list = engine_->append(touched);
    for (const std::int64_t id : ids) {
        list->integer(id);
        list->end_row();
    }
    list->finish();
    engine_->execute(store::delete_listed(table.name, touched));
    engine_->execute(store::drop_table(touched));
    const auto appender = engine_->append(table.name);
    const std::string sql = store::select_listed(table.name, names(table), source.dialect());
    for (std::size_t i = 0; i < ids.size(); i += ids_per_read) {
        const auto some = std::span(ids).subspan(i, std::min(ids_per_read, ids.size() - i));
        report.rows += copy_rows(*source.query(sql, values(json_array(some))), table, *appender);
    }
    appender->finish();
}

void Mirror::note_position(store::Session& source, std::int64_t position)
{
    const std::int64_t at = one_integer(*source.query("select at from change where seq = $1", values(position)));
    engine_->execute("delete from juan_mirror");
    engine_->execute("insert into juan_mirror values ($1, $2, $3)", values(definition_, position, at));
}

}  // namespace juan::analysis
