// Rows as XLSX by libxlsxwriter, which keeps one row in memory.
#include <xlsxwriter.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "core/base/error.hpp"
#include "flow/action/export/sheet.hpp"

namespace juan::action {
namespace {

constexpr std::size_t digits_exact = 15;  // of a number, as Excel keeps it

void require(lxw_error error)
{
    if (error == LXW_NO_ERROR) {
        return;
    }
    if (errno == ENOSPC || errno == EDQUOT) {
        throw Error(ErrorCode::store_full);
    }
    throw Error(ErrorCode::store_failed, {{"what", lxw_strerror(error)}});
}

class Xlsx final : public Sheet {
public:
    Xlsx(const std::string& path, const std::string& folder) : folder_(folder)
    {
        errno = 0;
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        options.tmpdir = folder_.data();
        book_ = workbook_new_opt(path.c_str(), &options);
        if (book_ == nullptr) throw Error(ErrorCode::store_failed, {{"what", std::strerror(errno)}});
        sheet_ = workbook_add_worksheet(book_, nullptr);
        if (sheet_ == nullptr) throw Error(ErrorCode::store_failed, {{"what", std::strerror(errno)}});
        day_ = workbook_add_format(book_);
        format_set_num_format(day_, "yyyy-mm-dd");
        second_ = workbook_add_format(book_);
        format_set_num_format(second_, "yyyy-mm-dd hh:mm:ss");
        amount_ = workbook_add_format(book_);
        format_set_num_format(amount_, "0.00");
        worksheet_freeze_panes(sheet_, 1, 0);
    }
    ~Xlsx() override
    {
        if (book_ != nullptr) workbook_close(book_);
    }
    Xlsx(const Xlsx&) = delete;
    Xlsx& operator=(const Xlsx&) = delete;

    void text(std::string_view text) override
    {
        if (text.empty()) return empty();
        std::string whole(text);
        for (auto at = whole.find('\0'); at != whole.npos; at = whole.find('\0', at)) {
            whole.replace(at, 1, "\uFFFD");  // XML has no NUL, and the library would take the text to end there.
        }
        require(worksheet_write_string(sheet_, row_, column_++, whole.c_str(), nullptr));
    }
    void number(std::string_view digits) override
    {
        std::size_t count = 0;
        for (const char c : digits) count += c >= '0' && c <= '9' ? 1U : 0U;
        double value = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const bool is_short = digits.find_first_of("eE") != digits.npos || count <= digits_exact;
        if (read.ec != std::errc{} || !is_short) return text(digits);
        const bool is_amount = digits.size() > 3 && digits[digits.size() - 3] == '.';
        require(worksheet_write_number(sheet_, row_, column_++, value, is_amount ? amount_ : nullptr));
    }
    void date(Date date) override { write_moment(date, {}, day_); }
    void instant(Instant local) override
    {
        const auto day = std::chrono::floor<std::chrono::days>(local);
        write_moment(day, local - day, second_);
    }
    void empty() override { ++column_; }
    void end_row() override
    {
        ++row_;
        column_ = 0;
    }
    void finish() override
    {
        errno = 0;
        require(workbook_close(std::exchange(book_, nullptr)));
    }

private:
    void write_moment(Date day, std::chrono::milliseconds time, lxw_format* format)
    {
        const std::chrono::year_month_day parts(day);
        const std::chrono::hh_mm_ss clock(time);
        const int year = static_cast<int>(parts.year());
        if (year < 1900 || year > 9999) return text(format_date(day));  // Excel's calendar has no other years.
        lxw_datetime moment{};
        moment.year = year;
        moment.month = static_cast<int>(static_cast<unsigned>(parts.month()));
        moment.day = static_cast<int>(static_cast<unsigned>(parts.day()));
        moment.hour = static_cast<int>(clock.hours().count());
        moment.min = static_cast<int>(clock.minutes().count());
        moment.sec =
            static_cast<double>(clock.seconds().count()) + static_cast<double>(clock.subseconds().count()) / 1000;
        require(worksheet_write_datetime(sheet_, row_, column_++, &moment, format));
    }

    std::string folder_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    lxw_format* day_ = nullptr;
    lxw_format* second_ = nullptr;
    lxw_format* amount_ = nullptr;
    lxw_row_t row_ = 0;
    lxw_col_t column_ = 0;
};

}  // namespace

std::unique_ptr<Sheet> make_xlsx(const std::string& path, const std::string& folder)
{
    return std::make_unique<Xlsx>(path, folder);
}

}  // namespace juan::action
