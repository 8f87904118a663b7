// Whoever has the database file but not the key changes the audit in every way there is; each is found out.
#include "core/model/audit.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <random>

#include "core/base/secret.hpp"
#include "core/model/audit_keeper.hpp"
#include "core/model/test_model.hpp"

namespace juan::model {
namespace {

using store::values;

// Thrown to undo what a test did to the store.
struct Undo {};

class AuditTest : public ::testing::Test {
protected:
    AuditTest()
    {
        start_secrets();
        std::filesystem::remove(anchor_path);
        write_rows(20);
    }
    ~AuditTest() override { std::filesystem::remove(anchor_path); }

    void write_rows(int count)
    {
        for (int i = 0; i < count; ++i) {
            test.create("customer", {{"name", "客户" + std::to_string(test.number("select count(*) from customer"))}});
        }
    }
    void anchor() { AuditKeeper(*test.model, anchor_path).anchor(); }
    std::int64_t rows() const { return test.number("select count(*) from audit"); }

    AuditReport verify(store::Session& session) const
    {
        return verify_audit(session, *test.model->keys(), read_anchors(anchor_path, *test.model->keys()));
    }
    AuditReport report() const
    {
        AuditReport found;
        test.database->read([&](store::Session& session) { found = verify(session); });
        return found;
    }
    // What is found after `work`, which is then undone.
    AuditReport after(const std::function<void(store::Session&)>& work)
    {
        AuditReport found;
        try {
            test.database->write([&](store::Session& session) {
                work(session);
                found = verify(session);
                throw Undo();
            });
        } catch (const Undo&) {
        }
        return found;
    }

