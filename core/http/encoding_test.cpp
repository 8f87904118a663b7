// Accept-Encoding, and the codings against what other programs wrote.
#include "core/http/encoding.hpp"

#include <gtest/gtest.h>

#include "core/base/error.hpp"

namespace juan::http {
namespace {

TEST(Encoding, accept_encoding_is_read_as_rfc_9110_says)
{
    EXPECT_TRUE(accepts("gzip, deflate, br", "br"));
    EXPECT_TRUE(accepts("gzip;q=0.5", "gzip"));
    EXPECT_TRUE(accepts(" br ; q=1.0 , gzip", "br"));
    EXPECT_TRUE(accepts("*", "gzip"));
    EXPECT_FALSE(accepts("", "gzip"));
    EXPECT_FALSE(accepts("identity", "gzip"));
    EXPECT_FALSE(accepts("gzip;q=0", "gzip"));
    EXPECT_FALSE(accepts("gzip;q=0.000, *", "gzip"));
    EXPECT_FALSE(accepts("*;q=0", "gzip"));
    EXPECT_FALSE(accepts("xgzip", "gzip"));
}

TEST(Encoding, gzip_and_back)
{
    Gzip gzip;
    std::string text;
    for (int i = 0; i < 50'000; ++i) {
        text += std::to_string(i * 7919 % 10'007);
    }
    EXPECT_EQ(gunzip(gzip.pack(text)), text);
    EXPECT_LT(gzip.pack(text).size(), text.size() * 2 / 3);
    EXPECT_EQ(gunzip(gzip.pack("")), "");
}

TEST(Encoding, reads_what_the_brotli_program_wrote)
{
    // printf 'hello hello hello hello' | brotli -c | xxd -i
    const unsigned char packed[] = {0x1f, 0x16, 0x00, 0xf8, 0x8d, 0x94, 0x6e, 0xde, 0x44, 0x55,
                                    0x86, 0x96, 0x6c, 0x20, 0x6f, 0x21, 0x4f, 0x1c, 0xe0, 0x38};
    EXPECT_EQ(unbrotli({reinterpret_cast<const char*>(packed), sizeof packed}), "hello hello hello hello");
    EXPECT_THROW(unbrotli({reinterpret_cast<const char*>(packed), sizeof packed - 3}), Error);
}

TEST(Encoding, broken_gzip_is_an_error)
{
    const std::string packed = Gzip().pack("hello hello hello");
    EXPECT_THROW(gunzip(packed.substr(0, packed.size() - 9)), Error);
    EXPECT_THROW(gunzip("hello"), Error);
}

}  // namespace
}  // namespace juan::http
