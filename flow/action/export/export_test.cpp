// Exports against the importer that reads them, and against the sums of a day.
#include "flow/action/export/export.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/cell.hpp"
#include "core/model/test_model.hpp"
#include "flow/action/action.hpp"

namespace juan::action {
namespace {

// RFC 4180, read strictly: what is not well formed fails the test.
std::vector<std::vector<std::string>> read_csv(const std::string& text)
{
    std::vector<std::vector<std::string>> rows;
    EXPECT_TRUE(text.starts_with("\xEF\xBB\xBF"));
    for (std::size_t at = 3; at < text.size(); at += 2) {
        auto& row = rows.emplace_back();
        for (;; ++at) {
            std::string& cell = row.emplace_back();
            if (text.at(at) == '"') {
                for (++at; text.at(at) != '"' || text.at(at + 1) == '"'; ++at) {
                    if (text.at(at) == '"') ++at;
                    cell += text.at(at);
                }
                ++at;
            } else {
                for (; text.at(at) != ',' && text.at(at) != '\r'; ++at) cell += text.at(at);
            }
            if (text.at(at) != ',') break;
        }
        EXPECT_EQ(text.substr(at, 2), "\r\n");
    }
    return rows;
}

class Export : public ::testing::Test {
protected:
    Export() : folder((std::filesystem::temp_directory_path() / ("juan_export_" + std::to_string(::getpid()))).string())
    {
        store.database->write(create_tables);
        exporter = std::make_unique<Exporter>(*store.model, folder);
    }
    ~Export() override { std::filesystem::remove_all(folder); }

    model::Principal person(const Json& rights, const Json& more = Json::object())
    {
        Json role{{"name", "角色"}, {"code", "some"}, {"rights", rights}};
        role.update(more);
        const Id id = store.create(
            "user",
            {{"name", "=李"}, {"email", "li@example.com"}, {"role", format_id("rol", store.create("role", role))}});
        model::Principal loaded;
        loaded = store.model->principal(id);
        return loaded;
    }
    ExportRequest request(std::vector<std::string> fields) const
    {
        ExportRequest wanted;
        wanted.list.fields = std::move(fields);
        wanted.list.order_by = "id";
        wanted.via = "person";
        return wanted;
    }
    std::string text(const model::Principal& principal, const ExportRequest& wanted, const char* object = "customer")
    {
        const ExportFile file = exporter->run(principal, store.object(object), wanted);
        std::stringstream all;
        all << std::ifstream(file.path, std::ios::binary).rdbuf();
        std::filesystem::remove(file.path);
        return all.str();
    }
    ErrorCode refusal(const std::function<void()>& work)
    {
        try {
            work();
        } catch (const Error& error) {
            return error.code();
        }
        return ErrorCode::internal;
    }
    std::int64_t audited(const std::string& action) const
    {
        return store.number("select count(*) from audit where action = '" + action + "'");
    }

    model::TestModel store{"export"};
    std::string folder;
    std::unique_ptr<Exporter> exporter;
};

TEST_F(Export, numbers_are_numbers_and_text_is_no_formula)
{
    store.create("customer", {{"name", "=HYPERLINK(\"http://x\",\"y\")"},
                              {"annual_revenue", -70},
                              {"phone", "+8613800138000"},
                              {"code", "00123"},
                              {"remark", "\t-1,\r\n\"引号\""},
                              {"tags", "1e5"}});
    const auto rows =
        read_csv(text(store.juan(), request({"name", "annual_revenue", "phone", "code", "remark", "tags"})));
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0],
              (std::vector<std::string>{"客户名称", "年营业额（百万）", "电话", "客户编号", "备注", "标签", "水印"}));
    EXPECT_EQ(rows[1][0], "'=HYPERLINK(\"http://x\",\"y\")");
    EXPECT_EQ(rows[1][1], "-70");
    EXPECT_EQ(rows[1][2], "'+8613800138000");
    EXPECT_EQ(rows[1][3], "00123");
    EXPECT_EQ(unmarked_cell(rows[1][4]), "\t-1,\r\n\"引号\"");
    EXPECT_EQ(rows[1][5], "1e5");
}

