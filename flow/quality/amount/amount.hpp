// Amounts and numbers as people write them, as exact decimals.
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.hpp"
#include "core/base/expected.hpp"
#include "core/base/money.hpp"

namespace juan::quality {

struct Amount {
    std::string decimal;   // "-1234.50": digits, at most one point, no grouping
    std::string currency;  // ISO 4217, when one was written; else empty
};

// "1,234.50", "¥1,234.5", "1.2万", "3亿", "(123.45)", "RMB 12", "$12.5", "1.234,50", "12 元", "1 234,5", "５００".
// ¥ is the yen when `default_currency` is JPY, else the yuan; $ is the US dollar.
// Findings: amount_invalid, amount_ambiguous ("0,123"), with the parameter "value".
Expected<Amount, Finding> standardise_amount(std::string_view text, std::string_view default_currency = "CNY");

// In minor units of the currency written, or of `default_currency`. Further finding: amount_too_large.
Expected<Money, Finding> standardise_money(std::string_view text, std::string_view default_currency = "CNY");

}  // namespace juan::quality