    TestModel test{"audit_test"};
    std::string anchor_path =
        (std::filesystem::temp_directory_path() / ("juan_audit_test_" + std::to_string(::getpid()) + ".anchors"))
            .string();
};

void cut(store::Session& session, std::int64_t from)
{
    session.execute("delete from audit where seq >= $1", values(from));
}

AuditRecord forged(int number)
{
    return {*parse_instant("2026-03-01T08:00:00Z"),  Id::none, "person", "update", "customer", Id::none,
            "{\"n\":" + std::to_string(number) + "}"};
}

TEST_F(AuditTest, IsWholeWhenNobodyTouchedIt)
{
    EXPECT_EQ(report().verdict, Verdict::whole);
    EXPECT_EQ(report().anchor_count, 0);
    anchor();
    write_rows(3);
    anchor();
    anchor();  // Nothing new: no further line.
    const AuditReport found = report();
    EXPECT_EQ(found.verdict, Verdict::whole);
    EXPECT_EQ(found.rows, rows());
    EXPECT_EQ(found.anchor_count, 2);
}

TEST_F(AuditTest, StaysInOrderWhenTheClockJumpsBack)
{
    anchor();
    test.clock = FixedClock(*parse_instant("2020-01-01T00:00:00Z"));
    write_rows(2);
    anchor();
    EXPECT_EQ(report().verdict, Verdict::whole);
    EXPECT_EQ(report().anchor_count, 2);
}

TEST_F(AuditTest, EveryChangeOfAnyColumnIsNoticed)
{
    anchor();
    for (const char* column :
         {"at", "actor_id", "via", "action", "object", "record_id", "detail", "previous", "hash"}) {
        for (const std::int64_t seq : {std::int64_t{1}, std::int64_t{7}, rows()}) {
            const AuditReport found = after([&](store::Session& session) {
                session.execute("update audit set \"" + std::string(column) + "\" = $1 where seq = $2",
                                values("7", seq));
            });
            // The hash of the last row is also what the anchor says.
            EXPECT_EQ(found.verdict, Verdict::altered) << column << " of row " << seq;
            EXPECT_EQ(found.at_seq, seq) << column;
        }
    }
}

TEST_F(AuditTest, TellsCutFromReplacedFromAltered)
{
    const std::int64_t first = rows();
    anchor();
    write_rows(10);
    anchor();
    const std::int64_t last = rows();
    const AuditReport tail = after([&](store::Session& session) { cut(session, last - 2); });
    EXPECT_EQ(tail.verdict, Verdict::cut);
    EXPECT_EQ(tail.at_seq, last - 2);
    const AuditReport nothing = after([&](store::Session& session) { cut(session, 1); });
    EXPECT_EQ(nothing.verdict, Verdict::cut);
    EXPECT_EQ(nothing.at_seq, 1);
    const AuditReport middle =
        after([&](store::Session& session) { session.execute("delete from audit where seq = $1", values(first - 1)); });
    EXPECT_EQ(middle.verdict, Verdict::altered);
    EXPECT_EQ(middle.at_seq, first - 1);
    // An older copy of the store on which the server worked on, with the right key.
    const AuditReport older = after([&](store::Session& session) {
        cut(session, first + 1);
        for (int i = 0; i < 20; ++i) append_audit(session, *test.model->keys(), forged(i));
    });
    EXPECT_EQ(older.verdict, Verdict::replaced);
    EXPECT_EQ(older.at_seq, last);
    // All of it anew, by somebody without the key.
    const Keyring another(Vault::make());
    const AuditReport rewritten = after([&](store::Session& session) {
        cut(session, 1);
        for (int i = 0; i < last; ++i) append_audit(session, another, forged(i));
    });
    EXPECT_EQ(rewritten.verdict, Verdict::replaced);
    EXPECT_EQ(rewritten.at_seq, 1);
    // Cut and appended to without the key.
    const AuditReport appended = after([&](store::Session& session) {
        cut(session, last);
        append_audit(session, another, forged(1));
    });
    EXPECT_EQ(appended.verdict, Verdict::altered);
    EXPECT_EQ(appended.at_seq, last);
    EXPECT_EQ(report().verdict, Verdict::whole);
}

// Random changes of every kind; with the anchor all are noticed, without it all but those at the end alone.
TEST_F(AuditTest, AThousandRandomChangesAreAllNoticed)
{
    anchor();
    const Keyring another(Vault::make());
    const Anchors anchors = read_anchors(anchor_path, *test.model->keys());
    std::mt19937 random(7);
    const auto below = [&](std::int64_t bound) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(bound));
    };
    const std::int64_t last = rows();
    for (int i = 0; i < 1000; ++i) {
        const std::int64_t kind = i % 7;
        const std::int64_t seq = 1 + below(last - 1);
        const bool is_tail_only = kind == 3;
        bool is_noticed_without = false;
        const AuditReport found = after([&](store::Session& session) {
            switch (kind) {
                case 0: session.execute("update audit set detail = detail || ' ' where seq = $1", values(seq)); break;
                case 1: session.execute("delete from audit where seq = $1", values(seq)); break;
                case 2:  // one taken out, and the rest moved up
                    session.execute("delete from audit where seq = $1", values(seq));
                    session.execute("update audit set seq = -seq where seq > $1", values(seq));
                    session.execute("update audit set seq = -seq - 1 where seq < 0");
                    break;
                case 3: cut(session, seq + 1); break;
                case 4:  // a row once more, at the end
                    session.execute(
                        "insert into audit select $1, at, actor_id, via, action, object, record_id, detail, previous, "
                        "hash from audit where seq = $2",
                        values(last + 1, seq));
                    break;
                case 5:  // two change places
                    session.execute("update audit set seq = 0 where seq = $1", values(seq));
                    session.execute("update audit set seq = $1 where seq = $2", values(seq, seq + 1));
                    session.execute("update audit set seq = $1 where seq = 0", values(seq + 1));
                    break;
                default:
                    cut(session, seq);
                    for (std::int64_t row = seq; row <= last; ++row) append_audit(session, another, forged(i));
            }
            is_noticed_without = verify_audit(session, *test.model->keys(), {}).verdict != Verdict::whole;
        });
        EXPECT_NE(found.verdict, Verdict::whole) << "kind " << kind << " at " << seq;
        EXPECT_EQ(is_noticed_without, !is_tail_only) << "kind " << kind << " at " << seq;
    }
    EXPECT_EQ(anchors.all.size(), 1U);
    EXPECT_EQ(report().verdict, Verdict::whole);
}

