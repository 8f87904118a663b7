// Formats a line and writes it with one call, so that lines of different threads never mix.
#include "core/base/log.hpp"

#include <unistd.h>

#include "core/base/json_writer.hpp"
#include "core/base/time.hpp"

namespace juan {
namespace {

void log_line(std::string_view level, std::string_view event, std::initializer_list<LogField> fields)
{
    JsonWriter json;
    json.begin_object().member("at", format_instant(SystemClock().now())).member("level", level).member("event", event);
    for (const auto& [name, value] : fields) {
        json.key(name);
        if (const auto* text = std::get_if<std::string_view>(&value)) {
            json.string(*text);
        } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            json.integer(*integer);
        } else {
            json.real(std::get<double>(value));
        }
    }
    json.end_object();
    const std::string line = json.take() + "\n";
    if (::write(STDERR_FILENO, line.data(), line.size()) < 0) {
        return;  // Nowhere is left to say that nothing can be said.
    }
}

}  // namespace

void log_info(std::string_view event, std::initializer_list<LogField> fields) { log_line("info", event, fields); }
void log_warning(std::string_view event, std::initializer_list<LogField> fields) { log_line("warning", event, fields); }
void log_error(std::string_view event, std::initializer_list<LogField> fields) { log_line("error", event, fields); }

}  // namespace juan
