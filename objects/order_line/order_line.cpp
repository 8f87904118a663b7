// A line's amount is quantity times unit price, in the order's currency; its customer is the order's.
#include <array>
#include <cmath>

#include "core/base/money.hpp"
#include "objects/objects.hpp"

namespace juan::objects {

void add_order_line_rules(model::Model& model)
{
    model.add_rule("order_line", [](model::Saving& saving) {
        const model::Object& line = saving.object;
        std::string currency = saving.reading.currency;
        store::Value customer;
        {
            const auto order = saving.session.query("select customer_id, total_currency from \"order\" where id = $1",
                                                    std::array{model::get(line, saving.after, "order")});
            if (!order->next()) {
                return;  // The link is reported as broken.
            }
            customer = order->value(0);
            if (!order->is_null(1)) currency = order->text(1);
        }
        const auto* quantity = std::get_if<double>(&model::get(line, saving.after, "quantity"));
        const auto* price = std::get_if<double>(&model::get(line, saving.after, "unit_price"));
        model::set(line, saving.after, "customer", std::move(customer));
        if (quantity == nullptr || price == nullptr) {
            return;  // They are reported as missing.
        }
        const double minor = *quantity * *price * std::pow(10, currency_digits(currency).value_or(2));
        model::set(line, saving.after, "amount", static_cast<std::int64_t>(std::llround(minor)));
        model::set(line, saving.after, "amount.currency", currency);
    });
}

}  // namespace juan::objects
