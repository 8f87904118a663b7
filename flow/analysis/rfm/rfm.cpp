// Sentences, Chinese and English.
#include "flow/analysis/rfm/rfm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace juan::analysis {
namespace {

std::string_view fifth(int score, Language language)
{
    static constexpr std::array<std::string_view, 5> zh = {"居后 20%", "居 60%–80%", "居 40%–60%", "居 20%–40%",
                                                           "居前 20%"};
    static constexpr std::array<std::string_view, 5> en = {"lowest fifth", "fourth fifth", "middle fifth",
                                                           "second fifth", "top fifth"};
    const auto place = static_cast<std::size_t>(score - 1);
    return language == Language::zh ? zh.at(place) : en.at(place);
}

std::int64_t days_between(Instant then, Date as_of, std::chrono::minutes utc_offset)
{
    const Date day = std::chrono::floor<std::chrono::days>(then + utc_offset);
    return std::max<std::int64_t>(0, (as_of - day).count());
}

std::string say_days(std::int64_t days, Language language)
{
    if (language == Language::zh) {
        return days == 0   ? "最近一次下单在今天"
               : days == 1 ? "最近一次下单在昨天"
                           : fmt::format("最近一次下单在 {} 天前", days);
    }
    return days == 0   ? "last order today"
           : days == 1 ? "last order yesterday"
                       : fmt::format("last order {} days ago", days);
}

std::string say_orders(std::int64_t orders, Language language)
{
    if (language == Language::zh) {
        return fmt::format("共 {} 笔订单", orders);
    }
    return orders == 1 ? "1 order" : fmt::format("{} orders", orders);
}

std::string say_spent(const Money& money, Language language)
{
    return language == Language::zh ? fmt::format("累计 {}", say_money(money)) : say_money(money);
}

std::string capital(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

std::string say_measure(std::string_view said, int score, Language language)
{
    if (language == Language::zh) {
        return fmt::format("{}：在有订单的客户中{}（{} 分，满分 5 分）。", said, fifth(score, language), score);
    }
    return capital(
        fmt::format("{}: {} of the customers with orders (score {} of 5).", said, fifth(score, language), score));
}

// "so mid (8 to 11 points)"
std::string say_tier(std::string_view tier, const RfmThresholds& thresholds, Language language)
{
    const int high = thresholds.high_points_min;
    const int mid = thresholds.mid_points_min;
    if (language == Language::zh) {
        return tier == "high"  ? fmt::format("属于重要客户（{} 分及以上）", high)
               : tier == "mid" ? fmt::format("属于潜力客户（{}–{} 分）", mid, high - 1)
                               : fmt::format("属于普通客户（{} 分及以下）", mid - 1);
    }
    return tier == "high"  ? fmt::format("so high ({} and more)", high)
           : tier == "mid" ? fmt::format("so mid ({} to {})", mid, high - 1)
                           : fmt::format("so low ({} and less)", mid - 1);
}

std::string say_all(const std::array<std::string, 3>& said, const RfmMeasures& m, std::string_view tier,
                    const RfmThresholds& thresholds, Language language)
{
    const bool is_zh = language == Language::zh;
    const int r = m.recency_score;
    const int f = m.frequency_score;
    const int money = m.monetary_score;
    if (r == f && f == money) {
        return is_zh ? fmt::format("{}，{}，{}：三项都{}。", said[0], said[1], said[2], fifth(r, language))
                     : capital(
                           fmt::format("{}, {}, {}: {} on all three.", said[0], said[1], said[2], fifth(r, language)));
    }
    const std::string sum = fmt::format("{} + {} + {} = {}", r, f, money, r + f + money);
    const std::string verdict = say_tier(tier, thresholds, language);
    return is_zh ? fmt::format("{}（{}），{}（{}），{}（{}）：{} 分（满分 15 分），{}。", said[0], fifth(r, language),
                               said[1], fifth(f, language), said[2], fifth(money, language), sum, verdict)
                 : capital(fmt::format("{} ({}), {} ({}), {} ({}): {} of 15 points, {}.", said[0], fifth(r, language),
                                       said[1], fifth(f, language), said[2], fifth(money, language), sum, verdict));
}

}  // namespace

std::string say_money(const Money& money)
{
    const int digits = currency_digits(money.currency).value_or(2);
    std::string amount = format_amount(money.minor, digits);
    auto point = amount.find('.');
    if (point != amount.npos && amount.find_first_not_of('0', point + 1) == amount.npos) {
        amount.erase(point);
    }
    point = std::min(amount.find('.'), amount.size());
    const std::size_t first = amount.starts_with('-') ? 1 : 0;
    for (std::size_t place = point; place > first + 3; place -= 3) {
        amount.insert(place - 3, 1, ',');
    }
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> signs = {
        {{"CNY", "¥"}, {"USD", "$"}, {"EUR", "€"}, {"GBP", "£"}}};
    for (const auto& [currency, sign] : signs) {
        if (currency == money.currency) {
            return amount.insert(first, sign);
        }
    }
    return money.currency + " " + amount;
}

RfmExplanation explain_rfm(const RfmMeasures& measures, Date as_of, std::chrono::minutes utc_offset, Language language,
                           const RfmThresholds& thresholds)
{
    RfmExplanation out;
    const auto is_score = [](int score) { return score >= 1 && score <= 5; };
    if (!measures.last_order_at || !is_score(measures.recency_score) || !is_score(measures.frequency_score) ||
        !is_score(measures.monetary_score)) {
        out.sentence = language == Language::zh
                           ? "还没有可计入的订单，或有订单的客户太少，暂不划分。"
                           : "No order that counts yet, or too few customers with orders: not divided.";
        return out;
    }
    const int points = measures.recency_score + measures.frequency_score + measures.monetary_score;
    out.tier = points >= thresholds.high_points_min ? "high" : points >= thresholds.mid_points_min ? "mid" : "low";
    const std::int64_t days = days_between(*measures.last_order_at, as_of, utc_offset);
    const std::array<std::string, 3> said = {say_days(days, language), say_orders(measures.order_count, language),
                                             say_spent(measures.money, language)};
    out.measures = {{"recency", days, measures.recency_score, say_measure(said[0], measures.recency_score, language)},
                    {"frequency", measures.order_count, measures.frequency_score,
                     say_measure(said[1], measures.frequency_score, language)},
                    {"monetary", measures.money.minor, measures.monetary_score,
                     say_measure(said[2], measures.monetary_score, language)}};
    out.sentence = say_all(said, measures, out.tier, thresholds, language);
    return out;
}

}  // namespace juan::analysis
