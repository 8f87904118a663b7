// The one way to write and the one way to read, on a real store.
#include "core/model/model.hpp"

#include <gtest/gtest.h>

#include "core/base/text.hpp"
#include "core/model/audit.hpp"
#include "core/model/test_model.hpp"

namespace juan::model {
namespace {

ErrorCode code_of(const std::function<void()>& work)
{
    try {
        work();
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::internal;
}

TEST(ModelTest, ARefusedChangeLeavesNothingBehind)
{
    TestModel test("refused");
    const auto before = test.number("select count(*) from audit") + test.number("select count(*) from change");
    EXPECT_EQ(code_of([&] { test.create("customer", {{"phone", "13800000000"}}); }), ErrorCode::field_required);
    EXPECT_EQ(test.number("select count(*) from customer"), 0);
    EXPECT_EQ(test.number("select count(*) from record_count"), 0);
    EXPECT_EQ(test.number("select count(*) from audit") + test.number("select count(*) from change"), before);
}

TEST(ModelTest, EveryWriteHasOneAuditRowAndOneChange)
{
    TestModel test("audit");
    const Id id = test.create("customer", {{"name", "甲"}});
    test.update("customer", id, {{"industry", "茶叶"}});
    test.update("customer", id, {{"industry", "茶叶"}});  // Nothing new: nothing is written.
    test.erase("customer", id);
    EXPECT_EQ(test.number("select count(*) from audit"), 3);
    EXPECT_EQ(test.number("select count(*) from change"), 3);
    EXPECT_EQ(test.number("select count(*) from trash"), 1);
    test.database->read([&](store::Session& session) {
        const AuditReport report = verify_audit(session, *test.model->keys(), {});
        EXPECT_EQ(report.verdict, Verdict::whole);
        EXPECT_EQ(report.rows, 3);
    });
}

TEST(ModelTest, RollUpsOfAnEarlierDeclarationAreWorkedOutAnew)
{
    TestModel test("roll_ups");
    const Id customer = test.create("customer", {{"name", "甲"}});
    test.create("order", {{"number", "S1"},
                          {"customer", format_id("cus", customer)},
                          {"ordered_at", "2026-03-01T00:00:00Z"},
                          {"total", 120}});
    const auto count = [&] { return test.number("select order_count from customer"); };
    const auto changes = [&] { return test.number("select count(*) from change where object = 'customer'"); };
    ASSERT_EQ(count(), 1);
    test.model->keep_derived();  // Of a store that was made before it was known how they were worked out.
    test.database->write([](store::Session& session) { session.script("update customer set order_count = 99"); });
    const std::int64_t before = changes();
    test.model->keep_derived();
    EXPECT_EQ(count(), 99) << "declared as before: nobody looks";
    EXPECT_EQ(changes(), before);
    test.database->write([](store::Session& session) {
        session.script("update meta set value = 'otherwise' where key = 'roll_ups:customer:order'");
    });
    test.model->keep_derived();
    EXPECT_EQ(count(), 1);
    EXPECT_EQ(changes(), before + 1) << "mirrors hear of it";
}

TEST(ModelTest, AnOrderHasANewVersionWhenOneOfItsLinesIsWritten)
{
    TestModel test("lines");
    const Id order = test.create("order", {{"number", "S1"}, {"ordered_at", "2026-03-01T00:00:00Z"}});
    const Id other = test.create("order", {{"number", "S2"}, {"ordered_at", "2026-03-01T00:00:00Z"}});
    const auto version = [&](Id id) { return version_of(test.row("order", id)); };
    const auto name = [](Id id) { return format_id("ord", id); };
    const Id line = test.create("order_line", {{"order", name(order)}, {"quantity", 1}, {"unit_price", 2}});
    EXPECT_EQ(version(order), 2);
    test.update("order_line", line, {{"quantity", 1}});  // Nothing new.
    EXPECT_EQ(version(order), 2);
    test.update("order_line", line, {{"order", name(other)}});
    EXPECT_EQ(version(order), 3);
    EXPECT_EQ(version(other), 2);
    test.model->write(test.juan(), test.person, [&](Writer& writer) {
        for (int i = 0; i < 3; ++i) {
            const auto draft = test.draft("order_line", {{"order", name(order)}, {"quantity", 1}, {"unit_price", i}});
            EXPECT_TRUE(writer.apply({Action::create, &test.object("order_line"), Id::none, {}, draft}).has_value());
        }
        const auto remark = test.draft("order", {{"remark", "x"}});
        EXPECT_TRUE(writer.apply({Action::update, &test.object("order"), order, {}, remark}).has_value());
        return std::string();
    });
    EXPECT_EQ(version(order), 4);
    test.erase("order_line", line);
    EXPECT_EQ(version(other), 3);
}

TEST(ModelTest, TotalsOfListsFollowEveryWrite)
{
    TestModel test("totals");
    const Object& customer = test.object("customer");
    const Id first = test.create("customer", {{"name", "甲"}});
    test.create("customer", {{"name", "乙"}});
    EXPECT_EQ(test.model->count(test.juan(), customer, ""), 2);
    EXPECT_EQ(test.model->count(test.juan(), customer, "name = \"甲\""), 1);
    test.erase("customer", first);
    EXPECT_EQ(test.model->count(test.juan(), customer, ""), 1);
}

TEST(ModelTest, ARehearsalChangesNothing)
{
    TestModel test("rehearsal");
    test.model->rehearse(test.juan(), test.person, [&](Writer& writer) {
        const auto outcome = writer.apply(
            {Action::create, &test.object("customer"), Id::none, {}, test.draft("customer", {{"name", "甲"}})});
        EXPECT_TRUE(outcome.has_value());
    });
    EXPECT_EQ(test.number("select count(*) from customer"), 0);
    EXPECT_EQ(test.number("select count(*) from audit"), 0);
}

TEST(ModelTest, SearchTokensWorkedOutAheadStandForTheirOwnTextOnly)
{
    TestModel test("model_tokens_ahead");
    const auto found = [&](const char* typed) {
        ListRequest request;
        request.search = typed;
        return test.model->list(test.juan(), test.object("customer"), request).total;
    };
    const auto create = [&](const char* name, std::vector<TokensAhead> tokens) {
        Change change{Action::create, &test.object("customer"), Id::none, {}, test.draft("customer", {{"name", name}})};
        change.tokens = std::move(tokens);
        test.model->write(test.juan(), {}, change);
    };
    create("张子涵", tokens_ahead(test.draft("customer", {{"name", "张子涵"}})));
    create("李明", tokens_ahead(test.draft("customer", {{"name", "王芳"}})));
    EXPECT_EQ(found("子涵"), 1);
    EXPECT_EQ(found("liming"), 1);
    EXPECT_EQ(found("王芳"), 0);
    const auto one = tokens_ahead(test.draft("customer", {{"name", "张子涵"}, {"remark", "甲"}}));
    ASSERT_EQ(one.size(), 1u);
    EXPECT_EQ(one.front().tokens, search_tokens("张子涵"));
}

TEST(ModelTest, ARecordWithAnotherNumberIsAnotherRecord)
{
    TestModel test("match");
    test.create("product", {{"name", "龙井"}, {"sku", "A1"}});
    test.create("product", {{"name", "碧螺春"}});
    test.model->rehearse(test.juan(), test.person, [&](Writer& writer) {
        const Object& product = test.object("product");
        EXPECT_NE(writer.find_match(product, test.draft("product", {{"name", "x"}, {"sku", "A1"}})), Id::none);
        EXPECT_EQ(writer.find_match(product, test.draft("product", {{"name", "龙井"}, {"sku", "B2"}})), Id::none);
        EXPECT_NE(writer.find_match(product, test.draft("product", {{"name", "碧螺春"}, {"sku", "B2"}})), Id::none);
    });
}

TEST(ModelTest, PagesNeverOverlapAndOrderIsStable)
{
    TestModel test("pages");
    for (int i = 0; i < 25; ++i) {
        test.create("customer", {{"name", i % 3 == 0 ? "同名" : "别名"}});
    }
    std::set<std::int64_t> seen;
    ListRequest request;
    request.order_by = "name";
    request.page_size = 10;
    do {
        const Page page = test.model->list(test.juan(), test.object("customer"), request);
        EXPECT_EQ(page.total, 25);
        for (const Row& row : page.rows) {
            EXPECT_TRUE(seen.insert(to_integer(id_of(row))).second);
        }
        request.page_token = page.next_page_token;
    } while (!request.page_token.empty());
    EXPECT_EQ(seen.size(), 25u);
}

TEST(DeclarationTest, AWrongDeclarationSaysWhereAndWhat)
{
    const auto what = [](const std::string& json) {
        try {
            Catalogue catalogue({{"objects/thing/thing.json", json}});
        } catch (const Error& error) {
            return sentence(error.finding(), Language::en);
        }
        return std::string();
    };
    const std::string head = R"({"label": ["物", "Thing"], "plural": "Things", "prefix": "thi", "title": "name", )";
    EXPECT_EQ(what("{"), "objects/thing/thing.json: is not JSON");
    EXPECT_NE(what(head + R"("fields": {"name": {"type": "txt", "label": ["名", "Name"]}}})").find("/fields/name/type"),
              std::string::npos);
    EXPECT_NE(what(head + R"("fields": {"name": {"type": "text"}}})").find("\"label\" is missing"), std::string::npos);
    EXPECT_NE(what(head + R"("colour": 1, "fields": {}})").find("\"colour\" is not known"), std::string::npos);
    EXPECT_NE(
        what(head + R"("fields": {"id": {"type": "text", "label": ["名", "Name"]}}})").find("belongs to the system"),
        std::string::npos);
    EXPECT_NE(what(head + R"("fields": {}})").find("/title: there is no field name"), std::string::npos);
}

}  // namespace
}  // namespace juan::model