TEST_F(Export, holds_every_record_in_the_order_of_the_list)
{
    constexpr int many = 2501;
    std::vector<Json> all;
    for (int i = 0; i < many; ++i) all.push_back({{"name", "客户" + std::to_string(i * 7919 % many)}});
    store.create_all("customer", all);
    ExportRequest wanted = request({"name"});
    wanted.list.order_by = "-name";
    const auto rows = read_csv(text(store.juan(), wanted));
    ASSERT_EQ(rows.size(), static_cast<std::size_t>(many) + 1);
    for (std::size_t i = 2; i < rows.size(); ++i) EXPECT_GT(rows[i - 1][0], rows[i][0]);
    wanted.list.filter = "name = \"客户12\"";
    EXPECT_EQ(read_csv(text(store.juan(), wanted)).size(), 2U);
    wanted.list.filter = "name = \"nobody\"";
    EXPECT_EQ(read_csv(text(store.juan(), wanted)).size(), 1U);
}

TEST_F(Export, shows_no_more_than_the_role_and_marks_the_file)
{
    const model::Principal li = person(
        {{"customer", {{"read", "all"}, {"export", "own"}, {"fields", {{"phone", "masked"}, {"remark", "hidden"}}}}}});
    const Json own{
        {"name", "自己的"}, {"phone", "+8613800138000"}, {"remark", "机密"}, {"owner", format_id("usr", li.user)}};
    store.create("customer", own);
    store.create("customer", {{"name", "别人的"}});
    const std::string file = text(li, request({}));
    EXPECT_EQ(file.find("机密"), file.npos);
    EXPECT_EQ(file.find("13800138000"), file.npos);
    EXPECT_EQ(file.find("别人的"), file.npos);
    const auto rows = read_csv(file);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_TRUE(rows[1].back().starts_with("'=李 2026-03-01 16:00 exp_"));
    EXPECT_EQ(std::count(rows[1].begin(), rows[1].end(), "'+86138****8000"), 1);
    EXPECT_EQ(refusal([&] { text(li, request({"remark"})); }), ErrorCode::field_unknown);
    EXPECT_EQ(audited("export"), 1);
}

TEST_F(Export, who_may_not_export_gets_nothing)
{
    const model::Principal li = person({{"customer", {{"read", "all"}}}});
    EXPECT_EQ(refusal([&] { text(li, request({"name"})); }), ErrorCode::forbidden);
}

TEST_F(Export, a_day_has_so_many_rows_and_a_refusal_gives_none)
{
    const model::Principal li =
        person({{"customer", {{"read", "all"}, {"export", "all"}}}}, {{"export_rows_per_day", 5}});
    for (int i = 0; i < 3; ++i) store.create("customer", {{"name", "客户"}});
    text(li, request({"name"}));
    EXPECT_EQ(refusal([&] { text(li, request({"name"})); }), ErrorCode::export_quota);
    EXPECT_EQ(store.number("select used from allowance_use"), 3);
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    EXPECT_EQ(audited("export"), 1);
    EXPECT_EQ(audited("export_refused"), 1);
    // Midnight in Shanghai is 16:00 in UTC.
    store.clock = FixedClock(*parse_instant("2026-03-01T16:00:00Z"));
    text(li, request({"name"}));
    EXPECT_EQ(store.number("select count(*) from allowance_use"), 2);
}

TEST_F(Export, files_of_an_earlier_run_are_removed)
{
    std::ofstream(folder + "/left.csv") << "x";
    exporter = std::make_unique<Exporter>(*store.model, folder);
    EXPECT_TRUE(std::filesystem::is_empty(folder));
}

}  // namespace
}  // namespace juan::action
