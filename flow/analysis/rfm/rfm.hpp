// Recency, frequency, monetary: a customer's scores in words. The scores come from rfm.sql.
// Hughes, Strategic Database Marketing (1994).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/money.hpp"
#include "core/base/time.hpp"

namespace juan::analysis {

struct RfmThresholds {
    int high_points_min = 12;  // as high_points_min, mid_points_min in rfm.json
    int mid_points_min = 8;
};

struct RfmMeasures {
    std::optional<Instant> last_order_at;
    std::int64_t order_count = 0;
    Money money{0, "CNY"};
    // 1 (worst fifth) to 5 (best); 0: not scored.
    int recency_score = 0;
    int frequency_score = 0;
    int monetary_score = 0;
};

struct RfmSentence {
    std::string_view measure;  // "recency", "frequency", "monetary"
    std::int64_t value;        // days since the last order, orders, minor units
    int score;
    std::string sentence;
};

struct RfmExplanation {
    std::string tier;                   // "high", "mid", "low"; empty when not scored
    std::string sentence;               // all three and what they add up to
    std::vector<RfmSentence> measures;  // empty when not scored
};

// By the calendar of `utc_offset`. Orders after `as_of` count as of that day.
RfmExplanation explain_rfm(const RfmMeasures& measures, Date as_of, std::chrono::minutes utc_offset, Language language,
                           const RfmThresholds& thresholds = {});

// "¥23,400", "¥0.50", "$1,234.50", "CHF 99": grouped, without decimal places when they are zero.
std::string say_money(const Money& money);

}  // namespace juan::analysis
