// The kinds of entries and what people call them.
#include <algorithm>

#include "flow/volume/entry.hpp"

namespace juan::volume {

const std::vector<EntryKind>& kinds()
{
    static const std::vector<EntryKind> all = {
        {"call", "interaction", {"电话", "Call"}, true},
        {"visit", "interaction", {"拜访", "Visit"}, true},
        {"meeting", "interaction", {"会议", "Meeting"}, true},
        {"note", "interaction", {"备忘", "Note"}, true},
        {"mail", "interaction", {"邮件", "Mail"}, true},
        {"chat", "social", {"聊天", "Chat"}, true},
        {"created", "lifecycle", {"建立", "Created"}, false},
        {"changed", "demographic", {"资料变更", "Changed"}, false},
        {"handed_over", "lifecycle", {"交接", "Handed over"}, false},
        {"deleted", "lifecycle", {"删除", "Deleted"}, false},
        {"order_placed", "sales", {"下单", "Order placed"}, false},
        {"order_changed", "sales", {"订单变更", "Order changed"}, false},
        {"task_created", "interaction", {"任务", "Task"}, false},
        {"task_changed", "interaction", {"任务变更", "Task changed"}, false},
        {"contact_created", "demographic", {"新增联系人", "Contact added"}, false},
        {"contact_changed", "demographic", {"联系人变更", "Contact changed"}, false},
        {"page_view", "behaviour", {"浏览网页", "Page view"}, false},
        {"campaign_sent", "marketing", {"营销触达", "Campaign sent"}, false},
        {"campaign_clicked", "marketing", {"点击营销", "Campaign clicked"}, false},
        {"survey_answered", "satisfaction", {"问卷", "Survey answered"}, false},
        {"complaint", "feedback", {"投诉", "Complaint"}, false},
        {"review", "feedback", {"评价", "Review"}, false},
        {"device_reading", "behaviour", {"设备读数", "Device reading"}, false},
        {"competitor_seen", "competitor", {"竞品动向", "Competitor seen"}, false},
        {"industry_news", "industry", {"行业信息", "Industry news"}, false},
        {"economic_figure", "macro", {"宏观数据", "Economic figure"}, false},
        {"place_visited", "geographic", {"到访地点", "Place visited"}, false},
        {"data_bought", "third_party", {"第三方数据", "Third-party data"}, false},
        {"preference_stated", "psychographic", {"偏好", "Preference stated"}, false},
        {"value_changed", "value", {"价值变化", "Value changed"}, false},
    };
    return all;
}

std::vector<std::string> kind_names()
{
    std::vector<std::string> names;
    for (const EntryKind& kind : kinds()) names.emplace_back(kind.kind);
    return names;
}

const EntryKind* find_kind(std::string_view kind)
{
    const auto& all = kinds();
    const auto found = std::find_if(all.begin(), all.end(), [&](const EntryKind& k) { return k.kind == kind; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace juan::volume
