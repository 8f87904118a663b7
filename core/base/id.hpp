// Identifiers: 64-bit, time-ordered, made by the application, shown base32 with the object's prefix ("cus_1b3k…").
// Layout from the high bit: 1 bit zero, 41 bits milliseconds since 2024-01-01, 10 bits node, 12 bits sequence.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace juan {

enum class Id : std::int64_t { none = 0 };

constexpr std::int64_t to_integer(Id id) { return static_cast<std::int64_t>(id); }
constexpr Id id_from(std::int64_t value) { return static_cast<Id>(value); }

// Thirteen Crockford base32 digits, lower case.
std::string format_id(std::string_view prefix, Id id);
void append_id(std::string& out, std::string_view prefix, Id id);
// Empty unless `text` is the prefix, an underscore and thirteen digits.
std::optional<Id> parse_id(std::string_view prefix, std::string_view text);

// Thread-safe. Ids of one maker rise strictly, even when the clock goes back.
class IdMaker {
public:
    // Requires: node < 1024; two makers at work on one store have different nodes.
    explicit IdMaker(const Clock& clock, std::uint32_t node = 0) : clock_(clock), node_(node) {}
    Id next();

private:
    const Clock& clock_;
    std::uint32_t node_;
    std::mutex mutex_;
    std::int64_t milliseconds_ = 0;
    std::uint32_t sequence_ = 0;
};

}  // namespace juan
