// Which pieces a restore needs, in order.
#pragma once

#include <vector>

#include "core/store/backup.hpp"

namespace juan::store {

struct RestorePlan {
    Piece full;
    std::vector<Piece> increments;  // in order, without a gap; those up to full.number complete it
};

// `pieces` as list_pieces gives them. Throws Error backup_none, backup_too_early, backup_missing, backup_damaged.
RestorePlan plan_restore(const RestoreOrder& order, const std::vector<Piece>& pieces);

}  // namespace juan::store
