// Walks up from the record linked to.
#include "objects/links.hpp"

namespace juan::objects {
namespace {

constexpr int levels_max = 10'000;

}  // namespace

void refuse_cycle(const model::Guarding& guarding, const char* link, std::string_view above_sql)
{
    if (guarding.after == nullptr) {
        return;
    }
    const model::Object& object = guarding.object;
    const std::int64_t self = to_integer(model::id_of(*guarding.after));
    const std::int64_t first = model::integer_of(model::get(object, *guarding.after, link));
    std::int64_t above = first;
    for (int level = 0; above != 0 && level < levels_max; ++level) {
        if (above == self) {
            throw Error(ErrorCode::link_cycle, {{"field", link}, {"value", format_id(object.prefix, id_from(first))}});
        }
        const auto cursor = guarding.session.query(above_sql, store::values(above));
        above = cursor->next() ? cursor->integer(0) : 0;
    }
}

}  // namespace juan::objects
