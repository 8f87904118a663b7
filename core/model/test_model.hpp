// For tests: a model of the declared objects on an empty store, with a clock that stands still.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "core/model/model.hpp"
#include "core/store/database.hpp"

namespace juan::model {

class TestModel {
public:
    explicit TestModel(const std::string& name)
        : folder_(std::filesystem::temp_directory_path() / ("juan_" + name + "_" + std::to_string(::getpid())))
    {
        std::filesystem::remove_all(folder_);
        database = store::open_sqlite(folder_.string());
        model = std::make_unique<Model>(*database, Catalogue(declarations()), clock, ids, Vault::make());
    }
    ~TestModel()
    {
        model.reset();
        database.reset();
        std::filesystem::remove_all(folder_);
    }
    TestModel(const TestModel&) = delete;
    TestModel& operator=(const TestModel&) = delete;

    static std::vector<std::pair<std::string, std::string>> declarations()
    {
        std::vector<std::pair<std::string, std::string>> all;
        const auto root = std::filesystem::path(JUAN_SOURCE_DIR) / "objects";
        for (const auto& folder : std::filesystem::directory_iterator(root)) {
            const auto file = folder.path() / (folder.path().filename().string() + ".json");
            if (std::filesystem::exists(file)) {
                std::stringstream text;
                text << std::ifstream(file).rdbuf();
                all.emplace_back(file.string(), text.str());
            }
        }
        return all;
    }

    const Object& object(const char* name) const { return model->catalogue().require(name); }
    Id create(const char* name, const Json& values)
    {
        return model->write(juan(), person, {Action::create, &object(name), Id::none, {}, draft(name, values)}).id;
    }
    // In one transaction.
    void create_all(const char* name, const std::vector<Json>& all)
    {
        model->write(juan(), person, [&](Writer& writer) {
            for (const Json& values : all) {
                CHECK(writer.apply({Action::create, &object(name), Id::none, {}, draft(name, values)}).has_value());
            }
            return std::string();
        });
    }
    void update(const char* name, Id id, const Json& values)
    {
        model->write(juan(), person, {Action::update, &object(name), id, {}, draft(name, values)});
    }
    void erase(const char* name, Id id) { model->write(juan(), person, {Action::erase, &object(name), id, {}, {}}); }
    Draft draft(const char* name, const Json& values) const { return model->read_draft(juan(), object(name), values); }
    Row row(const char* name, Id id) const { return model->find(juan(), object(name), id)->rows.front(); }
    Principal juan() const { return system_principal(model->catalogue()); }
    std::int64_t number(const std::string& sql) const
    {
        std::int64_t value = 0;
        database->read([&](store::Session& session) {
            const auto cursor = session.query(sql);
            value = cursor->next() ? cursor->integer(0) : 0;
        });
        return value;
    }

    FixedClock clock{*parse_instant("2026-03-01T08:00:00Z")};
    IdMaker ids{clock};
    std::unique_ptr<store::Database> database;
    std::unique_ptr<Model> model;
    WriteOptions person{{"person", "test", ""}, "", "", false};

private:
    std::filesystem::path folder_;
};

}  // namespace juan::model
