// Which pieces count, and which may go.
#include "core/backup/verdicts.hpp"

#include <gtest/gtest.h>

#include "core/store/sqlite/scratch_folder.hpp"

namespace juan::backup {
namespace {

using store::Piece;
using store::PieceKind;

Instant hour(int number) { return instant_from(number * 3'600'000LL); }

Piece full(std::uint64_t epoch, std::uint64_t number, std::uint64_t first, int at)
{
    Piece piece;
    piece.name = "full" + std::to_string(epoch) + "." + std::to_string(number);
    piece.epoch = epoch;
    piece.number = number;
    piece.first_increment = first;
    piece.from = piece.to = piece.made_at = hour(at);
    return piece;
}

Piece increment(std::uint64_t epoch, std::uint64_t number, int at)
{
    Piece piece = full(epoch, number, 0, at);
    piece.name = "increment" + std::to_string(epoch) + "." + std::to_string(number);
    piece.kind = PieceKind::increment;
    return piece;
}

std::string names(const std::vector<Piece>& pieces)
{
    std::string text;
    for (const Piece& piece : pieces) text += piece.name + " ";
    return text;
}

TEST(Verdicts, come_back_from_the_file_and_the_latest_counts)
{
    const store::ScratchFolder folder;
    EXPECT_TRUE(read_verdicts(folder.path()).empty());
    write_verdicts(folder.path(), {{PieceKind::increment, 1, 1, 4, State::verified, hour(5), {}},
                                   {PieceKind::increment, 1, 4, 4, State::failed, hour(6), {"坏", "bad \"page\""}}});
    const auto items =
        judge({increment(1, 3, 3), increment(1, 4, 4), increment(1, 5, 5)}, read_verdicts(folder.path()));
    ASSERT_EQ(3u, items.size());
    EXPECT_EQ(State::verified, items[0].state);
    EXPECT_EQ(hour(5), items[0].verified_at);
    EXPECT_EQ(State::failed, items[1].state);
    EXPECT_EQ("bad \"page\"", items[1].why.en);
    EXPECT_EQ(State::unverified, items[2].state);
}

TEST(Verdicts, a_piece_that_cannot_be_read_has_failed_whatever_was_said_before)
{
    Piece piece = full(1, 1, 1, 1);
    piece.fault = "it was truncated or extended";
    const auto items = judge({piece}, {{PieceKind::full, 1, 1, 1, State::verified, hour(2), {}}});
    EXPECT_EQ(State::failed, items[0].state);
    EXPECT_NE(std::string::npos, items[0].why.en.find("truncated"));
}

TEST(Retention, what_a_verified_older_full_piece_replaces_may_go_and_no_more)
{
    const std::vector<Piece> pieces = {full(1, 1, 1, 1),   increment(1, 1, 1), increment(1, 2, 2), full(1, 3, 2, 3),
                                       increment(1, 3, 3), increment(1, 4, 4), full(2, 1, 1, 5),   increment(2, 1, 5)};
    const std::vector<Verdict> verified = {{PieceKind::full, 1, 1, 3, State::verified, hour(9), {}}};
    EXPECT_EQ("full1.1 increment1.1 ", names(superseded(judge(pieces, verified), hour(4))));
    EXPECT_EQ("", names(superseded(judge(pieces, verified), hour(2))));
    // The second epoch's full piece is not verified, so it replaces nothing.
    EXPECT_EQ("full1.1 increment1.1 ", names(superseded(judge(pieces, verified), hour(99))));
    EXPECT_EQ("", names(superseded(judge(pieces, {}), hour(99))));
    const std::vector<Verdict> all = {{PieceKind::full, 1, 1, 3, State::verified, hour(9), {}},
                                      {PieceKind::full, 2, 1, 1, State::verified, hour(9), {}}};
    EXPECT_EQ("full1.1 increment1.1 increment1.2 full1.3 increment1.3 increment1.4 ",
              names(superseded(judge(pieces, all), hour(99))));
}

}  // namespace
}  // namespace juan::backup
