// A list is read once: kept beside the statement until it is reset, as SQLite does with compiled patterns, and with the
// connection for the statements after it.
#include "core/store/sqlite/functions.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace juan::store {
namespace {

using Integers = std::vector<std::int64_t>;
using Kept = std::shared_ptr<const Integers>;

// The lists of those who asked last, by their text. They ask for the same ones again, with each page they look at.
class Lists {
public:
    // Null when the text is no list.
    Kept of(std::string_view text);

private:
    static constexpr std::size_t kept_max = 64;
    std::map<std::string, Kept, std::less<>> kept_;
};

void forget_lists(void* lists) { const std::unique_ptr<Lists> last(static_cast<Lists*>(lists)); }
void forget_kept(void* kept) { const std::unique_ptr<Kept> last(static_cast<Kept*>(kept)); }

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

Kept Lists::of(std::string_view text)
{
    const auto found = kept_.find(text);
    if (found != kept_.end()) return found->second;
    Kept read = read_integers(text);
    if (read == nullptr) return read;
    if (kept_.size() >= kept_max) kept_.clear();
    return kept_.emplace(text, std::move(read)).first->second;
}

void among(sqlite3_context* context, int, sqlite3_value** arguments)
{
    try {
        const auto* kept = static_cast<const Kept*>(sqlite3_get_auxdata(context, 0));
        std::unique_ptr<Kept> found;
        if (kept == nullptr) {
            const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
            const auto bytes = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
            auto& lists = *static_cast<Lists*>(sqlite3_user_data(context));
            found = std::make_unique<Kept>(text == nullptr ? nullptr : lists.of({text, bytes}));
            kept = found.get();
        }
        if (*kept == nullptr) {
            sqlite3_result_error(context, "among() wants a JSON array of integers", -1);
            return;
        }
        if (sqlite3_value_type(arguments[1]) != SQLITE_NULL) {
            const bool is_held =
                std::binary_search((*kept)->begin(), (*kept)->end(), sqlite3_value_int64(arguments[1]));
            sqlite3_result_int(context, is_held ? 1 : 0);
        }
        if (found != nullptr) {
            sqlite3_set_auxdata(context, 0, found.release(), forget_kept);
        }
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(context);
    }
}

}  // namespace

int add_functions(sqlite3* connection)
{
    return sqlite3_create_function_v2(connection, "among", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                      std::make_unique<Lists>().release(), among, nullptr, nullptr, forget_lists);
}

}  // namespace juan::store
