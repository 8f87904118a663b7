// The header of a piece, field by field.
#include "core/store/backup/header.hpp"

#include <gtest/gtest.h>

#include "core/base/error.hpp"
#include "core/base/secret.hpp"

namespace juan::store {
namespace {

PieceHeader sample()
{
    PieceHeader header;
    header.kind = PieceKind::increment;
    header.key_id = 3;
    header.page_bytes = 4096;
    header.epoch = 1'772'265'909'123;
    header.number = 7;
    header.from = {1, 2, 3, 4, 5};
    header.to = {0xfffffffe, 7, 8, 9, 10};
    header.from_time = instant_from(11);
    header.to_time = instant_from(12);
    header.made_at = instant_from(13);
    header.plain_bytes = 14;
    header.body_bytes = 15;
    header.commits = 16;
    return header;
}

TEST(PieceHeader, reads_back_as_it_was_written)
{
    start_secrets();
    PieceHeader header = sample();
    const VaultKey key{1, 2, 3};
    const std::string bytes = format_header(header, key);
    const PieceHeader read = parse_header(bytes, "p");
    check_seal(bytes, read, key, "p");
    EXPECT_EQ(header.to, read.to);
    EXPECT_EQ(header.from, read.from);
    EXPECT_EQ(header.epoch, read.epoch);
    EXPECT_EQ(header.made_at, read.made_at);
    EXPECT_EQ(header.seal, read.seal);
    EXPECT_EQ("juan-20260228T080509123Z-00000007-increment.backup", piece_name(read.kind, read.epoch, read.number));
}

TEST(PieceHeader, tells_another_key_from_an_altered_byte)
{
    start_secrets();
    PieceHeader header = sample();
    std::string bytes = format_header(header, VaultKey{1});
    try {
        check_seal(bytes, parse_header(bytes, "p"), VaultKey{2}, "p");
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(ErrorCode::backup_key_wrong, error.code());
    }
    bytes[30] ^= 1;
    EXPECT_THROW(parse_header(bytes, "p"), Error);
    EXPECT_THROW(parse_header(bytes.substr(0, header_bytes - 1), "p"), Error);
    EXPECT_THROW(parse_header("", "p"), Error);
}

}  // namespace
}  // namespace juan::store
