// The pages and scripts that the binary carries.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/http/http.hpp"

namespace juan::http {

class AssetShelf {
public:
    // In text/html the text __CSP_NONCE__ stands for a nonce that is new in each answer and also in its policy.
    explicit AssetShelf(std::vector<Asset> assets);

    // The asset of this path; for a path without a dot that has none, /index.html: the page finds its way from there.
    // Empty for other methods than GET and HEAD, and below the folders of programs (/api, /v1, /metrics).
    std::optional<Response> find(const Request& request) const;

private:
    Response page(const std::string& text) const;
    Response file(const Asset& asset, const Request& request) const;

    std::vector<Asset> assets_;
    std::unordered_map<std::string_view, const Asset*> by_path_;
    std::unordered_map<std::string_view, std::string> pages_;  // plain text of what is text/html
};

}  // namespace juan::http
