// Looking at Juan as somebody else does: by session, read-only, audited when it begins and when it ends.
#pragma once

#include <atomic>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/account/visitor.hpp"
#include "core/model/model.hpp"

namespace juan::api {

using account::PrincipalPointer;

inline constexpr std::string_view view_as_path = "/api/session/view-as";

// Thread-safe. What is looked at is forgotten when the server stops: everybody is themselves again.
class ViewAs {
public:
    explicit ViewAs(model::Model& model) : model_(model) {}

    // Requires: `user` is active. Throws Error view_as_refused when `user` has a duty that `viewer` has not.
    void begin(const std::string& token_hash, const model::Principal& viewer, Id user);
    // Nothing happens when there is none.
    void end(const std::string& token_hash, const model::Principal& viewer);
    // The principal whose eyes the session looks through; `signed_in` itself when it looks through its own.
    PrincipalPointer find(const std::string& token, PrincipalPointer signed_in);

private:
    model::Model& model_;
    std::shared_mutex mutex_;
    std::atomic<bool> is_used_ = false;                          // ever, since the start: others pay nothing
    std::unordered_map<std::string, PrincipalPointer> seen_as_;  // by the session's token hash
};

}  // namespace juan::api
