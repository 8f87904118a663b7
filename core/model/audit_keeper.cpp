// The last check is kept in table setting: {"verdict", "at_seq", "rows", "at", "anchors", "anchor_line"}.
#include "core/model/audit_keeper.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "core/base/log.hpp"

namespace juan::model {
namespace {

constexpr std::size_t waiting_many = 1000;
constexpr std::size_t waiting_max = 10 * waiting_many;
constexpr std::chrono::minutes verify_max{10};

bool is_same_look(const AuditRecord& a, const AuditRecord& b)
{
    return a.action == "read" && b.action == "read" && a.actor == b.actor && a.record == b.record &&
           a.object == b.object && a.detail == b.detail;
}

std::string kept_report(const AuditReport& report, Instant now)
{
    JsonWriter json;
    json.begin_object().member("verdict", verdict_name(report.verdict)).member("at_seq", report.at_seq);
    json.member("anchors", report.anchor_count).member("anchor_line", report.anchor_line_broken);
    return json.member("at", to_integer(now)).end_object().take();
}

void read_report(const std::string& text, AuditState& state)
{
    const Json json = parse_json(text);
    const std::string name = json.value("verdict", "");
    for (const Verdict verdict : {Verdict::whole, Verdict::altered, Verdict::cut, Verdict::replaced}) {
        if (verdict_name(verdict) == name) state.report.verdict = verdict;
    }
    state.report.at_seq = json.value("at_seq", std::int64_t{0});
    state.report.anchor_count = json.value("anchors", std::int64_t{0});
    state.report.anchor_line_broken = json.value("anchor_line", std::int64_t{0});
    state.verified_at = instant_from(json.value("at", std::int64_t{0}));
}

}  // namespace

void AuditKeeper::note(AuditRecord record)
{
    {
        const std::lock_guard lock(mutex_);
        if (std::any_of(waiting_.begin(), waiting_.end(),
                        [&](const AuditRecord& w) { return is_same_look(w, record); })) {
            return;
        }
        if (waiting_.size() >= waiting_max) {
            throw Error(ErrorCode::store_busy);
        }
        waiting_.push_back(std::move(record));
        if (waiting_.size() < waiting_many) {
            return;
        }
    }
    // Not when another thread is at it: that one may wait for the writer, which this one may be.
    if (const std::unique_lock turn(flush_mutex_, std::try_to_lock); turn.owns_lock()) {
        write_waiting();
    }
}

void AuditKeeper::flush()
{
    const std::lock_guard turn(flush_mutex_);
    write_waiting();
}

void AuditKeeper::write_waiting()
{
    std::vector<AuditRecord> records;
    {
        const std::lock_guard lock(mutex_);
        records = waiting_;
    }
    if (records.empty()) {
        return;
    }
    model_.database().write([&](store::Session& session) {
        for (const AuditRecord& record : records) model_.audit(session, record);
    });
    const std::lock_guard lock(mutex_);
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(records.size()));
}

void AuditKeeper::anchor()
{
    const std::lock_guard lock(anchor_mutex_);
    Anchor head;
    model_.database().read([&](store::Session& session) { head = audit_head(session, model_.clock().now()); });
    const auto keys = model_.keys();
    const Anchors anchors = read_anchors(anchor_path_, *keys);
    const bool is_there =
        !anchors.all.empty() && anchors.all.back().seq == head.seq && anchors.all.back().hash == head.hash;
    if (head.seq == 0 || is_there) {
        return;
    }
    if (!anchors.all.empty() && anchors.all.back().seq > head.seq) {
        log_error("audit_shorter_than_anchor", {{"rows", head.seq}, {"anchored", anchors.all.back().seq}});
    }
    append_anchor(anchor_path_, *keys, head);
}

AuditState AuditKeeper::verify(const Principal& by)
{
    flush();
    const Instant now = model_.clock().now();
    const Anchors anchors = read_anchors(anchor_path_, *model_.keys());
    AuditReport report;
    model_.database().read([&](store::Session& session) { report = verify_audit(session, *model_.keys(), anchors); },
                           verify_max);
    model_.database().write([&](store::Session& session) {
        session.execute(
            "insert into setting(key, value) values ('audit_report', $1) "
            "on conflict (key) do update set value = excluded.value",
            store::values(kept_report(report, now)));
        model_.audit(session, {now, by.user, "person", "audit_verified", "", Id::none, kept_report(report, now)});
    });
    return state();
}

AuditState AuditKeeper::state() const
{
    AuditState state;
    model_.database().read([&](store::Session& session) {
        {
            const auto cursor = session.query("select value from setting where key = 'audit_report'");
            if (cursor->next()) read_report(std::string(cursor->text(0)), state);
        }
        const Anchor head = audit_head(session, model_.clock().now());
        state.report.rows = head.rows;
        state.report.head = head.hash;
    });
    const Anchors anchors = read_anchors(anchor_path_, *model_.keys());
    if (!anchors.all.empty()) state.anchored_at = anchors.all.back().at;
    return state;
}

}  // namespace juan::model
