// Words of an order to ORDER BY.
#include "core/model/order.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/model/schema.hpp"

namespace juan::model {
namespace {

struct Item {
    std::string_view path;
    bool is_descending = false;
};

std::string_view trim(std::string_view text)
{
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// Takes the first item off `rest`.
Item take_item(std::string_view& rest)
{
    const auto comma = rest.find(',');
    Item item{trim(rest.substr(0, comma))};
    rest = comma == rest.npos ? std::string_view{} : rest.substr(comma + 1);
    item.is_descending = item.path.starts_with('-');
    if (item.is_descending) item.path.remove_prefix(1);
    if (item.path.ends_with(" desc")) {
        item.is_descending = true;
        item.path.remove_suffix(5);
    } else if (item.path.ends_with(" asc")) {
        item.path.remove_suffix(4);
    }
    item.path = trim(item.path);
    return item;
}

void require_orderable(const Principal& principal, const Object& object, const Field& field, std::string_view path)
{
    if (principal.right(object, field) == Right::hidden) {
        throw Error(ErrorCode::field_unknown, {{"object", object.name}, {"field", std::string(path)}});
    }
    if (principal.right(object, field) == Right::masked) {
        throw Error(ErrorCode::field_forbidden, {{"field", field.name}});
    }
    if (field.is_encrypted()) {
        throw Error(ErrorCode::field_encrypted, {{"field", field.name}});
    }
}

}  // namespace

std::string_view default_order(const Principal& principal, const Object& object)
{
    for (std::string_view rest = object.order; !rest.empty();) {
        if (principal.right(object, *object.path(take_item(rest).path).field) < Right::read) return "-id";
    }
    return object.order;
}

Order order_from(const Principal& principal, const Object& object, std::string_view order_by)
{
    Order order;
    for (std::string_view rest = order_by.empty() ? default_order(principal, object) : order_by; !rest.empty();) {
        const Item item = take_item(rest);
        const Path path = object.path(item.path);
        require_orderable(principal, object, *path.field, item.path);
        const bool is_first = order.column == nullptr;
        if (is_first) {
            order.column = path.column;
            order.is_descending = item.is_descending;
        }
        const bool is_filled = is_always_filled(*path.field, *path.column);
        order.sql += fmt::format("{}t.{}{}{}", is_first ? "" : ", ", sql_name(path.column->name),
                                 item.is_descending ? " desc" : "", is_filled ? "" : " nulls last");
        order.is_simple = is_first && is_filled;
        if (path.field->name == "id") return order;
    }
    order.sql += fmt::format("{}t.id{}", order.sql.empty() ? "" : ", ", order.is_descending ? " desc" : "");
    return order;
}

}  // namespace juan::model
