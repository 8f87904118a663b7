// Content codings, validators and nonces of assets.
#include "core/http/assets.hpp"

#include <algorithm>
#include <array>

#include "core/base/secret.hpp"
#include "core/http/encoding.hpp"
#include "core/http/names.hpp"
#include "core/http/reply.hpp"

namespace juan::http {
namespace {

constexpr std::string_view nonce_place = "__CSP_NONCE__";

std::string plain_bytes(const Asset& asset)
{
    return !asset.bytes_brotli.empty() ? unbrotli(asset.bytes_brotli)
           : !asset.bytes_gzip.empty() ? gunzip(asset.bytes_gzip)
                                       : std::string();
}

bool is_for_programs(std::string_view path)
{
    constexpr std::array<std::string_view, 3> folders{"/api", "/v1", "/metrics"};
    return std::any_of(folders.begin(), folders.end(), [&](std::string_view folder) {
        return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
    });
}

// Weak, because the same asset goes out in several codings.
std::string etag_of(const Asset& asset)
{
    std::string etag(asset.etag);
    std::erase(etag, '"');
    return "W/\"" + etag + "\"";
}

}  // namespace

AssetShelf::AssetShelf(std::vector<Asset> assets) : assets_(std::move(assets))
{
    for (const Asset& asset : assets_) {
        by_path_.emplace(asset.path, &asset);
        if (asset.content_type.starts_with("text/html")) {
            pages_.emplace(asset.path, plain_bytes(asset));
        }
    }
}

std::optional<Response> AssetShelf::find(const Request& request) const
{
    const std::string_view path = request.path;
    if (is_write(request.method) || is_for_programs(path)) {
        return {};
    }
    const bool has_dot = path.find('.') != path.npos;
    const std::string_view wanted = path == "/" ? "/index.html" : path;
    auto found = by_path_.find(wanted);
    if (found == by_path_.end() && !has_dot) {
        found = by_path_.find("/index.html");
    }
    if (found == by_path_.end()) {
        return {};
    }
    const auto text = pages_.find(found->first);
    return text != pages_.end() ? page(text->second) : file(*found->second, request);
}

Response AssetShelf::page(const std::string& text) const
{
    const std::string nonce = random_token();
    Response response;
    response.content_type = "text/html; charset=utf-8";
    response.headers.emplace_back("Content-Security-Policy", content_security_policy(nonce));
    std::size_t start = 0;
    for (auto place = text.find(nonce_place); place != text.npos; place = text.find(nonce_place, start)) {
        response.body.append(text, start, place - start);
        response.body += nonce;
        start = place + nonce_place.size();
    }
    response.body.append(text, start);
    return response;
}

Response AssetShelf::file(const Asset& asset, const Request& request) const
{
    Response response;
    response.content_type = asset.content_type;
    const std::string etag = etag_of(asset);
    response.headers = {{"Cache-Control", asset.is_immutable ? "public, max-age=31536000, immutable" : "no-cache"},
                        {"ETag", etag},
                        {"Vary", "Accept-Encoding"}};
    const std::string_view known = request.header("if-none-match");
    if (known == "*" || known.find(std::string_view(etag).substr(2)) != known.npos) {
        response.status = 304;
        return response;
    }
    const std::string_view accepted = request.header("accept-encoding");
    if (!asset.bytes_brotli.empty() && accepts(accepted, "br")) {
        response.headers.emplace_back("Content-Encoding", "br");
        response.body = asset.bytes_brotli;
    } else if (!asset.bytes_gzip.empty() && accepts(accepted, "gzip")) {
        response.headers.emplace_back("Content-Encoding", "gzip");
        response.body = asset.bytes_gzip;
    } else {
        response.body = plain_bytes(asset);
    }
    return response;
}

}  // namespace juan::http
