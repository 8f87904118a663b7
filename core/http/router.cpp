// Routes as a tree of path segments.
#include <algorithm>

#include "core/http/http.hpp"
#include "core/http/names.hpp"

namespace juan::http {
namespace {

bool is_parameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }
bool is_rest(std::string_view segment) { return is_parameter(segment) && segment.ends_with("...}"); }

std::string_view next_segment(std::string_view& path)
{
    path.remove_prefix(1);  // the slash
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

// The names of the {name} parts of a pattern, in order.
std::vector<std::string_view> parameter_names(std::string_view pattern)
{
    std::vector<std::string_view> names;
    while (!pattern.empty()) {
        const std::string_view segment = next_segment(pattern);
        if (is_parameter(segment)) {
            names.push_back(segment.substr(1, segment.size() - (is_rest(segment) ? 5 : 2)));
        }
    }
    return names;
}

std::optional<std::size_t> route_for(const std::vector<std::pair<Method, std::size_t>>& routes, Method method)
{
    for (const auto& [known, index] : routes) {
        if (known == method) {
            return index;
        }
    }
    return method == Method::head ? route_for(routes, Method::get) : std::nullopt;
}

// For an Allow header. Who takes GET takes HEAD.
std::string listed(std::vector<Method> methods)
{
    if (std::find(methods.begin(), methods.end(), Method::get) != methods.end()) {
        methods.push_back(Method::head);
    }
    std::sort(methods.begin(), methods.end());
    methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
    std::string text;
    for (const Method method : methods) {
        text += (text.empty() ? "" : ", ") + std::string(name_of(method));
    }
    return text;
}

}  // namespace

struct Router::Search {
    Method method;
    std::vector<std::string_view> values;  // of the {name} parts passed so far
    std::optional<std::size_t> route;
    std::vector<Method> others;  // that the path would have taken
};

std::size_t Router::child(std::size_t node, std::string_view segment)
{
    if (is_parameter(segment)) {
        if (!nodes_[node].parameter) {
            nodes_[node].parameter = nodes_.size();
            nodes_.emplace_back();
        }
        return *nodes_[node].parameter;
    }
    for (const auto& [literal, index] : nodes_[node].literals) {
        if (literal == segment) {
            return index;
        }
    }
    nodes_[node].literals.emplace_back(segment, nodes_.size());
    nodes_.emplace_back();
    return nodes_.size() - 1;
}

void Router::add(Route route)
{
    CHECK(route.path.starts_with('/'));
    std::size_t node = 0;
    bool takes_rest = false;
    for (std::string_view path = route.path; !path.empty();) {
        const std::string_view segment = next_segment(path);
        takes_rest = is_rest(segment);
        CHECK(!takes_rest || path.empty());
        node = takes_rest ? node : child(node, segment);
    }
    auto& ends = takes_rest ? nodes_[node].rest_routes : nodes_[node].routes;
    CHECK(std::none_of(ends.begin(), ends.end(), [&](const auto& end) { return end.first == route.method; }));
    ends.emplace_back(route.method, routes_.size());
    routes_.push_back(std::move(route));
}

// True when a route was found at or below `node`; `rest` is empty or begins with a slash.
bool Router::descend(Search& search, std::size_t node, std::string_view rest) const
{
    const Node& here = nodes_[node];
    const auto& ends = rest.empty() ? here.routes : here.rest_routes;
    if (!rest.empty()) {
        std::string_view behind = rest;
        const std::string_view segment = next_segment(behind);
        for (const auto& [literal, index] : here.literals) {
            if (literal == segment && descend(search, index, behind)) {
                return true;
            }
        }
        if (here.parameter && !segment.empty()) {
            search.values.push_back(segment);
            if (descend(search, *here.parameter, behind)) {
                return true;
            }
            search.values.pop_back();
        }
    }
    search.route = route_for(ends, search.method);
    if (search.route && !rest.empty()) {
        search.values.push_back(rest.substr(1));
    }
    if (!search.route) {
        std::transform(ends.begin(), ends.end(), std::back_inserter(search.others),
                       [](auto& end) { return end.first; });
    }
    return search.route.has_value();
}

const Route* Router::find(Method method, std::string_view path, Fields& parameters) const
{
    Search search{method, {}, {}, {}};
    if (!path.starts_with('/') || !descend(search, 0, path)) {
        return nullptr;
    }
    const Route& route = routes_[*search.route];
    const auto names = parameter_names(route.path);
    parameters.clear();
    for (std::size_t i = 0; i < names.size(); ++i) {
        parameters.emplace_back(names[i], search.values[i]);
    }
    return &route;
}

const Route& Router::match(Method method, std::string_view path, Fields& parameters) const
{
    if (const Route* route = find(method, path, parameters)) {
        return *route;
    }
    Search search{method, {}, {}, {}};
    if (path.starts_with('/')) {
        descend(search, 0, path);
    }
    if (search.others.empty()) {
        throw Error(ErrorCode::route_unknown, {{"path", std::string(path)}});
    }
    throw Error(ErrorCode::method_not_allowed, {{"path", std::string(path)},
                                                {"method", std::string(name_of(method))},
                                                {"allow", listed(std::move(search.others))}});
}

}  // namespace juan::http
