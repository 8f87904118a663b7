// What cannot be joined on is refused rather than left out: silence would pass an older state off as the latest.
#include "core/store/backup/plan.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/base/error.hpp"
#include "core/store/backup/header.hpp"

namespace juan::store {
namespace {

[[noreturn]] void fail_missing(const RestoreOrder& order, const std::string& name, Instant until)
{
    const std::string time = until == Instant{} ? "—" : format_instant(until);
    throw Error(ErrorCode::backup_missing, {{"folder", order.folder}, {"file", name}, {"time", time}});
}

bool is_wanted(const RestoreOrder& order, const Piece& piece)
{
    return order.full.empty() ? !order.at || piece.to <= *order.at : piece.name == order.full;
}

// The newest full piece that fits.
const Piece& choose_full(const RestoreOrder& order, const std::vector<Piece>& pieces)
{
    const Piece* chosen = nullptr;
    const Piece* earliest = nullptr;
    const Piece* broken = nullptr;
    for (const Piece& piece : pieces) {
        if (piece.kind != PieceKind::full) continue;
        if (!piece.fault.empty()) {
            const bool is_after = order.at && instant_from(static_cast<std::int64_t>(piece.epoch)) > *order.at;
            if (order.full.empty() ? !is_after : piece.name == order.full) broken = &piece;
            continue;
        }
        if (earliest == nullptr || piece.to < earliest->to) earliest = &piece;
        if (is_wanted(order, piece) && (chosen == nullptr || piece.to >= chosen->to)) {
            chosen = &piece;
            broken = nullptr;
        }
    }
    // Increments lead from an older full piece of the epoch to any later time.
    const bool is_spared = order.at && chosen != nullptr && broken != nullptr && broken->epoch == chosen->epoch;
    if (broken != nullptr && !is_spared) fail_damaged(broken->name, broken->fault);
    if (chosen != nullptr) return *chosen;
    if (earliest == nullptr || !order.at) throw Error(ErrorCode::backup_none, {{"folder", order.folder}});
    throw Error(ErrorCode::backup_too_early,
                {{"at", format_instant(*order.at)}, {"from", format_instant(earliest->to)}});
}

// The latest time that needs none of the increments from `number` of this epoch on.
Instant latest_without(const std::vector<Piece>& pieces, std::uint64_t epoch, std::uint64_t number)
{
    Instant latest{};
    for (const Piece& piece : pieces) {
        if (piece.kind == PieceKind::full && piece.fault.empty() &&
            std::tie(piece.epoch, piece.number) < std::tie(epoch, number)) {
            latest = std::max(latest, piece.to);
        }
    }
    return latest;
}

}  // namespace

RestorePlan plan_restore(const RestoreOrder& order, const std::vector<Piece>& pieces)
{
    RestorePlan plan{choose_full(order, pieces), {}};
    std::map<std::uint64_t, const Piece*> increments;
    for (const Piece& piece : pieces) {
        if (piece.kind == PieceKind::increment && piece.epoch == plan.full.epoch) increments[piece.number] = &piece;
    }
    const std::uint64_t last = increments.empty() ? plan.full.number : increments.rbegin()->first;
    Instant until = latest_without(pieces, plan.full.epoch, plan.full.number);
    for (std::uint64_t number = plan.full.first_increment; number <= std::max(last, plan.full.number); ++number) {
        const bool is_part_of_full = number <= plan.full.number;
        if (!is_part_of_full && order.at && until >= *order.at) break;
        if (!is_part_of_full && order.last > 0 && number > order.last) break;
        const auto found = increments.find(number);
        if (found == increments.end()) {
            fail_missing(order, piece_name(PieceKind::increment, plan.full.epoch, number), until);
        }
        const Piece& piece = *found->second;
        if (!piece.fault.empty()) fail_damaged(piece.name, piece.fault);
        if (!is_part_of_full && order.at && piece.from > *order.at) break;
        plan.increments.push_back(piece);
        if (number >= plan.full.number) until = piece.to;
    }
    return plan;
}

}  // namespace juan::store
