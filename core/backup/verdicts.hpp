// What test restores have found, kept beside the pieces: which of them can be relied on.
#pragma once

#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/time.hpp"
#include "core/store/backup.hpp"

namespace juan::backup {

enum class State { unverified, verified, failed };
std::string_view state_name(State state);

// Why something failed, for people. Both empty: it did not.
struct Reason {
    std::string zh;
    std::string en;
};

// Of the pieces of one kind with these numbers.
struct Verdict {
    store::PieceKind kind = store::PieceKind::full;
    std::uint64_t epoch = 0;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    State state = State::unverified;
    Instant at{};
    Reason why;
};

struct Item {
    store::Piece piece;
    State state = State::unverified;
    Instant verified_at{};
    Reason why;
};

// Of no file: none. Unreadable lines count for nothing: what they told is unverified again.
std::vector<Verdict> read_verdicts(const std::string& folder);
// Throws Error backup_io, backup_full_disk.
void write_verdicts(const std::string& folder, const std::vector<Verdict>& verdicts);

// Each piece with its latest verdict; one whose header cannot be read has failed.
std::vector<Item> judge(const std::vector<store::Piece>& pieces, const std::vector<Verdict>& verdicts);

// The pieces that nothing at or after `keep_from` needs any more: those before the newest verified full piece that is
// older. Without such a one none, so that the newest verified full piece always stays.
std::vector<store::Piece> superseded(const std::vector<Item>& items, Instant keep_from);

}  // namespace juan::backup
