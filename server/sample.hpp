// A made-up company: customers, orders and entries, in Chinese and English, the same for the same seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/time.hpp"

namespace juan {

struct SampleFiles {
    std::string customers;  // CSV, object customer
    std::string orders;     // CSV: object order_line for a small company, order (totals only) for a large one
    bool has_lines;
};

// Writes both files into `folder`. Dates lie in the three years before `today`.
SampleFiles write_sample(const std::string& folder, std::int64_t customer_count, std::uint64_t seed, Date today);

// A follow-up as a salesperson would note it.
struct SampleEntry {
    std::int64_t customer;  // number in the customers' file, from 1
    std::string kind;
    std::string text;
    int days_ago;
};
std::vector<SampleEntry> sample_entries(std::int64_t customer_count, std::uint64_t seed);

std::string sample_customer_code(std::int64_t number);  // "C0000001"

}  // namespace juan
