// One JSON value of a declaration and where it stands, so that every complaint can say so.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/model/catalogue.hpp"

namespace juan::model {

class Node {
public:
    using Json = nlohmann::ordered_json;

    // `file` and `json` outlive it.
    Node(const std::string& file, std::string place, const Json& json)
        : file_(file), place_(std::move(place)), json_(json)
    {
    }

    [[noreturn]] void refuse(const std::string& what) const
    {
        throw Error(ErrorCode::declaration_invalid,
                    {{"file", file_}, {"what", (place_.empty() ? "/" : place_) + ": " + what}});
    }
    bool has(const char* name) const { return json_.contains(name); }
    Node at(const std::string& name) const
    {
        if (!json_.is_object() || !json_.contains(name)) {
            refuse("\"" + name + "\" is missing");
        }
        return {file_, place_ + "/" + name, json_.at(name)};
    }
    std::vector<Node> items() const
    {
        if (!json_.is_array()) {
            refuse("must be an array");
        }
        std::vector<Node> nodes;
        for (std::size_t i = 0; i < json_.size(); ++i) {
            nodes.emplace_back(file_, place_ + "/" + std::to_string(i), json_.at(i));
        }
        return nodes;
    }
    std::vector<std::pair<std::string, Node>> members() const
    {
        if (!json_.is_object()) {
            refuse("must be an object");
        }
        std::vector<std::pair<std::string, Node>> nodes;
        for (const auto& [name, value] : json_.items()) {
            nodes.emplace_back(name, Node{file_, place_ + "/" + name, value});
        }
        return nodes;
    }
    std::string text() const
    {
        if (!json_.is_string()) {
            refuse("must be text");
        }
        return json_.get<std::string>();
    }
    std::string text(const char* name) const { return has(name) ? at(name).text() : std::string(); }
    bool flag(const char* name) const
    {
        if (!has(name)) {
            return false;
        }
        if (!json_.at(name).is_boolean()) {
            at(name).refuse("must be true or false");
        }
        return json_.at(name).get<bool>();
    }
    std::optional<double> number(const char* name) const
    {
        if (!has(name)) {
            return {};
        }
        if (!json_.at(name).is_number()) {
            at(name).refuse("must be a number");
        }
        return json_.at(name).get<double>();
    }
    std::vector<std::string> texts(const char* name) const
    {
        std::vector<std::string> result;
        if (has(name)) {
            for (const Node& item : at(name).items()) {
                result.push_back(item.text());
            }
        }
        return result;
    }
    Label label(const char* name) const
    {
        const auto parts = at(name).items();
        if (parts.size() != 2) {
            at(name).refuse("must be [Chinese, English]");
        }
        return {parts[0].text(), parts[1].text()};
    }
    std::string dump(const char* name) const { return has(name) ? json_.at(name).dump() : std::string(); }
    void only(std::initializer_list<std::string_view> known) const
    {
        for (const auto& [name, node] : members()) {
            if (std::find(known.begin(), known.end(), name) == known.end()) {
                node.refuse("\"" + name + "\" is not known here");
            }
        }
    }

private:
    const std::string& file_;
    std::string place_;
    const Json& json_;
};

}  // namespace juan::model
