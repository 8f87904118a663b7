// A store and its keys: made together, refused apart; and what is sealed stays sealed everywhere.
#include "core/model/keys.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "core/base/secret.hpp"
#include "core/model/audit.hpp"
#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"
#include "core/model/test_model.hpp"
#include "core/store/sqlite/scratch_folder.hpp"

namespace juan::model {
namespace {

constexpr const char* number = "11010519491231002X";
constexpr const char* other_number = "440308199901101512";

std::string read_file(const std::filesystem::path& path)
{
    std::stringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

ErrorCode code_of(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::internal;
}

// A store with its key file beside it, opened again and again.
class KeysTest : public ::testing::Test {
protected:
    KeysTest()
    {
        start_secrets();
        open();
    }

    void open()
    {
        close();
        database = store::open_sqlite(folder.path() + "/data");
        model = std::make_unique<Model>(*database, Catalogue(TestModel::declarations()), clock, ids,
                                        open_keys(*database, source()));
    }
    void close()
    {
        model.reset();
        database.reset();
    }
    ErrorCode refusal()
    {
        close();
        const ErrorCode code = code_of([&] { open(); });
        close();
        return code;
    }
    KeySource source() const { return key_source("", "", folder.path() + "/data"); }
    std::string key_file() const { return folder.path() + "/data.keys"; }

    const Object& contact() const { return model->catalogue().require("contact"); }
    Principal juan() const { return system_principal(model->catalogue()); }
    Id create(const std::string& name, const std::string& id_number)
    {
        Json values{{"name", name}};
        if (!id_number.empty()) values["id_number"] = id_number;
        return model->write(juan(), person, {Action::create, &contact(), Id::none, {}, draft(values)}).id;
    }
    void update(Id id, const Json& values)
    {
        model->write(juan(), person, {Action::update, &contact(), id, {}, draft(values)});
    }
    Draft draft(const Json& values) const { return model->read_draft(juan(), contact(), values); }
    std::string number_of(Id id) const
    {
        const auto page = model->find(juan(), contact(), id);
        return std::string(text_of(get(contact(), page->rows.front(), "id_number")));
    }
    std::int64_t count(const std::string& filter) const { return model->count(juan(), contact(), filter); }
    std::string one(const std::string& sql) const
    {
        std::string value;
        database->read([&](store::Session& session) {
            const auto cursor = session.query(sql);
            if (cursor->next()) value = cursor->text(0);
        });
        return value;
    }
    void write(const std::string& sql)
    {
        database->write([&](store::Session& session) { session.script(sql); });
    }
    // As the job does it; `stretches_max` are done before it is "killed".
    bool reseal_all(ResealPosition& position, int stretches_max = 1000)
    {
        for (int i = 0; i < stretches_max; ++i) {
            bool is_over = false;
            database->write([&](store::Session& session) {
                const auto next = reseal_some(*model, session, position);
                is_over = !next;
                if (next) position = *next;
                else end_reseal(*model, session, position.records);
            });
            if (is_over) return true;
        }
        return false;
    }

    store::ScratchFolder folder;
    FixedClock clock{*parse_instant("2026-03-01T08:00:00Z")};
    IdMaker ids{clock};
    std::unique_ptr<store::Database> database;
    std::unique_ptr<Model> model;
    WriteOptions person{{"person", "test", ""}, "", "", false};
};

TEST_F(KeysTest, ANewStoreGetsAKeyFileAndOpensWithItAgain)
{
    const Id id = create("张三", number);
    open();
    EXPECT_EQ(number_of(id), number);
    close();
    // The same file may begin another store: the folder was deleted, the key was not.
    std::filesystem::remove_all(folder.path() + "/data");
    const std::string before = read_file(key_file());
    open();
    EXPECT_EQ(read_file(key_file()), before);
}

TEST_F(KeysTest, ALostAWrongAndADamagedFileAreRefusedAndNothingIsWrittenOverThem)
{
    create("张三", number);
    close();
    const std::string kept = read_file(key_file());
    std::filesystem::remove(key_file());
    EXPECT_EQ(refusal(), ErrorCode::key_file_missing);
    EXPECT_FALSE(std::filesystem::exists(key_file()));
    create_key_file(key_file(), Vault::make());
    const std::string wrong = read_file(key_file());
    EXPECT_EQ(refusal(), ErrorCode::key_file_wrong);
    EXPECT_EQ(read_file(key_file()), wrong);
    std::ofstream(key_file(), std::ios::trunc) << kept.substr(0, kept.size() - 5);
    EXPECT_EQ(refusal(), ErrorCode::key_file_broken);
    std::ofstream(key_file(), std::ios::trunc) << "";
    EXPECT_EQ(refusal(), ErrorCode::key_file_broken);
    std::ofstream(key_file(), std::ios::trunc) << kept;
    EXPECT_NO_THROW(open());
}

TEST_F(KeysTest, AnOldCopyOfTheKeyFileThatLacksTheNewestKeyIsRefused)
{
    const std::string old = read_file(key_file());
    add_key(*model, source(), juan());
    const std::string both = read_file(key_file());
    close();
    std::ofstream(key_file(), std::ios::trunc) << old;
    EXPECT_EQ(refusal(), ErrorCode::key_file_wrong);
    std::ofstream(key_file(), std::ios::trunc) << both;
    EXPECT_NO_THROW(open());
}

TEST_F(KeysTest, AKeyThatCameIntoTheFileJustBeforeAKillIsTakenUp)
{
    const Id id = create("张三", number);
    replace_key_file(key_file(), model->keys()->vault().with_new_key());
    open();
    EXPECT_EQ(model->keys()->newest(), 2U);
    EXPECT_TRUE(needs_reseal(*model));
    EXPECT_EQ(number_of(id), number);
}

TEST_F(KeysTest, AStoreFromBeforeThereWereKeysIsSignedAndAnAlteredOneRefused)
{
    create("张三", "");
    // As it was: hashes without a key, no check value.
    database->write([&](store::Session& session) {
        std::vector<std::pair<std::int64_t, std::string>> texts;
        {
            const auto cursor = session.query(
                "select seq, seq || '|' || at || '|' || actor_id || '|' || length(via) || ':' || via || '|' || "
                "length(action) || ':' || action || '|' || length(object) || ':' || object || '|' || record_id || '|' "
                "|| length(detail) || ':' || detail from audit order by seq");
            while (cursor->next()) texts.emplace_back(cursor->integer(0), cursor->text(1));
        }
        std::string previous;
        for (const auto& [seq, text] : texts) {
            const std::string hash = hash_hex(previous + "|" + text);
            session.execute("update audit set previous = $1, hash = $2 where seq = $3",
                            store::values(previous, hash, seq));
            previous = hash;
        }
        session.execute("delete from meta where key in ('key_check', 'key_sealed')");
        session.execute("update meta set value = '1' where key = 'store_version'");
    });
    close();
    std::filesystem::remove(key_file());
    std::filesystem::copy(folder.path() + "/data", folder.path() + "/old", std::filesystem::copy_options::recursive);
    open();
    EXPECT_EQ(one("select value from meta where key = 'store_version'"), std::to_string(store_version));
    AuditReport report;
    database->read([&](store::Session& session) { report = verify_audit(session, *model->keys(), {}); });
    EXPECT_EQ(report.verdict, Verdict::whole);
    EXPECT_GT(report.rows, 0);
    close();
    const auto altered = store::open_sqlite(folder.path() + "/old");
    altered->write([](store::Session& session) { session.execute("update audit set detail = '{ }' where seq = 1"); });
    EXPECT_EQ(code_of([&] { open_keys(*altered, key_source("", "", folder.path() + "/old")); }),
              ErrorCode::store_failed);
}

TEST_F(KeysTest, TheOpenValueStandsNowhereInTheFolder)
{
    const Id id = create("张三", number);
    update(id, {{"id_number", other_number}});
    const Id gone = create("李四", number);
    model->write(juan(), person, {Action::erase, &contact(), gone, {}, {}});
    EXPECT_EQ(number_of(id), other_number);
    EXPECT_TRUE(one("select id_number from contact").starts_with("enc1.1."));
    EXPECT_EQ(one("select detail from audit where action = 'update'").find(other_number), std::string::npos);
    EXPECT_NE(one("select detail from audit where action = 'update'").find("\"id_number\":[\"***\",\"***\"]"),
              std::string::npos);
    for (int i = 0; i < 2; ++i) {
        int files = 0;
        for (const auto& file : std::filesystem::recursive_directory_iterator(folder.path())) {
            if (!file.is_regular_file()) continue;
            ++files;
            const std::string bytes = read_file(file.path());
            EXPECT_EQ(bytes.find(number), std::string::npos) << file.path();
            EXPECT_EQ(bytes.find(other_number), std::string::npos) << file.path();
        }
        EXPECT_GT(files, 1);  // With the write-ahead log, and after it was taken into the file.
        close();
    }
}

TEST_F(KeysTest, EqualValuesAreFoundButNothingElseIs)
{
    const Id id = create("张三", number);
    create("李四", other_number);
    create("王五", "");
    const std::string quoted = "\"" + std::string(number) + "\"";
    EXPECT_EQ(count("id_number = " + quoted), 1);
    EXPECT_EQ(count("id_number != " + quoted), 2);
    EXPECT_EQ(count("id_number = " + quoted + " OR id_number = \"" + other_number + "\""), 2);
    EXPECT_EQ(count("id_number:*"), 2);
    EXPECT_EQ(count("id_number = null"), 1);
    for (const char* filter :
         {"id_number = \"110105*\"", "id_number:110105", "id_number > \"1\"", "id_number = \"*X\""}) {
        EXPECT_EQ(code_of([&] { count(filter); }), ErrorCode::field_encrypted) << filter;
    }
    EXPECT_EQ(code_of([&] { count("id_number.index = \"x\""); }), ErrorCode::field_unknown);
    EXPECT_EQ(code_of([&] { count("id_number_index = \"x\""); }), ErrorCode::field_unknown);
    ListRequest request;
    request.order_by = "id_number";
    EXPECT_EQ(code_of([&] { model->list(juan(), contact(), request); }), ErrorCode::field_encrypted);
    request.order_by = "";
    request.filter = "id_number = " + quoted;
    const Page page = model->list(juan(), contact(), request);
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(id_of(page.rows[0]), id);
    EXPECT_EQ(text_of(get(contact(), page.rows[0], "id_number")), number);
}

TEST_F(KeysTest, WholeListsAndMovedRecordsHaveTheOpenValueAndWrittenFiltersHaveNot)
{
    const Id id = create("张三", number);
    std::string read;
    const auto take = [&](const Page& page) {
        read = text_of(get(contact(), page.rows.at(0), "id_number"));
        return true;
    };
    model->each_page(juan(), contact(), {}, Verb::read, take, std::chrono::seconds(10));
    EXPECT_EQ(read, number);
    std::string seen;
    model->add_observer([&](store::Session&, const WriteContext&, std::span<const Written> all) {
        for (const Written& written : all) seen = text_of(get(contact(), *written.after, "id_number"));
    });
    model->write(juan(), person, [&](Writer& writer) {
        writer.relink(contact(), contact().require("owner"), std::array{to_integer(id)}, id_from(7));
        return std::string();
    });
    EXPECT_EQ(seen, number);
    EXPECT_EQ(number_of(id), number);
    const std::string filter = "id_number = \"" + std::string(number) + "\"";
    EXPECT_EQ(shown_filter(model->catalogue(), filter), "id_number ***");
    EXPECT_EQ(shown_filter(model->catalogue(), "name = \"x\""), "name = \"x\"");
    // Rights are checked without keys, so their conditions cannot name the field.
    const RoleText role{"sales", R"({"contact": {"where": "id_number = \"x\""}})", "", ""};
    EXPECT_EQ(code_of([&] { role_rights(model->catalogue(), role, {"CNY", {}}); }), ErrorCode::field_forbidden);
}

TEST_F(KeysTest, AValueMovedToAnotherRecordDoesNotOpen)
{
    const Id from = create("张三", number);
    const Id to = create("李四", other_number);
    write("update contact set id_number = (select id_number from contact where id = " +
          std::to_string(to_integer(from)) + ") where id = " + std::to_string(to_integer(to)));
    EXPECT_EQ(code_of([&] { number_of(to); }), ErrorCode::value_undecipherable);
    EXPECT_EQ(number_of(from), number);
}

TEST_F(KeysTest, AChangeOfKeysKilledMidwayGoesOnWhereItStopped)
{
    std::vector<Id> ids_made;
    model->write(juan(), person, [&](Writer& writer) {
        for (int i = 0; i < 1200; ++i) {
            const Draft values = draft({{"name", "人" + std::to_string(i)}, {"id_number", number}});
            ids_made.push_back(writer.apply({Action::create, &contact(), Id::none, {}, values}).value().id);
        }
        return std::string();
    });
    const Id gone = create("李四", other_number);
    model->write(juan(), person, {Action::erase, &contact(), gone, {}, {}});
    ResealPosition position;
    ASSERT_TRUE(reseal_all(position));
    EXPECT_FALSE(needs_reseal(*model));
    add_key(*model, source(), juan());
    EXPECT_TRUE(needs_reseal(*model));
    const Id later = create("后来", number);
    position = {};
    EXPECT_FALSE(reseal_all(position, 1));  // One stretch; then the process is gone.
    open();
    EXPECT_TRUE(needs_reseal(*model));
    EXPECT_EQ(number_of(ids_made.front()), number);
    EXPECT_EQ(number_of(ids_made.back()), number);
    EXPECT_EQ(count("id_number = \"" + std::string(number) + "\""), 1201);  // under both keys
    ASSERT_TRUE(reseal_all(position));
    EXPECT_FALSE(needs_reseal(*model));
    EXPECT_EQ(one("select count(*) from contact where id_number like 'enc1.1.%' or id_number_index like '1.%'"), "0");
    EXPECT_EQ(one("select count(*) from trash where row like '%enc1.1.%' or row like '%\"1.%'"), "0");
    EXPECT_EQ(one("select count(*) from trash where row like '%enc1.2.%'"), "1");
    EXPECT_EQ(count("id_number = \"" + std::string(number) + "\""), 1201);
    EXPECT_EQ(number_of(later), number);
    // The records themselves have not changed.
    EXPECT_EQ(one("select max(version) from contact"), "1");
    AuditReport report;
    database->read([&](store::Session& session) { report = verify_audit(session, *model->keys(), {}); });
    EXPECT_EQ(report.verdict, Verdict::whole);
}

TEST_F(KeysTest, WhatStoodInTheOpenBeforeItsFieldWasEncryptedIsSealedToo)
{
    const Id id = create("张三", "");
    write("update contact set id_number = '" + std::string(number) + "' where id = " + std::to_string(to_integer(id)));
    EXPECT_EQ(number_of(id), number);
    ResealPosition position;
    ASSERT_TRUE(reseal_all(position));
    EXPECT_TRUE(one("select id_number from contact").starts_with("enc1."));
    EXPECT_EQ(count("id_number = \"" + std::string(number) + "\""), 1);
    EXPECT_EQ(number_of(id), number);
}

TEST_F(KeysTest, AnEncryptedFieldMayNotBeDeclaredToStandInTheOpenBesides)
{
    const auto code = [](const std::string& more_of_field, const std::string& more_of_object) {
        const std::string text = R"({"label": ["甲", "A"], "plural": "As", "prefix": "aaa", "title": "name", "fields": {
            "name": {"type": "text", "label": ["名", "Name"]},
            "secret": {"type": "text", "label": ["密", "Secret"], "sensitivity": "sensitive")" +
                                 more_of_field + "}}" + more_of_object + "}";
        auto declarations = TestModel::declarations();
        declarations.emplace_back("thing.json", text);
        return code_of([&] { Catalogue{declarations}; });
    };
    EXPECT_EQ(code("", ""), ErrorCode::internal);  // nothing is wrong
    EXPECT_EQ(code("", R"(, "match": [["secret"]])"), ErrorCode::internal);
    for (const char* field : {R"(, "search": true)", R"(, "track": true)", R"(, "identity": "phone")"}) {
        EXPECT_EQ(code(field, ""), ErrorCode::declaration_invalid) << field;
    }
    EXPECT_EQ(code("", R"(, "indexes": ["secret"])"), ErrorCode::declaration_invalid);
}

TEST_F(KeysTest, AUniqueEncryptedValueStandsOnceWhateverKeyItIsUnder)
{
    const std::string text = R"({"label": ["甲", "A"], "plural": "As", "prefix": "aaa", "title": "name", "fields": {
        "name": {"type": "text", "label": ["名", "Name"], "required": true},
        "secret": {"type": "text", "label": ["密", "Secret"], "sensitivity": "sensitive", "unique": true}},
        "match": [["secret"]], "access": {}})";
    auto declarations = TestModel::declarations();
    declarations.emplace_back("thing.json", text);
    model = std::make_unique<Model>(*database, Catalogue(declarations), clock, ids, open_keys(*database, source()));
    const Object& thing = model->catalogue().require("thing");
    const auto make = [&](const char* name, const char* secret) {
        const Draft values = model->read_draft(juan(), thing, {{"name", name}, {"secret", secret}});
        return model->write(juan(), person, {Action::create, &thing, Id::none, {}, values}).id;
    };
    const Id first = make("甲", "x");
    EXPECT_EQ(code_of([&] { make("乙", "x"); }), ErrorCode::duplicate);
    add_key(*model, source(), juan());
    EXPECT_EQ(code_of([&] { make("乙", "x"); }), ErrorCode::duplicate);
    make("丙", "y");
    EXPECT_EQ(code_of([&] { make("丁", "y"); }), ErrorCode::duplicate);
    model->write(juan(), person, [&](Writer& writer) {
        EXPECT_EQ(writer.find_match(thing, model->read_draft(juan(), thing, {{"secret", "x"}})), first);
        return std::string();
    });
}

TEST_F(KeysTest, KeysOutOfTheEnvironmentCannotBeAddedTo)
{
    const KeySource text{"", model->keys()->vault().text()};
    EXPECT_EQ(code_of([&] { add_key(*model, text, juan()); }), ErrorCode::key_file_fixed);
}

}  // namespace
}  // namespace juan::model
