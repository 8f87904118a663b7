// One JSON object a line on standard error. Never personal data: ids, counts, codes and durations only.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <variant>

namespace juan {

using LogValue = std::variant<std::int64_t, double, std::string_view>;
using LogField = std::pair<std::string_view, LogValue>;

void log_info(std::string_view event, std::initializer_list<LogField> fields = {});
void log_warning(std::string_view event, std::initializer_list<LogField> fields = {});
void log_error(std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace juan
