// Finding out how a file is written.
#include "flow/input/csv/format.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unicode/unistr.h>

#include <functional>

namespace juan::input {
namespace {

using Names = std::vector<std::string>;

std::string encoded(const std::string& utf8, const char* encoding)
{
    const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
    std::string out(utf8.size() * 4 + 16, '\0');
    out.resize(static_cast<std::size_t>(
        text.extract(0, text.length(), out.data(), static_cast<std::uint32_t>(out.size()), encoding)));
    return out;
}

testing::Matcher<std::function<void()>> refuses(ErrorCode code)
{
    return testing::Throws<Error>(testing::Property(&Error::code, code));
}

std::function<void()> detecting(const std::string& sample)
{
    return [sample] { detect_csv(sample, true); };
}

const std::string chinese =
    "客户名称,联系电话,地址\n上海某某贸易有限公司,021-62345678,上海市徐汇区\n张三,13812345678,北京市朝阳区建国路\n";

TEST(CsvFormat, encodings_are_told_apart)
{
    for (const char* encoding : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"}) {
        EXPECT_EQ(detect_csv(encoded(chinese, encoding), true).encoding, encoding);
        EXPECT_EQ(detect_csv(encoded(chinese, encoding), true).columns, (Names{"客户名称", "联系电话", "地址"}));
    }
    EXPECT_EQ(detect_csv("\xFF\xFE" + encoded(chinese, "UTF-16LE"), true).columns[0], "客户名称");
    EXPECT_EQ(detect_csv("\xFE\xFF" + encoded(chinese, "UTF-16BE"), true).columns[0], "客户名称");
    EXPECT_EQ(detect_csv("\xEF\xBB\xBF" + chinese, true).columns[0], "客户名称");
    EXPECT_EQ(detect_csv(encoded("name,city\nMüller,Köln\nJosé,Málaga\n", "windows-1252"), true).encoding,
              "windows-1252");
    const std::string taiwan =
        "客戶名稱,聯絡電話,地址\n台北貿易股份有限公司,02-23456789,台北市信義區\n張三豐,0912345678,高雄市\n";
    EXPECT_EQ(detect_csv(encoded(taiwan, "Big5"), true).columns[0], "客戶名稱");
}

TEST(CsvFormat, a_sample_cut_inside_a_character_is_still_utf_8)
{
    std::string text = chinese;
    for (int i = 0; i < 50; ++i) {
        text += chinese;
    }
    for (std::size_t cut = 1; cut < 8; ++cut) {
        EXPECT_EQ(detect_csv(std::string_view(text).substr(0, text.size() - cut), false).encoding, "UTF-8");
    }
}

TEST(CsvFormat, delimiters_are_told_apart)
{
    EXPECT_EQ(detect_csv("a;b;c\n1,5;2,5;x\n2,5;3,5;y\n", true).delimiter, ';');
    EXPECT_EQ(detect_csv("a\tb\tc\n1,2\t3\tx\n1,2\t3\ty\n", true).delimiter, '\t');
    EXPECT_EQ(detect_csv("a|b\n1|x\n2|y\n", true).delimiter, '|');
    EXPECT_EQ(detect_csv("a,b\n\"x;y;z\",1\n\"p;q;r\",2\n", true).delimiter, ',');
    EXPECT_EQ(detect_csv("name\nx\ny\n", true).columns, Names{"name"});
    const CsvFormat sep = detect_csv("sep=;\na;b\n1;2\n", true);
    EXPECT_EQ(sep.delimiter, ';');
    EXPECT_EQ(sep.columns, (Names{"a", "b"}));
    EXPECT_EQ(sep.data_start, (CsvPosition{10, 3}));
    EXPECT_EQ(detect_csv("a,b\n'x,y',1\n'p,q',2\n", true).quote, '\'');
    // An apostrophe that keeps a spreadsheet from seeing a formula is no quote.
    EXPECT_EQ(detect_csv("a,b\n'+8613800138000,\"x,y\"\n'+8613800138001,z\n", true).quote, '"');
}

TEST(CsvFormat, a_header_is_told_from_data)
{
    EXPECT_TRUE(detect_csv("姓名,电话\n张三,13812345678\n", true).has_header);
    EXPECT_TRUE(detect_csv("name,city\nAnn,Paris\nBob,Rome\n", true).has_header);
    EXPECT_TRUE(detect_csv("id,2019,2020\nx,1,2\ny,3,4\n", true).columns.size() == 3);
    const CsvFormat bare = detect_csv("张三,13812345678,z@example.com\n李四,13912345678,l@example.com\n", true);
    EXPECT_FALSE(bare.has_header);
    EXPECT_EQ(bare.columns, (Names{"column 1", "column 2", "column 3"}));
    EXPECT_EQ(bare.data_start, CsvPosition{});
    EXPECT_TRUE(detect_csv("name,phone\n", true).has_header);
}

TEST(CsvFormat, titles_above_the_header_are_left_out)
{
    const CsvFormat format = detect_csv(
        "二〇二四年客户名单,,,\n\n导出人：系统,,,\n姓名,电话,城市,备注\n张三,138,上海,\n李四,139,北京,x\n", true);
    EXPECT_EQ(format.columns, (Names{"姓名", "电话", "城市", "备注"}));
    EXPECT_EQ(format.data_start.line, 5u);
}

TEST(CsvFormat, names_of_columns_are_made_unique)
{
    const CsvFormat format = detect_csv("name,name,,note,name\na,b,c,d,e\n1,2,3,4,5\n", true);
    EXPECT_EQ(format.columns, (Names{"name", "name (2)", "column 3", "note", "name (3)"}));
    ASSERT_EQ(format.findings.size(), 3u);
    EXPECT_EQ(format.findings[0].code, ErrorCode::csv_header_duplicate);
    EXPECT_EQ(format.findings[1].code, ErrorCode::csv_header_empty);
}

TEST(CsvFormat, what_is_no_csv_is_refused_by_name)
{
    EXPECT_THAT(detecting(""), refuses(ErrorCode::csv_empty));
    EXPECT_THAT(detecting("\xEF\xBB\xBF"), refuses(ErrorCode::csv_empty));
    EXPECT_THAT(detecting(" \n\n"), refuses(ErrorCode::csv_empty));
    EXPECT_THAT(detecting("PK\x03\x04xxxxxl/workbook.xml"), refuses(ErrorCode::file_is_workbook));
    EXPECT_THAT(detecting("\xD0\xCF\x11\xE0\xA1\xB1"), refuses(ErrorCode::file_is_workbook));
    EXPECT_THAT(detecting("%PDF-1.4"), refuses(ErrorCode::file_not_text));
    EXPECT_THAT(detecting("<html><table><tr><td>姓名</td></tr></table></html>"), refuses(ErrorCode::file_is_html));
    EXPECT_THAT(detecting(std::string("a,b\n\0\x01\x02\xFF,c\n", 12)), refuses(ErrorCode::file_not_text));
    std::string wide = "a";
    for (int i = 0; i < 5000; ++i) {
        wide += ",a";
    }
    EXPECT_THAT(detecting(wide + "\n" + wide + "\n"), refuses(ErrorCode::csv_columns_too_many));
}

TEST(CsvFormat, the_number_of_rows_is_estimated)
{
    std::string text = "a,b\n";
    for (int i = 0; i < 5000; ++i) {
        text += "12345,67890\n";
    }
    EXPECT_EQ(detect_csv(text, true).estimate_rows(text.size()), 5000u);
}

}  // namespace
}  // namespace juan::input
