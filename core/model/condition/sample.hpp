// A small business for the tests and the fuzz target of this folder: users, customers, their orders and tasks.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/model/condition/condition.hpp"

namespace juan::model::condition::sample {

inline constexpr const char* user_json = R"({
  "label": ["用户", "User"], "plural": "Users", "prefix": "usr", "title": "name",
  "fields": {
    "name": {"type": "text", "label": ["姓名", "Name"], "search": true},
    "age": {"type": "integer", "label": ["年龄", "Age"]}
  }})";

inline constexpr const char* customer_json = R"({
  "label": ["客户", "Customer"], "plural": "Customers", "prefix": "cus", "title": "name", "owned": true,
  "customer": "id",
  "fields": {
    "name": {"type": "text", "label": ["名称", "Name"], "search": true},
    "phone": {"type": "phone", "label": ["电话", "Phone"], "search": true},
    "secret": {"type": "text", "label": ["秘密", "Secret"], "search": true},
    "address": {"type": "address", "label": ["地址", "Address"]},
    "value_tier": {"type": "choice", "label": ["价值", "Tier"],
      "choices": [["high", "重要", "High"], ["mid", "潜力", "Mid"], ["low", "普通", "Low"]]},
    "tags": {"type": "choices", "label": ["标签", "Tags"],
      "choices": [["vip", "贵宾", "VIP"], ["new", "新客", "New"], ["it's", "引号", "Quote"]]},
    "friends": {"type": "links", "to": "user", "label": ["熟人", "Friends"]},
    "lifetime_value": {"type": "money", "label": ["累计消费", "Lifetime value"]},
    "score": {"type": "number", "label": ["得分", "Score"]},
    "discount": {"type": "percent", "label": ["折扣", "Discount"]},
    "visits": {"type": "integer", "label": ["次数", "Visits"]},
    "is_active": {"type": "boolean", "label": ["活跃", "Active"]},
    "birth_date": {"type": "date", "label": ["生日", "Birthday"]},
    "seen_at": {"type": "instant", "label": ["见过", "Seen"]},
    "talked": {"type": "duration", "label": ["通话", "Talked"]}
  }})";

inline constexpr const char* order_json = R"({
  "label": ["订单", "Order"], "plural": "Orders", "prefix": "ord", "title": "number", "customer": "customer",
  "happened": "ordered_at",
  "fields": {
    "number": {"type": "text", "label": ["单号", "Number"], "search": true},
    "customer": {"type": "link", "to": "customer", "label": ["客户", "Customer"]},
    "ordered_at": {"type": "instant", "label": ["时间", "Ordered"]},
    "status": {"type": "choice", "label": ["状态", "Status"],
      "choices": [["placed", "已下单", "Placed"], ["done", "已完成", "Done"], ["cancelled", "已取消", "Cancelled"]]},
    "total": {"type": "money", "label": ["金额", "Total"]},
    "quantity": {"type": "integer", "label": ["数量", "Quantity"]},
    "weight": {"type": "number", "label": ["重量", "Weight"]}
  }})";

inline constexpr const char* task_json = R"({
  "label": ["任务", "Task"], "plural": "Tasks", "prefix": "tsk", "title": "name", "customer": "customer",
  "happened": "due_on", "owned": true,
  "fields": {
    "name": {"type": "text", "label": ["名称", "Name"], "search": true},
    "customer": {"type": "link", "to": "customer", "label": ["客户", "Customer"]},
    "due_on": {"type": "date", "label": ["期限", "Due"]}
  }})";

inline constexpr const char* product_json = R"({
  "label": ["产品", "Product"], "plural": "Products", "prefix": "pro", "title": "name",
  "fields": {"name": {"type": "text", "label": ["名称", "Name"]}}})";

inline Catalogue catalogue()
{
    return Catalogue({{"user.json", user_json},
                      {"customer.json", customer_json},
                      {"order.json", order_json},
                      {"task.json", task_json},
                      {"product.json", product_json}});
}

// Everything may be named but the hidden ones, written "customer.secret", or "task" for a whole object.
class SampleNames final : public Names {
public:
    explicit SampleNames(const Catalogue& catalogue, std::set<std::string> hidden = {})
        : catalogue_(catalogue), hidden_(std::move(hidden))
    {
    }
    const Object* find_object(std::string_view name) const override
    {
        return hidden_.contains(std::string(name)) ? nullptr : catalogue_.find(name);
    }
    bool may_use(const Object& object, const Field& field) const override
    {
        return !hidden_.contains(object.name + "." + field.name);
    }
    bool is_entry_kind(std::string_view kind) const override { return kind == "page_view" || kind == "call"; }
    std::string countable() const override { return "order, task, page_view, call"; }
    std::string_view currency() const override { return "CNY"; }

private:
    const Catalogue& catalogue_;
    std::set<std::string> hidden_;
};

// 15 March 2026, a Sunday, 10:30 in Shanghai.
inline Setting setting() { return {*parse_instant("2026-03-15T02:30:00Z"), 480, id_from(1)}; }

}  // namespace juan::model::condition::sample
