// Content codings: gzip and Brotli.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace juan::http {

// Whether an Accept-Encoding lets `coding` through: it is named, or "*" is, and not with q=0.
bool accepts(std::string_view accept_encoding, std::string_view coding);

// Compresses; keeps its workspaces, because making one costs as much as compressing a list of 50 records (60 µs).
// Thread-safe.
class Gzip {
public:
    Gzip();
    ~Gzip();
    std::string pack(std::string_view bytes);

private:
    struct Workspace;
    std::unique_ptr<Workspace> take();

    std::mutex mutex_;
    std::vector<std::unique_ptr<Workspace>> idle_;
};

// Throws Error internal when the bytes are not whole.
std::string gunzip(std::string_view bytes);
std::string unbrotli(std::string_view bytes);

}  // namespace juan::http
