// The chain: hash = keyed BLAKE2b(previous hash, and every column with its length).
#include "core/model/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/base/secret.hpp"

namespace juan::model {
namespace {

constexpr std::string_view columns = "seq, at, actor_id, via, action, object, record_id, detail, previous, hash";

// What a row's hash is over. Lengths stand before texts, so that no two rows read the same.
std::string chained(std::string_view previous, std::int64_t seq, const AuditRecord& record)
{
    return fmt::format("{}|{}|{}|{}|{}:{}|{}:{}|{}:{}|{}|{}:{}", previous, seq, to_integer(record.at),
                       to_integer(record.actor), record.via.size(), record.via, record.action.size(), record.action,
                       record.object.size(), record.object, to_integer(record.record), record.detail.size(),
                       record.detail);
}

// Requires: a cursor over `columns`.
AuditRecord record_of(const store::Cursor& cursor)
{
    return {instant_from(cursor.integer(1)), id_from(cursor.integer(2)),  std::string(cursor.text(3)),
            std::string(cursor.text(4)),     std::string(cursor.text(5)), id_from(cursor.integer(6)),
            std::string(cursor.text(7))};
}

// How the rows stand to the anchors.
struct Comparison {
    std::int64_t matching = 0;
    std::int64_t first_differing = 0;  // sequence; 0: none
    std::int64_t last_anchored = 0;    // sequence
};

Verdict decide(std::int64_t first_fault, std::int64_t rows, const Comparison& anchored)
{
    if (anchored.first_differing > 0 && (first_fault == 0 || (first_fault == 1 && anchored.matching == 0))) {
        return Verdict::replaced;
    }
    if (first_fault > 0) return Verdict::altered;
    return anchored.last_anchored > rows ? Verdict::cut : Verdict::whole;
}

std::int64_t place_of(Verdict verdict, std::int64_t first_fault, std::int64_t rows, const Comparison& anchored)
{
    switch (verdict) {
        case Verdict::altered: return first_fault;
        case Verdict::cut: return rows + 1;
        case Verdict::replaced: return first_fault > 0 ? first_fault : anchored.first_differing;
        case Verdict::whole:
        case Verdict::unverified: return 0;
    }
    return 0;
}

}  // namespace

void append_audit(store::Session& session, const Keyring& keys, const AuditRecord& record)
{
    std::int64_t seq = 1;
    std::string previous;
    {
        const auto last = session.query("select seq, hash from audit order by seq desc limit 1");
        if (last->next()) {
            seq = last->integer(0) + 1;
            previous = last->text(1);
        }
    }
    session.execute(
        "insert into audit(seq, at, actor_id, via, action, object, record_id, detail, previous, hash) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        store::values(seq, to_integer(record.at), to_integer(record.actor), record.via, record.action, record.object,
                      to_integer(record.record), record.detail, previous,
                      keys.sign("audit", chained(previous, seq, record))));
}

Anchor audit_head(store::Session& session, Instant now)
{
    Anchor head{now, 0, "", 0};
    const auto last = session.query("select seq, hash from audit order by seq desc limit 1");
    if (last->next()) {
        head.seq = head.rows = last->integer(0);
        head.hash = last->text(1);
    }
    return head;
}

std::string_view verdict_name(Verdict verdict)
{
    static constexpr std::array<std::string_view, 5> names = {"unverified", "whole", "altered", "cut", "replaced"};
    return names.at(static_cast<std::size_t>(verdict));
}

AuditReport verify_audit(store::Session& session, const Keyring& keys, const Anchors& anchors)
{
    AuditReport report;
    std::multimap<std::int64_t, const std::string*> hashes;
    Comparison anchored;
    for (const Anchor& anchor : anchors.all) {
        hashes.emplace(anchor.seq, &anchor.hash);
        anchored.last_anchored = std::max(anchored.last_anchored, anchor.seq);
    }
    std::int64_t first_fault = 0;
    std::string previous;
    const auto cursor = session.query(fmt::format("select {} from audit order by seq", columns));
    while (cursor->next()) {
        const std::int64_t seq = cursor->integer(0);
        ++report.rows;
        if (first_fault == 0 &&
            (seq != report.rows || cursor->text(8) != previous ||
             !keys.is_signed("audit", chained(previous, seq, record_of(*cursor)), cursor->text(9)))) {
            first_fault = report.rows;
        }
        previous = cursor->text(9);
        const auto [begin, end] = hashes.equal_range(seq);
        for (auto hash = begin; hash != end; ++hash) {
            if (*hash->second == previous) ++anchored.matching;
            else if (anchored.first_differing == 0) anchored.first_differing = seq;
        }
    }
    report.head = previous;
    report.anchor_count = static_cast<std::int64_t>(anchors.all.size());
    report.anchor_line_broken = anchors.line_broken;
    report.verdict = decide(first_fault, report.rows, anchored);
    report.at_seq = place_of(report.verdict, first_fault, report.rows, anchored);
    if (report.verdict == Verdict::whole && anchors.line_broken > 0) {
        report.verdict = Verdict::unverified;
    }
    return report;
}

