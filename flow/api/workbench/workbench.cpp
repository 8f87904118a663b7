// The first page: how many customers, what they bring, what happened last, what the data lacks.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>

#include "core/base/money.hpp"
#include "core/model/query.hpp"
#include "flow/api/analysis_runs.hpp"
#include "flow/api/api.hpp"
#include "flow/api/entries.hpp"

namespace juan::api {
namespace {

using model::Object;
using model::Principal;
using model::Tallied;
using model::Verb;

constexpr int months_shown = 12;
constexpr int new_days = 30;
constexpr std::chrono::seconds tally_deadline{60};
constexpr std::size_t newest_shown = 15;
// A few at first; further back for those who see few of the customers, or when many were deleted.
constexpr std::array<int, 2> newest_looked_at = {60, 2000};

// Sums and counts tell of the fields they are made of.
bool may_read(const Principal& principal, const Object& object, std::initializer_list<const char*> fields)
{
    return principal.scope(object, Verb::read) != model::Scope::none &&
           std::all_of(fields.begin(), fields.end(), [&](const char* name) {
               return principal.right(object, object.require(name)) >= model::Right::read;
           });
}

// Nothing for whom the sums would tell what they may not read.
Tallied tally(const Api& api, const Principal& principal, const Object& object, const char* name,
              std::initializer_list<const char*> fields)
{
    return may_read(principal, object, fields) ? api.model.tally(principal, object, name, tally_deadline) : Tallied{};
}

std::string local_day(const Api& api, Instant instant)
{
    const std::chrono::minutes offset{api.model.reading().offset_minutes};
    return format_date(std::chrono::floor<std::chrono::days>(instant + offset));
}

// How many customers have each fact, and how many have ordered.
void write_known(JsonWriter& json, const Api& api, const Principal& principal)
{
    const Object& customer = api.model.catalogue().require("customer");
    const Tallied known = tally(api, principal, customer, "known", {});
    const std::string first_day = local_day(api, api.model.clock().now() - std::chrono::days{new_days - 1});
    std::int64_t arrived = 0;
    for (const auto& group : tally(api, principal, customer, "arrival", {"created_at"}).groups) {
        if (group.common.front() >= first_day) arrived += group.records;
    }
    const std::int64_t total = known.groups.empty() ? 0 : known.groups.front().records;
    std::int64_t with_orders = 0;
    json.key("lacks").begin_array();
    for (std::size_t i = 0; i < known.measures.size(); ++i) {
        const model::Field& field = customer.require(known.measures[i]->field);
        const std::int64_t filled = total == 0 ? 0 : known.groups.front().values[i];
        if (field.name == "last_order_at") with_orders = filled;
        if (!field.is_fact() || total == 0) continue;
        json.begin_object().member("field", field.name);
        write_label(json, "label", field.label);
        json.member("filled", filled).member("total", total).end_object();
    }
    json.end_array().key("customers").begin_object().member("total", total);
    json.member("new_30_days", arrived).member("with_orders", with_orders).end_object();
}

struct Month {
    std::int64_t amount_minor = 0;
    std::int64_t orders = 0;
};

// The twelve months up to that of the newest order, in the installation's currency.
void write_revenue(JsonWriter& json, const Api& api, const Principal& principal)
{
    using namespace std::chrono;
    const std::string& base = api.model.reading().currency;
    std::map<std::string, Month> months;
    for (const auto& group :
         tally(api, principal, api.model.catalogue().require("order"), "revenue", {"ordered_at", "status", "total"})
             .groups) {
        const std::string& status = group.common[2];
        if (group.common[0].empty()) continue;
        Month& month = months[group.common[0]];
        if (group.common[1] != base || status == "cancelled" || status == "returned") continue;
        month.amount_minor += group.values.front();
        month.orders += group.records;
    }
    json.key("revenue").begin_object().member("currency", base).key("months").begin_array();
    if (!months.empty()) {
        const year_month_day newest{parse_date(months.rbegin()->first + "-01").value()};
        for (int back = months_shown - 1; back >= 0; --back) {
            const year_month at = newest.year() / newest.month() - std::chrono::months{back};
            const std::string name = format_date(sys_days{at / 1}).substr(0, 7);
            const Month& month = months[name];
            json.begin_object().member("month", name).key("amount");
            json.raw(format_amount(month.amount_minor, currency_digits(base).value_or(2)));
            json.member("orders", month.orders).end_object();
        }
    }
    json.end_array().end_object();
}

// Their share is of what was bought in the installation's currency.
void write_tiers(JsonWriter& json, const Api& api, const Principal& principal)
{
    const std::string& base = api.model.reading().currency;
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> tiers;  // customers, value
    std::int64_t value = 0;
    for (const auto& group :
         tally(api, principal, api.model.catalogue().require("customer"), "tier", {"value_tier", "lifetime_value"})
             .groups) {
        auto& tier = tiers[group.common[0].empty() ? "none" : group.common[0]];
        tier.first += group.records;
        if (group.common[1] != base) continue;
        tier.second += group.values.front();
        value += group.values.front();
    }
    json.key("tiers").begin_array();
    for (const auto& [name, tier] : tiers) {
        json.begin_object().member("tier", name).member("count", tier.first).key("share_of_revenue");
        json.real(value == 0 ? 0 : static_cast<double>(tier.second) / static_cast<double>(value)).end_object();
    }
    json.end_array();
}

std::vector<volume::Entry> visible_entries(const Api& api, store::Session& session, const Principal& principal,
                                           int limit)
{
    const Object& customer = api.model.catalogue().require("customer");
    std::vector<volume::Entry> visible;
    for (volume::Entry& entry : volume::newest_entries(session, limit)) {
        if (visible.size() == newest_shown) break;
        model::Sql sql;
        const std::string id = sql.bind(to_integer(entry.customer));
        const std::string scope = model::scope_condition(api.model.catalogue(), principal, customer, Verb::read, "t",
                                                         session.dialect(), sql, false);
        const bool may_see =
            session.query(fmt::format("select 1 from customer t where t.id = {} and {}", id, scope), sql.parameters)
                ->next();
        if (may_see) visible.push_back(std::move(entry));
    }
    return visible;
}

// The last recorded entries of customers the caller may see.
void write_newest(JsonWriter& json, const Api& api, const Principal& principal)
{
    std::vector<volume::Entry> visible;
    api.model.database().read([&](store::Session& session) {
        if (!may_read(principal, api.model.catalogue().require("customer"), {})) return;
        for (const int limit : newest_looked_at) {
            if (visible.size() < newest_shown) visible = visible_entries(api, session, principal, limit);
        }
    });
    json.key("newest").begin_array();
    write_entries(json, api, principal, visible);
    json.end_array();
}

void write_analyses(JsonWriter& json, const Api& api)
{
    json.key("analysis").begin_object();
    const AnalysisRuns runs = find_runs(api, "rfm");
    if (runs.latest) {
        json.key("rfm").begin_object().member("state", jobs::state_name(runs.latest->state));
        if (runs.done && runs.done->finished_at) json.member("computed_at", format_instant(*runs.done->finished_at));
        json.end_object();
    }
    json.end_object();
}

// For whom a condition narrows what they see, all customers and orders are looked through, which takes seconds in a
// large store: each such person has it done once a minute, and is told when that was.
class Figures {
public:
    std::string find(const Principal& principal, Instant now)
    {
        const std::lock_guard lock(mutex_);
        const auto found = kept_.find(principal.user);
        const bool is_good =
            found != kept_.end() && now < found->second.until && found->second.generation == principal.generation;
        return is_good ? found->second.json : std::string();
    }
    void keep(const Principal& principal, Instant now, const std::string& json)
    {
        const std::lock_guard lock(mutex_);
        if (kept_.size() >= kept_max) kept_.clear();
        kept_[principal.user] = {json, now + std::chrono::seconds(json_lifetime_s), principal.generation};
    }

private:
    static constexpr std::size_t kept_max = 1000;
    static constexpr int json_lifetime_s = 60;
    struct Kept {
        std::string json;
        Instant until;
        std::uint64_t generation;  // of the rights it was worked out with
    };
    std::mutex mutex_;
    std::map<Id, Kept> kept_;
};

bool are_tallied(const Api& api, const Principal& principal)
{
    const model::Catalogue& catalogue = api.model.catalogue();
    return api.model.is_tallied(principal, catalogue.require("customer")) &&
           api.model.is_tallied(principal, catalogue.require("order"));
}

std::string figures_json(const Api& api, const Principal& principal)
{
    JsonWriter json;
    json.begin_object().member("as_of", format_instant(api.model.clock().now()));
    write_known(json, api, principal);
    write_revenue(json, api, principal);
    write_tiers(json, api, principal);
    return json.end_object().take();
}

}  // namespace

void add_workbench_routes(http::Router& router, Api& api)
{
    auto figures = std::make_shared<Figures>();
    router.add({http::Method::get, "/api/workbench", http::Access::signed_in, http::Body::none,
                [&api, figures](const http::Request& request) {
                    const Principal& principal = caller(request);
                    const Instant now = api.model.clock().now();
                    const bool is_slow = !are_tallied(api, principal);
                    std::string sums = is_slow ? figures->find(principal, now) : std::string();
                    if (sums.empty()) {
                        sums = figures_json(api, principal);
                        if (is_slow) figures->keep(principal, now, sums);
                    }
                    JsonWriter json;
                    json.begin_object();
                    write_newest(json, api, principal);
                    write_analyses(json, api);
                    json.end_object();
                    // Two objects become one.
                    return http::json_response(json.text().substr(0, json.text().size() - 1) + "," + sums.substr(1));
                },
                "What the first page shows."});
}

}  // namespace juan::api
