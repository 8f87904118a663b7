// The first page: how many customers, what they bring, what happened last, what the data lacks.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <mutex>

#include "core/base/money.hpp"
#include "core/model/query.hpp"
#include "core/model/schema.hpp"
#include "flow/api/analysis_runs.hpp"
#include "flow/api/api.hpp"
#include "flow/api/entries.hpp"

namespace juan::api {
namespace {

using model::Object;
using model::Principal;
using model::Verb;

constexpr int months_shown = 12;
constexpr std::size_t newest_shown = 15;
// A few at first; further back for those who see few of the customers, or when many were deleted.
constexpr std::array<int, 2> newest_looked_at = {60, 2000};

struct Scoped {
    model::Sql sql;
    std::string where;
};

Scoped scoped(const Api& api, store::Session& session, const Principal& principal, const Object& object)
{
    Scoped result;
    result.where = model::scope_condition(api.model.catalogue(), principal, object, Verb::read, "t", session.dialect(),
                                          result.sql, false);
    return result;
}

// Sums and counts tell of the fields they are made of.
bool may_read(const Principal& principal, const Object& object, std::initializer_list<const char*> fields)
{
    return principal.scope(object, Verb::read) != model::Scope::none &&
           std::all_of(fields.begin(), fields.end(), [&](const char* name) {
               return principal.right(object, object.require(name)) >= model::Right::read;
           });
}

void write_customers(JsonWriter& json, const Api& api, const Principal& principal)
{
    const Object& customer = api.model.catalogue().require("customer");
    json.key("customers").begin_object();
    const auto count = [&](std::initializer_list<const char*> fields, const char* filter) {
        return may_read(principal, customer, fields) ? api.model.count(principal, customer, filter) : 0;
    };
    json.member("total", count({}, ""));
    json.member("new_30_days", count({"created_at"}, "created_at >= now-30d"));
    json.member("with_orders", count({"last_order_at"}, "last_order_at:*")).end_object();
}

// The first millisecond of `count` successive months, by the calendar of the installation, the last one being the
// month of `newest`; and the end of that one.
std::vector<Instant> month_starts(Instant newest, std::chrono::minutes offset, int count)
{
    using namespace std::chrono;
    const year_month_day day{floor<days>(newest + offset)};
    std::vector<Instant> starts;
    for (int back = count - 1; back >= -1; --back) {
        const year_month month = day.year() / day.month() - months{back};
        starts.push_back(Instant{sys_days{month / 1}} - offset);
    }
    return starts;
}

void write_month(JsonWriter& json, Instant start, std::chrono::minutes offset, std::int64_t minor, int digits,
                 std::int64_t orders)
{
    const std::string day = format_date(std::chrono::floor<std::chrono::days>(start + offset));
    json.begin_object().member("month", day.substr(0, 7)).key("amount").raw(format_amount(minor, digits));
    json.member("orders", orders).end_object();
}

// When the last order took place among those that may be seen; 0 when there is none.
std::int64_t newest_order(const Api& api, store::Session& session, const Principal& principal, const Object& order)
{
    const Scoped query = scoped(api, session, principal, order);
    const auto cursor = session.query(fmt::format("select t.ordered_at from \"order\" t where t.ordered_at is not null "
                                                  "and {} order by t.ordered_at desc limit 1",
                                                  query.where),
                                      query.sql.parameters);
    return cursor->next() ? cursor->integer(0) : 0;
}

// The twelve months up to the newest order, in the installation's currency.
void write_revenue(JsonWriter& json, const Api& api, store::Session& session, const Principal& principal)
{
    const Object& order = api.model.catalogue().require("order");
    const std::string& base = api.model.reading().currency;
    const std::chrono::minutes offset{api.model.reading().offset_minutes};
    json.key("revenue").begin_object().member("currency", base).key("months").begin_array();
    const std::int64_t newest = may_read(principal, order, {"ordered_at", "status", "total"})
                                    ? newest_order(api, session, principal, order)
                                    : 0;
    if (newest != 0) {
        const auto starts = month_starts(instant_from(newest), offset, months_shown);
        Scoped query = scoped(api, session, principal, order);
        const std::string currency = query.sql.bind(base);
        std::string sums;
        for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
            const std::string from = query.sql.bind(to_integer(starts[i]));
            const std::string to = query.sql.bind(to_integer(starts[i + 1]));
            sums += fmt::format(
                "{0}sum(t.total) filter (where t.ordered_at >= {1} and t.ordered_at < {2}), "
                "count(*) filter (where t.ordered_at >= {1} and t.ordered_at < {2})",
                i == 0 ? "" : ", ", from, to);
        }
        const std::string first = query.sql.bind(to_integer(starts.front()));
        const auto cursor = session.query(
            fmt::format("select {} from \"order\" t where t.ordered_at >= {} and {} and t.total_currency = {} "
                        "and coalesce(t.status, '') not in ('cancelled', 'returned')",
                        sums, first, query.where, currency),
            query.sql.parameters);
        cursor->next();
        for (int i = 0; i < months_shown; ++i) {
            write_month(json, starts[static_cast<std::size_t>(i)], offset, cursor->integer(2 * i),
                        currency_digits(base).value_or(2), cursor->integer(2 * i + 1));
        }
    }
    json.end_array().end_object();
}

struct Tier {
    std::string name;
    std::int64_t count;
    std::int64_t value;
};

// Tiers, and how many customers have each fact, in one pass over the customers.
void write_tiers_and_lacks(JsonWriter& json, const Api& api, store::Session& session, const Principal& principal)
{
    const Object& customer = api.model.catalogue().require("customer");
    if (!may_read(principal, customer, {"value_tier", "lifetime_value"})) {
        json.key("tiers").begin_array().end_array().key("lacks").begin_array().end_array();
        return;
    }
    std::vector<const model::Field*> facts;
    std::string counts;
    for (const model::Field& field : customer.fields) {
        const bool is_fact = !field.is_system && !field.source.empty() && !field.required && field.default_json.empty();
        if (is_fact && principal.right(customer, field) >= model::Right::read) {
            const model::Column* city = field.column("city");
            facts.push_back(&field);
            counts +=
                fmt::format(", count(t.{})", model::sql_name((city == nullptr ? field.columns.front() : *city).name));
        }
    }
    Scoped query = scoped(api, session, principal, customer);
    const auto cursor = session.query(
        fmt::format("select t.value_tier, count(*), sum(t.lifetime_value){} from customer t where {} group by "
                    "t.value_tier",
                    counts, query.where),
        query.sql.parameters);
    std::vector<Tier> tiers;
    std::vector<std::int64_t> filled(facts.size());
    std::int64_t total = 0;
    std::int64_t value = 0;
    while (cursor->next()) {
        tiers.push_back(
            {std::string(cursor->is_null(0) ? "none" : cursor->text(0)), cursor->integer(1), cursor->integer(2)});
        total += tiers.back().count;
        value += tiers.back().value;
        for (std::size_t i = 0; i < facts.size(); ++i) {
            filled[i] += cursor->integer(static_cast<int>(i) + 3);
        }
    }
    json.key("tiers").begin_array();
    for (const Tier& tier : tiers) {
        json.begin_object().member("tier", tier.name).member("count", tier.count).key("share_of_revenue");
        json.real(value == 0 ? 0 : static_cast<double>(tier.value) / static_cast<double>(value)).end_object();
    }
    json.end_array().key("lacks").begin_array();
    for (std::size_t i = 0; i < facts.size(); ++i) {
        json.begin_object().member("field", facts[i]->name);
        write_label(json, "label", facts[i]->label);
        json.member("filled", filled[i]).member("total", total).end_object();
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
        Scoped query = scoped(api, session, principal, customer);
        const std::string id = query.sql.bind(to_integer(entry.customer));
        const bool may_see = session
                                 .query(fmt::format("select 1 from customer t where t.id = {} and {}", id, query.where),
                                        query.sql.parameters)
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

// Sums over all customers and orders cost seconds in a large store: there each person has them worked out once a
// minute, and is told when that was.
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

std::string figures_json(const Api& api, const Principal& principal)
{
    JsonWriter json;
    json.begin_object().member("as_of", format_instant(api.model.clock().now()));
    api.model.database().read(
        [&](store::Session& session) {
            write_revenue(json, api, session, principal);
            write_tiers_and_lacks(json, api, session, principal);
        },
        std::chrono::seconds(60));
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
                    const Object& customer = api.model.catalogue().require("customer");
                    const bool is_large =
                        may_read(principal, customer, {}) && api.model.count(principal, customer, "") > 20000;
                    std::string sums = is_large ? figures->find(principal, now) : std::string();
                    if (sums.empty()) {
                        sums = figures_json(api, principal);
                        figures->keep(principal, now, sums);
                    }
                    JsonWriter json;
                    json.begin_object();
                    write_customers(json, api, principal);
                    write_newest(json, api, principal);
                    write_analyses(json, api);
                    json.end_object();
                    // Two objects become one.
                    return http::json_response(json.text().substr(0, json.text().size() - 1) + "," + sums.substr(1));
                },
                "What the first page shows."});
}

}  // namespace juan::api