std::string sentence(const AuditReport& report, Language language)
{
    const bool is_chinese = language == Language::zh;
    const std::int64_t at = report.at_seq;
    switch (report.verdict) {
        case Verdict::whole:
            if (report.anchor_count == 0) {
                return is_chinese
                           ? fmt::format("共 {} 条审计记录，每一条都与写入时一致；还没有锚点，末尾若被截掉无法发现。",
                                         report.rows)
                           : fmt::format(
                                 "{} audit rows, each as it was written. There is no anchor yet, so rows "
                                 "cut off the end would not be noticed.",
                                 report.rows);
            }
            return is_chinese
                       ? fmt::format("共 {} 条审计记录，完整无误，与 {} 个锚点一致。", report.rows, report.anchor_count)
                       : fmt::format("{} audit rows, whole, and as {} anchors say.", report.rows, report.anchor_count);
        case Verdict::altered:
            return is_chinese ? fmt::format("审计记录从第 {} 条起与写入时不一致：有记录被修改、删除或插入。", at)
                              : fmt::format(
                                    "The audit is not as it was written from row {} on: a row was changed, "
                                    "taken out or put in.",
                                    at);
        case Verdict::cut:
            return is_chinese
                       ? fmt::format("审计记录缺少末尾：第 {} 条及以后不见了。末尾被截掉，或数据目录被换成了旧的副本。",
                                     at)
                       : fmt::format(
                             "The end of the audit is missing from row {} on: it was cut off, or an "
                             "older copy was put in the place of the data folder.",
                             at);
        case Verdict::replaced:
            return is_chinese
                       ? fmt::format("审计记录不是原来的那一份：第 {} 条与锚点不符，整份记录被重写或替换过。", at)
                       : fmt::format(
                             "This is not the audit that was anchored: row {} is another one. The audit "
                             "was rewritten or replaced.",
                             at);
        case Verdict::unverified: break;
    }
    if (report.anchor_line_broken > 0) {
        return is_chinese
                   ? fmt::format("锚点文件第 {} 行与写入时不一致，无法核对审计记录的末尾。", report.anchor_line_broken)
                   : fmt::format(
                         "Line {} of the anchor file is not as it was written; the end of the audit "
                         "cannot be held against it.",
                         report.anchor_line_broken);
    }
    return is_chinese ? "审计记录还没有核对过。" : "The audit has not been checked yet.";
}

std::int64_t sign_old_chain(store::Session& session, const Keyring& keys)
{
    constexpr int rows_at_once = 1000;
    std::int64_t seq = 0;
    std::string previous;
    std::string previous_signed;
    for (bool is_over = false; !is_over;) {
        std::vector<std::pair<std::int64_t, std::pair<std::string, std::string>>> fresh;  // seq, (previous, hash)
        {
            const auto cursor =
                session.query(fmt::format("select {} from audit where seq > $1 order by seq limit $2", columns),
                              store::values(seq, std::int64_t{rows_at_once}));
            while (cursor->next()) {
                const AuditRecord record = record_of(*cursor);
                const bool is_next = cursor->integer(0) == ++seq && cursor->text(8) == previous;
                if (!is_next || cursor->text(9) != hash_hex(chained(previous, seq, record))) {
                    throw Error(ErrorCode::store_failed, {{"what", fmt::format("audit row {} was altered", seq)}});
                }
                previous = cursor->text(9);
                std::string hash = keys.sign("audit", chained(previous_signed, seq, record));
                fresh.push_back({seq, {previous_signed, hash}});
                previous_signed = std::move(hash);
            }
        }
        for (const auto& [row, hashes] : fresh) {
            session.execute("update audit set previous = $1, hash = $2 where seq = $3",
                            store::values(hashes.first, hashes.second, row));
        }
        is_over = fresh.empty();
    }
    return seq;
}

}  // namespace juan::model
