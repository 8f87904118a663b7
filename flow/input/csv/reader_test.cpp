// Reading CSV: RFC 4180, other encodings, and files that are broken in the ways files are broken.
#include "flow/input/csv/reader.hpp"

#include <gtest/gtest.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <fstream>
#include <sstream>

namespace juan::input {
namespace {

struct Read {
    std::vector<std::vector<std::string>> rows;
    std::vector<CsvPosition> at;
    std::vector<std::string> findings;  // "line code"
    std::size_t unusable = 0;
};

Read read(std::string_view bytes, const CsvFormat& format, CsvPosition start, const CsvBudget& budget = {})
{
    MemoryBytes source(bytes, start.offset);
    CsvReader reader(source, format, start, budget);
    Read out;
    CsvRow row;
    while (reader.next(row)) {
        out.rows.emplace_back(row.cells.begin(), row.cells.end());
        out.at.push_back(row.at);
        out.unusable += row.is_usable ? 0 : 1;
        for (const Finding& finding : row.findings) {
            out.findings.push_back(finding.parameters.at(0).second + " " + std::string(error_text(finding.code).name));
        }
    }
    return out;
}

Read read(std::string_view bytes)
{
    const CsvFormat format = detect_csv(bytes, true);
    return read(bytes, format, format.data_start);
}

using Rows = std::vector<std::vector<std::string>>;
using Lines = std::vector<std::string>;

std::string encoded(const std::string& utf8, const char* encoding)
{
    const icu::UnicodeString text = icu::UnicodeString::fromUTF8(utf8);
    std::string out(utf8.size() * 4 + 16, '\0');
    out.resize(static_cast<std::size_t>(
        text.extract(0, text.length(), out.data(), static_cast<std::uint32_t>(out.size()), encoding)));
    return out;
}

// RFC 4180, section 2: one example for each rule.
TEST(CsvReader, rfc_4180_examples_are_read)
{
    CsvFormat bare;
    EXPECT_EQ(read("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", bare, {}).rows,
              (Rows{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
    EXPECT_EQ(read("aaa,bbb,ccc\r\nzzz,yyy,xxx", bare, {}).rows, (Rows{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
    EXPECT_EQ(read("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", bare, {}).rows,
              (Rows{{"aaa", "bbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
    EXPECT_EQ(read("\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx", bare, {}).rows,
              (Rows{{"aaa", "b\r\nbb", "ccc"}, {"zzz", "yyy", "xxx"}}));
    EXPECT_EQ(read("\"aaa\",\"b\"\"bb\",\"ccc\"", bare, {}).rows, (Rows{{"aaa", "b\"bb", "ccc"}}));
}

TEST(CsvReader, rows_know_the_line_and_the_byte_where_they_start)
{
    const std::string bytes = "\xEF\xBB\xBFname,note\n张三,\"one\ntwo\n\"\n\n李四,x\n";
    const Read all = read(bytes);
    EXPECT_EQ(all.rows, (Rows{{"张三", "one\ntwo\n"}, {"李四", "x"}}));
    EXPECT_EQ(all.at[0], (CsvPosition{13, 2}));
    EXPECT_EQ(all.at[1].line, 6u);
    EXPECT_EQ(bytes.substr(all.at[1].offset), "李四,x\n");
}

TEST(CsvReader, reading_goes_on_from_any_row_in_every_encoding)
{
    std::string text = "编号,姓名,备注\n";
    for (int i = 0; i < 30000; ++i) {
        text += std::to_string(i) + ",张" + std::to_string(i * 7919 % 1000) + ",\"第一行\n\"\"第二行\"\"，𠮷\"\r\n";
    }
    for (const char* encoding : {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"}) {
        const std::string bytes = encoded(text, encoding);
        const CsvFormat format = detect_csv(std::string_view(bytes).substr(0, 1 << 20), false);
        ASSERT_EQ(format.encoding, encoding);
        ASSERT_EQ(format.columns, (std::vector<std::string>{"编号", "姓名", "备注"}));
        const Read all = read(bytes, format, format.data_start);
        ASSERT_EQ(all.rows.size(), 30000u) << encoding;
        EXPECT_EQ(all.findings, Lines{});
        EXPECT_EQ(all.rows[29999][2], "第一行\n\"第二行\"，𠮷");
        for (const std::size_t from : {1u, 12345u, 29999u}) {
            const Read rest = read(bytes, format, all.at[from]);
            ASSERT_EQ(rest.rows.size(), 30000u - from) << encoding;
            EXPECT_EQ(rest.rows[0], all.rows[from]);
            EXPECT_EQ(rest.rows.back(), all.rows.back());
            EXPECT_EQ(rest.at.back(), all.at.back());
        }
    }
}

TEST(CsvReader, line_ends_of_all_systems_are_known)
{
    const Rows expected{{"1", "2"}, {"3", "4"}};
    EXPECT_EQ(read("a,b\n1,2\n3,4").rows, expected);
    EXPECT_EQ(read("a,b\r\n1,2\r\n3,4\r\n").rows, expected);
    EXPECT_EQ(read("a,b\r1,2\r3,4\r").rows, expected);
    EXPECT_EQ(read("a,b\n1,\"x\ry\"\n").rows, (Rows{{"1", "x\ry"}}));
}

TEST(CsvReader, rows_of_another_width_are_reported_with_their_line)
{
    const Read out =
        read("a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12,\n,,\n13,14,15\n1,1,1\n1,1,1\n1,1,1\n1,1,1\n1,1,1\n1,1,1\n1,1,1\n");
    EXPECT_EQ(out.findings, (Lines{"3 csv_row_short", "4 csv_row_long"}));
    EXPECT_EQ(out.unusable, 2u);
    EXPECT_EQ(out.rows[1], (std::vector<std::string>{"4", "5"}));
    EXPECT_EQ(out.rows[3], (std::vector<std::string>{"10", "11", "12"}));
    EXPECT_EQ(out.rows[4], (std::vector<std::string>{"13", "14", "15"}));
}

TEST(CsvReader, a_file_that_leaves_out_empty_cells_by_habit_is_filled_up)
{
    const Read out = read("a,b,c\n1,2,3\n4,5\n6\n7,8,9\n1,2\n1,2,3\n1\n");
    EXPECT_EQ(out.findings, Lines{});
    EXPECT_EQ(out.rows[2], (std::vector<std::string>{"6", "", ""}));
}

TEST(CsvReader, a_quote_never_closed_costs_one_row)
{
    std::string text = "a,b,c\n1,\"2,3\n";
    for (int i = 0; i < 200000; ++i) {
        text += "4,5,6\n";
    }
    const Read out = read(text);
    EXPECT_EQ(out.findings, Lines{"2 csv_quote_open"});
    EXPECT_EQ(out.rows.size(), 200001u);
    EXPECT_EQ(out.rows[0], (std::vector<std::string>{"1", "\"2", "3"}));
    EXPECT_EQ(out.at[1].line, 3u);

    const Read other_quotes = read("a,b,c\n1,\"2,3\n4,\"5\",6\n7,\"8\",9\n");
    EXPECT_EQ(other_quotes.findings, Lines{"2 csv_quote_open"});
    EXPECT_EQ(other_quotes.rows.size(), 3u);

    const Read last = read("a,b\n1,2\n3,\"4");
    EXPECT_EQ(last.findings, Lines{"3 csv_quote_open"});
    EXPECT_EQ(last.rows.size(), 2u);
}

TEST(CsvReader, a_file_full_of_open_quotes_is_refused_at_once)
{
    std::string text = "a,b\n";
    for (int i = 0; i < 300; ++i) {
        text += "1,\"2\n3,\"x\n";
    }
    CsvFormat format;
    format.columns = {"a", "b"};
    EXPECT_THROW(read(text, format, {}), Error);
}

TEST(CsvReader, quotes_that_should_have_been_doubled_are_kept)
{
    const Read out = read("a,b\n1,\"he said \"hi\" to me\"\n2,5\" pipe\n3, \"x, y\" \n");
    EXPECT_EQ(out.rows, (Rows{{"1", "he said \"hi\" to me"}, {"2", "5\" pipe"}, {"3", "x, y"}}));
    EXPECT_EQ(out.findings, Lines{"2 csv_quote_stray"});
    EXPECT_EQ(out.unusable, 0u);
}

TEST(CsvReader, a_cell_beyond_the_budget_costs_one_row)
{
    const std::string big(10 * 1024 * 1024, 'x');
    for (const std::string& cell : {big, "\"" + big + "\"", "\"" + big + "\n\"\"" + big + "\""}) {
        CsvFormat format;
        format.columns = {"a", "b"};
        CsvBudget budget;
        budget.skipped_bytes_max = 64 * 1024 * 1024;
        const Read out = read("1," + cell + "\n2,3\n", format, {}, budget);
        EXPECT_EQ(out.findings, Lines{"1 csv_cell_too_long"});
        ASSERT_EQ(out.rows.size(), 2u);
        EXPECT_EQ(out.rows[1], (std::vector<std::string>{"2", "3"}));
    }
}

TEST(CsvReader, bytes_of_another_encoding_are_reported_and_shown)
{
    const Read out = read("name,city\n张三,上海\n李\xC0\xEE四,北京\nok,ok\n王五,广州\n赵六,深圳\n");
    EXPECT_EQ(out.findings, Lines{"3 csv_bytes_invalid"});
    EXPECT_EQ(out.rows[1][0], "李\uFFFD\uFFFD四");
    EXPECT_EQ(out.unusable, 1u);
    EXPECT_EQ(out.rows[2], (std::vector<std::string>{"ok", "ok"}));

    std::string gbk = encoded("姓名,城市\n张三,上海\n王五,广州\n赵六,深圳\n", "GB18030");
    gbk += "\xFF\xFF,ok\n" + encoded("钱七,南京\n", "GB18030");
    const CsvFormat format = detect_csv(gbk, true);
    const Read mixed = read(gbk, format, format.data_start);
    EXPECT_EQ(mixed.findings, Lines{"5 csv_bytes_invalid"});
    EXPECT_EQ(mixed.rows.back(), (std::vector<std::string>{"钱七", "南京"}));
}

TEST(CsvReader, the_last_row_is_read_however_it_ends)
{
    const std::string text = "a,b\n\"x\"\"y\",1\r\n\"\",\"\n\"\nlast,\"end\"";
    const Rows expected{{"x\"y", "1"}, {"", "\n"}, {"last", "end"}};
    EXPECT_EQ(read(text).rows, expected);
    EXPECT_EQ(read(text + "\n").rows, expected);
    EXPECT_EQ(read(text + "\r\n\r\n").rows, expected);
}

}  // namespace
}  // namespace juan::input
