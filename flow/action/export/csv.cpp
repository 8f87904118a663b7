// Rows as CSV, through one buffer.
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iterator>

#include "core/base/cell.hpp"
#include "core/base/error.hpp"
#include "flow/action/export/sheet.hpp"

namespace juan::action {
namespace {

constexpr std::size_t buffer_bytes = 256 * 1024;

[[noreturn]] void fail()
{
    if (errno == ENOSPC || errno == EDQUOT) {
        throw Error(ErrorCode::store_full);
    }
    throw Error(ErrorCode::store_failed, {{"what", std::strerror(errno)}});
}

class Csv final : public Sheet {
public:
    explicit Csv(const std::string& path)
        : file_(std::fopen(path.c_str(), "wbxe"), std::fclose), buffer_("\xEF\xBB\xBF")
    {
        if (file_ == nullptr) fail();
    }

    void text(std::string_view text) override
    {
        begin_cell();
        const std::string cell = marked_cell(text);
        const bool is_quoted =
            cell.find_first_of(",\"\r\n") != cell.npos || cell.starts_with(' ') || cell.ends_with(' ');
        if (!is_quoted) {
            buffer_ += cell;
            return;
        }
        buffer_ += '"';
        for (const char c : cell) {
            buffer_ += c;
            if (c == '"') buffer_ += c;
        }
        buffer_ += '"';
    }
    void number(std::string_view digits) override
    {
        begin_cell();
        buffer_ += digits;
    }
    void date(Date date) override { number(format_date(date)); }
    void instant(Instant local) override
    {
        const auto day = std::chrono::floor<std::chrono::days>(local);
        const std::chrono::hh_mm_ss time(local - day);
        begin_cell();
        fmt::format_to(std::back_inserter(buffer_), "{} {:02}:{:02}:{:02}", format_date(day), time.hours().count(),
                       time.minutes().count(), time.seconds().count());
        if (time.subseconds().count() != 0) {
            fmt::format_to(std::back_inserter(buffer_), ".{:03}", time.subseconds().count());
        }
    }
    void empty() override { begin_cell(); }
    void end_row() override
    {
        buffer_ += "\r\n";
        is_first_ = true;
        if (buffer_.size() >= buffer_bytes) flush();
    }
    void finish() override
    {
        flush();
        if (std::fflush(file_.get()) != 0) fail();
    }

private:
    void begin_cell()
    {
        if (!is_first_) buffer_ += ',';
        is_first_ = false;
    }
    void flush()
    {
        errno = 0;
        if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size()) fail();
        buffer_.clear();
    }

    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
    std::string buffer_;
    bool is_first_ = true;
};

}  // namespace

std::unique_ptr<Sheet> make_csv(const std::string& path) { return std::make_unique<Csv>(path); }

}  // namespace juan::action
