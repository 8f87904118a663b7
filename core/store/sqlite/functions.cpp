// The list is kept beside the statement until it is reset, as SQLite does with compiled patterns.
#include "core/store/sqlite/functions.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

namespace juan::store {
namespace {

using Integers = std::vector<std::int64_t>;

void forget(void* integers) { const std::unique_ptr<Integers> last(static_cast<Integers*>(integers)); }

// The integers of "[1,2,3]", sorted; null when the text is of another form.
std::unique_ptr<Integers> read_integers(std::string_view text)
{
    if (!text.starts_with('[') || !text.ends_with(']')) return nullptr;
    auto integers = std::make_unique<Integers>();
    const char* at = text.data() + 1;
    const char* const end = text.data() + text.size() - 1;
    while (at != end) {
        std::int64_t integer = 0;
        const auto [rest, failure] = std::from_chars(at, end, integer);
        if (failure != std::errc{} || (rest != end && *rest != ',')) return nullptr;
        integers->push_back(integer);
        at = rest == end ? end : rest + 1;
    }
    std::sort(integers->begin(), integers->end());
    return integers;
}

void among(sqlite3_context* context, int, sqlite3_value** arguments)
{
    try {
        const auto* kept = static_cast<const Integers*>(sqlite3_get_auxdata(context, 0));
        std::unique_ptr<Integers> read;
        if (kept == nullptr) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
            const auto bytes = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
            read = read_integers(text == nullptr ? std::string_view{} : std::string_view(text, bytes));
            kept = read.get();
        }
        if (kept == nullptr) {
            sqlite3_result_error(context, "among() wants a JSON array of integers", -1);
        } else if (sqlite3_value_type(arguments[1]) != SQLITE_NULL) {
            const bool is_held = std::binary_search(kept->begin(), kept->end(), sqlite3_value_int64(arguments[1]));
            sqlite3_result_int(context, is_held ? 1 : 0);
        }
        if (read != nullptr) {
            sqlite3_set_auxdata(context, 0, read.release(), forget);
        }
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(context);
    }
}

}  // namespace

int add_functions(sqlite3* connection)
{
    return sqlite3_create_function_v2(connection, "among", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                      nullptr, among, nullptr, nullptr, nullptr);
}

}  // namespace juan::store