TEST_F(AuditTest, ATouchedAnchorFileProvesNothingAndALineCutByPowerDoesNoHarm)
{
    anchor();
    write_rows(1);
    anchor();
    std::ofstream(anchor_path, std::ios::app) << "2026-03-01T08:00:00.000Z 30 1:ab";
    EXPECT_EQ(report().verdict, Verdict::whole);
    write_rows(1);
    anchor();  // Over what is left of the line.
    EXPECT_EQ(report().verdict, Verdict::whole);
    EXPECT_EQ(report().anchor_count, 3);
    std::stringstream text;
    text << std::ifstream(anchor_path).rdbuf();
    std::string touched = text.str();
    const auto digit = touched.find(" 2");  // of the sequence in the first line
    touched[digit + 1] = '1';
    std::ofstream(anchor_path, std::ios::trunc) << touched;
    EXPECT_EQ(report().verdict, Verdict::unverified);
    EXPECT_EQ(report().anchor_line_broken, 1);
    // A line taken out shows in the next one.
    std::ofstream(anchor_path, std::ios::trunc) << text.str().substr(text.str().find('\n') + 1);
    EXPECT_EQ(report().anchor_line_broken, 1);
}

TEST_F(AuditTest, WaitingNotesComeTogetherAndEqualLooksAreOne)
{
    AuditKeeper keeper(*test.model, anchor_path);
    const std::int64_t before = rows();
    AuditRecord look{test.clock.now(), id_from(7), "person", "read", "product", id_from(9), "{}"};
    keeper.note(look);
    keeper.note(look);
    look.record = id_from(10);
    keeper.note(look);
    AuditRecord refusal = forged(1);
    refusal.action = "refused";
    keeper.note(refusal);
    keeper.note(refusal);
    EXPECT_EQ(rows(), before);
    keeper.flush();
    EXPECT_EQ(rows(), before + 4);
    keeper.flush();
    EXPECT_EQ(rows(), before + 4);
    EXPECT_EQ(report().verdict, Verdict::whole);
}

TEST_F(AuditTest, WhenManyWaitTheyAreWrittenAtOnce)
{
    AuditKeeper keeper(*test.model, anchor_path);
    const std::int64_t before = rows();
    for (int i = 0; i < 1500; ++i) {
        AuditRecord refusal = forged(i);
        refusal.action = "refused";
        keeper.note(refusal);
    }
    EXPECT_EQ(rows(), before + 1000);
    keeper.flush();
    EXPECT_EQ(rows(), before + 1500);
}

TEST_F(AuditTest, ALookAtASensitiveFieldIsTold)
{
    std::vector<AuditRecord> told;
    test.model->set_witness([&](AuditRecord record) { told.push_back(std::move(record)); });
    const Id open = test.create("product", {{"name", "甲"}, {"sku", "A"}});
    const Id secret =
        test.create("product", {{"name", "乙"}, {"sku", "B"}, {"cost", {{"amount", "3"}, {"currency", "CNY"}}}});
    Principal person = test.juan();
    test.model->find(person, test.object("product"), secret);
    EXPECT_TRUE(told.empty());  // Juan itself.
    person.user = id_from(77);
    test.model->find(person, test.object("product"), open);
    EXPECT_TRUE(told.empty());  // Nothing stands there.
    test.model->find(person, test.object("product"), secret);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].action, "read");
    EXPECT_EQ(told[0].record, secret);
    EXPECT_EQ(told[0].detail, R"({"fields":["cost"],"count":1})");
    test.model->list(person, test.object("product"), {});
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[1].record, Id::none);
    ListRequest names;
    names.fields = {"name"};
    test.model->list(person, test.object("product"), names);
    EXPECT_EQ(told.size(), 2U);
}

}  // namespace
}  // namespace juan::model
