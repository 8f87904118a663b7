// Money: integer minor units and an ISO 4217 code. No floating point between input and store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace juan {

struct Money {
    std::int64_t minor;    // fen, cents
    std::string currency;  // ISO 4217, upper case
    bool operator==(const Money&) const = default;
};

// Decimal places of a currency; empty when the code is not an ISO 4217 currency.
std::optional<int> currency_digits(std::string_view currency);

// "-1234.50": all decimal places of the currency, no grouping.
std::string format_amount(std::int64_t minor, int digits);

// Reads "1234.5", "-0.005"; rounds half away from zero to `digits` places.
// Empty when it is not a plain decimal number or does not fit 64 bits.
std::optional<std::int64_t> parse_amount(std::string_view text, int digits);

}  // namespace juan
