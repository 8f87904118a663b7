// Takes dates apart.
#include "flow/quality/date/parts.hpp"

#include <algorithm>
#include <utility>

namespace juan::quality {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool take(std::string_view& text, std::string_view expected)
{
    if (!text.starts_with(expected)) {
        return false;
    }
    text.remove_prefix(expected.size());
    return true;
}

void skip_blanks(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(' '), text.size())); }

DatePart take_number(std::string_view& text)
{
    DatePart part{0, 0, false};
    while (!text.empty() && is_digit(text.front())) {
        part.value = part.digits < 17 ? part.value * 10 + (text.front() - '0') : part.value;
        ++part.digits;
        text.remove_prefix(1);
    }
    return part;
}

// The first three letters of an English word, in lower case; the whole word is taken.
std::array<char, 3> take_word(std::string_view& text)
{
    std::array<char, 3> head{};
    std::size_t count = 0;
    while (!text.empty() && is_letter(text.front())) {
        if (count < 3) {
            head[count] = lower(text.front());
        }
        ++count;
        text.remove_prefix(1);
    }
    return head;
}

// 1 to 12; 0 when it names no month.
int month_of(const std::array<char, 3>& head)
{
    static constexpr std::string_view months = "janfebmaraprmayjunjulaugsepoctnovdec";
    const auto found = months.find(std::string_view(head.data(), head.size()));
    return found == months.npos || found % 3 != 0 ? 0 : static_cast<int>(found / 3) + 1;
}

bool is_weekday(const std::array<char, 3>& head)
{
    static constexpr std::string_view days = "montuewedthufrisatsun";
    const auto found = days.find(std::string_view(head.data(), head.size()));
    return found != days.npos && found % 3 == 0;
}

bool take_chinese_weekday(std::string_view& text)
{
    for (const std::string_view word : {"星期", "礼拜", "周"}) {
        if (take(text, word)) {
            for (const std::string_view day : {"一", "二", "三", "四", "五", "六", "日", "天"}) {
                if (take(text, day)) {
                    return true;
                }
            }
            return false;
        }
    }
    return false;
}

// What stands between two parts, as one character; 0: the date ends here.
char take_separator(std::string_view& text)
{
    const std::string_view before = text;
    skip_blanks(text);
    for (const std::string_view word : {"年", "月", "日", "号"}) {
        if (take(text, word)) {
            skip_blanks(text);
            return 'c';
        }
    }
    if (!text.empty() && std::string_view("-/.,").find(text.front()) != std::string_view::npos) {
        const char separator = text.front();
        text.remove_prefix(1);
        skip_blanks(text);
        return separator;
    }
    return before.size() > text.size() ? ' ' : '\0';
}

// "20260228", "20260228101500" written together.
bool take_joined(std::string_view& text, DateParts& out)
{
    const auto digits = static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
    if (digits != 8 && digits != 14) {
        return false;
    }
    const auto number = [&](std::size_t from, std::size_t size) {
        std::string_view part = text.substr(from, size);
        return take_number(part);
    };
    out = {{number(0, 4), number(4, 2), number(6, 2)}, 3, '-', text.substr(8), false};
    text.remove_prefix(8);
    return true;
}

struct DayHalf {
    bool is_named = false;
    bool is_afternoon = false;
};

DayHalf take_day_half(std::string_view& text)
{
    static constexpr std::pair<std::string_view, bool> words[] = {
        {"上午", false}, {"早上", false}, {"凌晨", false}, {"早晨", false}, {"下午", true}, {"晚上", true},
        {"傍晚", true},  {"中午", true},  {"AM", false},   {"PM", true},    {"am", false},  {"pm", true},
        {"a.m.", false}, {"p.m.", true},  {"Am", false},   {"Pm", true},
    };
    for (const auto& [word, is_afternoon] : words) {
        if (take(text, word)) {
            skip_blanks(text);
            return {true, is_afternoon};
        }
    }
    return {};
}

