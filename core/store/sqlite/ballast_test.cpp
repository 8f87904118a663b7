// Room on the disk: kept between starts, given up by the next.
#include "core/store/sqlite/ballast.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "core/store/sqlite/scratch_folder.hpp"

namespace juan::store {
namespace {

constexpr blkcnt_t block_bytes = 512;  // of st_blocks, whatever the file system's are

TEST(Ballast, takes_blocks_of_the_disk_until_the_next_start_gives_them_up)
{
    const ScratchFolder folder;
    const std::string file = folder.path() + "/juan.ballast";
    const Ballast ballast(folder.path());
    EXPECT_FALSE(std::filesystem::exists(file));
    ballast.take();
    struct stat state {};
    ASSERT_EQ(::stat(file.c_str(), &state), 0);
    EXPECT_GE(state.st_blocks * block_bytes, 2 * 1024 * 1024);
    EXPECT_EQ(state.st_mode & 0777, 0600U);
    const Ballast next(folder.path());
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(Ballast, does_without_where_no_file_can_be_made)
{
    const ScratchFolder folder;
    const Ballast ballast(folder.path() + "/gone");
    ballast.take();
    EXPECT_FALSE(std::filesystem::exists(folder.path() + "/gone"));
}

}  // namespace
}  // namespace juan::store
