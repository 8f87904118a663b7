// Looking things up in a request.
#include <algorithm>

#include "core/http/http.hpp"

namespace juan::http {
namespace {

std::optional<std::string_view> find_in(const Fields& fields, std::string_view name)
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
    return found == fields.end() ? std::nullopt : std::optional<std::string_view>(found->second);
}

}  // namespace

std::string_view Request::header(std::string_view name_lower) const
{
    return find_in(headers, name_lower).value_or("");
}

std::optional<std::string_view> Request::argument(std::string_view name) const { return find_in(query, name); }

std::string_view Request::parameter(std::string_view name) const { return find_in(parameters, name).value_or(""); }

std::string_view Request::cookie(std::string_view name) const
{
    std::string_view rest = header("cookie");
    while (!rest.empty()) {
        std::string_view pair = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
            return pair.substr(name.size() + 1);
        }
    }
    return {};
}

Language Request::language() const
{
    const std::string_view chosen = cookie("language");
    return language_from(chosen.empty() ? header("accept-language") : chosen);
}

}  // namespace juan::http
