// Text: tidying against ICU, replacement of bad bytes against the Unicode standard, pinyin, search tokens.
#include "core/base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace juan {
namespace {

using testing::ElementsAre;

std::string utf8(UChar32 point)
{
    std::string out;
    icu::UnicodeString(point).toUTF8String(out);
    return out;
}

std::string repeated(std::string_view text, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i) {
        out += text;
    }
    return out;
}

std::string query(std::string_view typed)
{
    std::string out;
    for (const SearchToken& token : search_query(typed)) {
        out += (out.empty() ? "" : " ") + token.text + (token.is_prefix ? "*" : "");
    }
    return out;
}

// The Unicode Standard 15.0, tables 3-8 to 3-11: one U+FFFD for each maximal subpart of an ill-formed sequence.
TEST(Text, bad_bytes_are_replaced_as_the_unicode_standard_shows)
{
    const std::string mark = "\uFFFD";
    EXPECT_EQ(valid_utf8("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"), repeated(mark, 8) + "A");
    EXPECT_EQ(valid_utf8("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"), repeated(mark, 8) + "A");
    EXPECT_EQ(valid_utf8("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"), repeated(mark, 5) + "A" + repeated(mark, 2) + "B");
    EXPECT_EQ(valid_utf8("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), repeated(mark, 4) + "A");
    EXPECT_EQ(valid_utf8("张三 ok"), "张三 ok");
}

TEST(Text, tidying_a_character_gives_what_icu_gives)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
    ASSERT_TRUE(U_SUCCESS(status));
    for (UChar32 point = 0x21; point < 0x30000; ++point) {
        const bool is_left = u_isUWhiteSpace(point) || u_isISOControl(point) || U_IS_SURROGATE(point) ||
                             u_charType(point) == U_FORMAT_CHAR || u_charType(point) == U_UNASSIGNED;
        if (is_left) {
            continue;
        }
        std::string expected;
        nfkc->normalize(icu::UnicodeString("x") + icu::UnicodeString(point) + "y", status).toUTF8String(expected);
        ASSERT_EQ(tidy_text("x" + utf8(point) + "y"), expected) << std::hex << point;
    }
}

TEST(Text, tidying_leaves_what_a_person_meant)
{
    EXPECT_EQ(tidy_text("  ＡＢＣ　１２３ \t\r\n x\x01y "), "ABC 123 xy");
    EXPECT_EQ(tidy_text("张　三（上海）"), "张 三(上海)");
    EXPECT_EQ(tidy_text("\uFEFF张\u200B三\u00A0"), "张三");
    EXPECT_EQ(tidy_text("①②㈱ｱ"), "12(株)ア");
    EXPECT_EQ(tidy_text("e\u200B\u0301"), "é");
    EXPECT_EQ(tidy_text("bad \xFF byte"), "bad \uFFFD byte");
    EXPECT_EQ(tidy_text("👩\u200D👧"), "👩\u200D👧");
    EXPECT_EQ(tidy_text(" \n\t "), "");
    EXPECT_EQ(tidy_text(""), "");
}

TEST(Text, tidying_and_folding_twice_change_nothing_more)
{
    for (const char* text : {"  ＡＢＣ　１２３ ", "e\u200B\u0301", "a \u200D b", "ẞΣİŉ ǰ", "乾隆 Straße", "¨ x", "ﬃ"}) {
        EXPECT_EQ(tidy_text(tidy_text(text)), tidy_text(text)) << text;
        EXPECT_EQ(fold_text(fold_text(text)), fold_text(text)) << text;
    }
}

TEST(Text, folding_makes_spellings_of_one_thing_equal)
{
    EXPECT_EQ(fold_text("臺灣積體電路製造"), fold_text("台湾积体电路制造"));
    EXPECT_EQ(fold_text("ＡＢＣ Ltd."), "abc ltd.");
    EXPECT_EQ(fold_text("STRASSE"), fold_text("Straße"));
    EXPECT_EQ(fold_text("ÉCOLE"), fold_text("E\u0301cole"));
    EXPECT_EQ(fold_text("張三丰"), "张三丰");
}

TEST(Text, pinyin_of_names_reads_the_surname_as_a_surname)
{
    EXPECT_THAT(pinyin("张子涵"), ElementsAre("zhang", "zi", "han"));
    EXPECT_THAT(pinyin("单雄信"), ElementsAre("shan", "xiong", "xin"));
    EXPECT_THAT(pinyin("曾国藩"), ElementsAre("zeng", "guo", "fan"));
    EXPECT_THAT(pinyin("解缙"), ElementsAre("xie", "jin"));
    EXPECT_THAT(pinyin("仇英"), ElementsAre("qiu", "ying"));
    EXPECT_THAT(pinyin("查良镛"), ElementsAre("zha", "liang", "yong"));
    EXPECT_THAT(pinyin("區志強"), ElementsAre("ou", "zhi", "qiang"));
    EXPECT_THAT(pinyin("朴槿惠"), ElementsAre("piao", "jin", "hui"));
    EXPECT_THAT(pinyin("翟志刚"), ElementsAre("zhai", "zhi", "gang"));
    EXPECT_THAT(pinyin("尉迟恭"), ElementsAre("yu", "chi", "gong"));
    EXPECT_THAT(pinyin("尉遲恭"), ElementsAre("yu", "chi", "gong"));
    EXPECT_THAT(pinyin("万俟卨"), ElementsAre("mo", "qi", "xie"));
    EXPECT_THAT(pinyin("令狐冲"), ElementsAre("ling", "hu", "chong"));
    EXPECT_THAT(pinyin("吕布"), ElementsAre("lv", "bu"));
}

TEST(Text, pinyin_of_companies_knows_common_words)
{
    EXPECT_THAT(pinyin("招商银行"), ElementsAre("zhao", "shang", "yin", "hang"));
    EXPECT_THAT(pinyin("重庆长安"), ElementsAre("chong", "qing", "chang", "an"));
    EXPECT_THAT(pinyin("成都"), ElementsAre("cheng", "du"));
    EXPECT_THAT(pinyin("厦门ABC音乐"), ElementsAre("xia", "men", "yin", "yue"));
    EXPECT_THAT(pinyin("ABC 123"), ElementsAre());
}

TEST(Text, every_character_of_the_first_gb_2312_level_has_a_reading)
{
    // GB 2312-80 level 1 runs from 啊 to 座, sorted by pinyin; these are its neighbours at each initial letter.
    for (const char* one :
         {"啊", "澳", "芭", "怖", "擦", "错", "搭", "堕", "蛾", "贰", "发", "咐", "噶", "过", "哈", "祸",
          "击", "骏", "喀", "廓", "垃", "落", "妈", "穆", "拿", "诺", "哦", "沤", "啪", "曝", "期", "群",
          "然", "弱", "撒", "索", "塌", "唾", "挖", "误", "昔", "迅", "压", "孕", "匝", "座"}) {
        EXPECT_EQ(pinyin(one).size(), 1u) << one;
    }
}

TEST(Text, compound_surnames_are_recognised_in_both_scripts)
{
    EXPECT_EQ(compound_surname("欧阳修"), "欧阳");
    EXPECT_EQ(compound_surname("歐陽修"), "歐陽");
    EXPECT_EQ(compound_surname("张三"), "");
    EXPECT_EQ(compound_surname("银行"), "");
    EXPECT_EQ(compound_surname("欧"), "");
}

TEST(Text, tokens_of_a_text_are_grams_words_and_pinyin)
{
    EXPECT_EQ(search_tokens("张子涵"), "张子 子涵 涵 zhangzihan zihan zzh");
    EXPECT_EQ(search_tokens("張"), "张 zhang");
    EXPECT_EQ(search_tokens("Acme Inc."), "acme inc");
    EXPECT_EQ(search_tokens("ABC上海"), "abc 上海 海 shanghai hai sh");
    EXPECT_EQ(search_tokens("zhang.san@example.com"), "zhang san example com");
    EXPECT_EQ(search_tokens(""), "");
    EXPECT_EQ(search_tokens("!?"), "");
}

TEST(Text, tokens_of_a_phone_are_what_people_type)
{
    EXPECT_EQ(search_tokens_phone("+8613812345678"), "8613812345678 13812345678 5678");
    EXPECT_EQ(search_tokens_phone("+862162345678"), "862162345678 2162345678 02162345678 5678");
    EXPECT_EQ(search_tokens_phone("+12125550123"), "12125550123 2125550123 0123");
    EXPECT_EQ(search_tokens_phone("+85221234567"), "85221234567 21234567 4567");
    EXPECT_EQ(search_tokens_phone("+862162345678;ext=801"), search_tokens_phone("+862162345678"));
    EXPECT_EQ(search_tokens_phone("12345"), "12345 2345");
    EXPECT_EQ(search_tokens_phone(""), "");
}

TEST(Text, a_query_stands_for_tokens)
{
    EXPECT_EQ(query("涵"), "涵*");
    EXPECT_EQ(query("子涵"), "子涵");
    EXPECT_EQ(query("张子涵"), "张子 子涵");
    EXPECT_EQ(query("張子涵"), "张子 子涵");
    EXPECT_EQ(query("ZS"), "zs*");
    EXPECT_EQ(query("zhangsan"), "zhangsan*");
    EXPECT_EQ(query("1234"), "1234*");
    EXPECT_EQ(query("138 1234 5678"), "13812345678*");
    EXPECT_EQ(query("+86 138-1234-5678"), "8613812345678*");
    EXPECT_EQ(query("0086 13812345678"), "8613812345678*");
    EXPECT_EQ(query("上海 acme 有限"), "上海 acme* 有限");
    EXPECT_EQ(query("  "), "");
    EXPECT_EQ(query("*\"("), "");
}

TEST(Text, characters_are_counted_not_bytes)
{
    EXPECT_EQ(count_characters("张三ab"), 4u);
    EXPECT_EQ(count_characters(""), 0u);
}

}  // namespace
}  // namespace juan