// "Z", "UTC", "+08:00", "+0800", "+8". False when what is left is no zone.
bool take_zone(std::string_view& text, std::optional<int>& offset_minutes)
{
    if (text.empty()) {
        return true;
    }
    if (take(text, "Z") || take(text, "UTC") || take(text, "GMT")) {
        offset_minutes = 0;
        if (text.empty()) {
            return true;
        }
    }
    const bool is_west = text.starts_with('-');
    if (!take(text, "+") && !take(text, "-")) {
        return false;
    }
    const DatePart hours = take_number(text);
    DatePart minutes{0, 2, false};
    std::int64_t whole = hours.value;
    if (hours.digits == 4) {
        minutes.value = hours.value % 100;
        whole = hours.value / 100;
    } else if (take(text, ":")) {
        minutes = take_number(text);
    }
    if (hours.digits == 0 || hours.digits == 3 || hours.digits > 4 || whole > 14 || minutes.digits != 2 ||
        minutes.value > 59) {
        return false;
    }
    offset_minutes = static_cast<int>((is_west ? -1 : 1) * (whole * 60 + minutes.value));
    return text.empty();
}

}  // namespace

DateParts split_date(std::string_view text)
{
    DateParts out;
    if (take_joined(text, out)) {
        return out;
    }
    while (out.count < 3 && !text.empty()) {
        if (is_digit(text.front())) {
            out.parts[static_cast<std::size_t>(out.count++)] = take_number(text);
            if (!take(text, "th")) {  // 28th, 1st, 2nd, 3rd
                take(text, "st") || take(text, "nd") || take(text, "rd");
            }
        } else if (is_letter(text.front())) {
            const auto head = take_word(text);
            const int month = month_of(head);
            if (month == 0 && !(is_weekday(head) && out.count == 0)) {
                out.is_broken = true;
                return out;
            }
            if (month != 0) {
                out.parts[static_cast<std::size_t>(out.count++)] = {month, 2, true};
            }
        } else if (!take_chinese_weekday(text)) {
            out.is_broken = true;
            return out;
        }
        if (out.count == 3) {
            const std::string_view after = text;
            skip_blanks(text);
            if (!take(text, "日") && !take(text, "号")) {
                text = after;
            }
            break;
        }
        const char separator = take_separator(text);
        if (separator == '\0' && !text.empty()) {
            break;
        }
        out.separator = out.count == 1 ? separator : out.separator;
    }
    take(text, ",");
    skip_blanks(text);
    if (take_chinese_weekday(text)) {
        skip_blanks(text);
    }
    out.time = text;
    return out;
}

std::optional<TimeOfDay> read_time(std::string_view text)
{
    TimeOfDay out;
    if (!take(text, "T")) {
        skip_blanks(text);
    }
    if (text.empty()) {
        return out;
    }
    const DayHalf before = take_day_half(text);
    std::int64_t parts[3] = {};
    int count = 0;
    if (text.size() == 6 && std::all_of(text.begin(), text.end(), is_digit)) {
        for (std::size_t i = 0; i < 3; ++i) {
            parts[i] = (text[2 * i] - '0') * 10 + (text[2 * i + 1] - '0');
        }
        text = {};
        count = 3;
    }
    while (count < 3 && !text.empty() && is_digit(text.front())) {
        const DatePart part = take_number(text);
        if (part.digits > 2) {
            return {};
        }
        parts[count++] = part.value;
        const bool is_more =
            take(text, ":") || take(text, "时") || take(text, "点") || take(text, "分") || take(text, "秒");
        if (!is_more) {
            break;
        }
    }
    std::int64_t fraction = 0;
    if (count == 3 && (take(text, ".") || take(text, ","))) {
        std::int64_t scale = 100;
        while (!text.empty() && is_digit(text.front())) {
            fraction += (text.front() - '0') * scale;
            scale /= 10;
            text.remove_prefix(1);
        }
    }
    take(text, "秒");
    skip_blanks(text);
    const DayHalf after = take_day_half(text);
    const DayHalf half = before.is_named ? before : after;
    if (count == 0 || (count == 1 && !half.is_named) || (half.is_named && parts[0] > 12 && !half.is_afternoon) ||
        parts[0] > 23 || parts[1] > 59 || parts[2] > 59 || !take_zone(text, out.offset_minutes)) {
        return {};
    }
    if (half.is_named && parts[0] <= 12) {
        parts[0] = parts[0] % 12 + (half.is_afternoon ? 12 : 0);
    }
    out.milliseconds = ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000 + fraction;
    return out;
}

}  // namespace juan::quality
