// Server-sent events: what changed, to the browsers that may know.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/account/accounts.hpp"
#include "core/http/http.hpp"

namespace juan::api {

// Follows the change log on a thread of its own. Thread-safe.
class Streams {
public:
    Streams(const model::Model& model, account::Accounts& accounts);
    ~Streams();

    // Tells what `principal` may know. The stream ends when the session or key of this token does.
    void add(std::shared_ptr<http::EventStream> stream, std::string token_hash, account::PrincipalPointer principal);
    // To one person's browsers.
    void send_to(Id user, const std::string& event, const std::string& data);
    // To everybody.
    void send(const std::string& event, const std::string& data);

private:
    struct Listener {
        std::shared_ptr<http::EventStream> stream;
        std::string token_hash;
        account::PrincipalPointer principal;
    };
    struct Logged {
        std::string object;
        std::string ids;
    };

    void follow();
    bool rest();
    void look_after_listeners();
    std::vector<Logged> read_new();
    void publish(const std::vector<Logged>& changes);

    const model::Model& model_;
    account::Accounts& accounts_;
    std::int64_t position_ = 0;
    std::mutex mutex_;
    std::vector<Listener> listeners_;
    std::condition_variable wake_;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace juan::api
