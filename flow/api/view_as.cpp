// Kept in memory: a restart ends it, and so does the loss of the duty.
#include "flow/api/view_as.hpp"

#include <mutex>

#include "core/base/secret.hpp"

namespace juan::api {
namespace {

constexpr std::size_t seen_as_max = 1000;

void note(model::Model& model, const model::Principal& viewer, const char* action, Id user)
{
    model.write(viewer, {{"person", viewer.name, ""}, "", "", false}, [&](model::Writer& writer) {
        writer.note(action, "user", user, "{}");
        return std::string();
    });
}

}  // namespace

void ViewAs::begin(const std::string& token_hash, const model::Principal& viewer, Id user)
{
    auto seen = std::make_shared<model::Principal>(model_.principal(user));
    bool is_full = false;
    {
        const std::shared_lock lock(mutex_);
        is_full = seen_as_.size() >= seen_as_max;
    }
    if (is_full || seen->duties.first_beyond(viewer.duties) != nullptr) {
        throw Error(ErrorCode::view_as_refused, {{"name", seen->name}});
    }
    seen->is_read_only = true;
    seen->viewer = viewer.user;
    end(token_hash, viewer);
    note(model_, viewer, "view_as", user);
    const std::unique_lock lock(mutex_);
    seen_as_[token_hash] = std::move(seen);
    is_used_ = true;
}

void ViewAs::end(const std::string& token_hash, const model::Principal& viewer)
{
    Id user = Id::none;
    {
        const std::unique_lock lock(mutex_);
        const auto found = seen_as_.find(token_hash);
        if (found == seen_as_.end()) {
            return;
        }
        user = found->second->user;
        seen_as_.erase(found);
    }
    note(model_, viewer, "view_as_end", user);
}

PrincipalPointer ViewAs::find(const std::string& token, PrincipalPointer signed_in)
{
    if (!is_used_) {
        return signed_in;
    }
    const std::string token_hash = hash_hex(token);
    PrincipalPointer seen;
    {
        const std::shared_lock lock(mutex_);
        const auto found = seen_as_.find(token_hash);
        if (found == seen_as_.end()) {
            return signed_in;
        }
        seen = found->second;
    }
    const PrincipalPointer before = seen;
    seen = model_.fresh(seen);
    const bool may_still =
        signed_in->has(model::Duty::security) && seen && seen->duties.first_beyond(signed_in->duties) == nullptr;
    if (!may_still) {
        end(token_hash, *signed_in);
        return signed_in;
    }
    if (seen != before) {
        const std::unique_lock lock(mutex_);
        seen_as_[token_hash] = seen;
    }
    return seen;
}

}  // namespace juan::api
