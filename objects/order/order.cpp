// An order without a number gets one; the lines of an order go with it to another customer.
#include <array>

#include "objects/objects.hpp"

namespace juan::objects {

void add_order_rules(model::Model& model)
{
    model.add_rule("order", [](model::Saving& saving) {
        const model::Object& order = saving.object;
        if (model::is_missing(model::get(order, saving.after, "number"))) {
            model::set(order, saving.after, "number", format_id("SO", model::id_of(saving.after)));
        }
        if (saving.before == nullptr ||
            model::get(order, *saving.before, "customer") == model::get(order, saving.after, "customer")) {
            return;
        }
        const auto lines =
            saving.session.query("update order_line set customer_id = $1 where order_id = $2 returning id",
                                 std::array{model::get(order, saving.after, "customer"), saving.after.at(0)});
        while (lines->next()) {
            saving.refreshed["order_line"].insert(lines->integer(0));
        }
    });
}

}  // namespace juan::objects
