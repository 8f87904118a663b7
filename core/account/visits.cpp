// From tokens to visitors. What was looked up is kept until something changes that visitors may or hold; each request
// then costs one hash and no query.
#include <algorithm>
#include <future>

#include "core/account/accounts.hpp"
#include "core/base/secret.hpp"
#include "core/model/audit.hpp"

namespace juan::account {
namespace {

constexpr std::size_t known_max = 10'000;
constexpr std::chrono::seconds tend_every{30};
constexpr std::chrono::minutes clear_every{10};

}  // namespace

Accounts::~Accounts() { tend_apart(); }

// On a thread of its own, so that a store that fails ends neither the caller nor the process: it says so itself, and
// what is lost is when a session was last used.
void Accounts::tend_apart()
{
    std::async(std::launch::async, [this] { tend_now(); }).wait();
}

std::string Accounts::make_local_token()
{
    std::string token = random_token();
    auto visitor = std::make_shared<Visitor>();
    visitor->carrier = Carrier::machine;
    visitor->token_hash = hash_hex(token);
    visitor->ends_at = Instant::max();
    visitor->principal = system_;
    local_ = std::move(visitor);
    return token;
}

VisitorPointer Accounts::visit(const std::string& token, Touch touch)
{
    VisitorPointer visitor = token.empty() ? nullptr : known_visitor(hash_hex(token), touch);
    if (!visitor) {
        throw Error(ErrorCode::not_signed_in);
    }
    return visitor;
}

VisitorPointer Accounts::revisit(const std::string& token_hash) { return known_visitor(token_hash, Touch::no); }

VisitorPointer Accounts::known_visitor(const std::string& token_hash, Touch touch)
{
    if (local_ && token_hash == local_->token_hash) {
        return local_;
    }
    const Instant now = model_.clock().now();
    auto is_over = [&](const Known& known) {
        const bool is_idle = known.visitor->carrier == Carrier::session &&
                             now - known.last_seen >= std::chrono::minutes(settings_.idle_minutes);
        return is_idle || now >= known.visitor->ends_at;
    };
    Instant last_seen;
    {
        const std::lock_guard lock(mutex_);
        const auto found = known_.find(token_hash);
        if (found != known_.end() && is_over(found->second)) {
            known_.erase(found);
            return nullptr;
        }
        if (found != known_.end()) {
            last_seen = found->second.last_seen;
            if (found->second.generation == generation()) {
                if (touch == Touch::yes) found->second.last_seen = now;
                return found->second.visitor;
            }
        }
    }
    auto fresh = look_up(token_hash);
    const std::lock_guard lock(mutex_);
    if (fresh) {
        fresh->last_seen = std::max(fresh->last_seen, last_seen);
    }
    if (!fresh || is_over(*fresh)) {
        known_.erase(token_hash);
        return nullptr;
    }
    if (touch == Touch::yes) {
        fresh->last_seen = now;
    }
    if (known_.size() >= known_max) {
        known_.clear();  // Loses at most `tend_every` of when they were last seen.
    }
    return known_.insert_or_assign(token_hash, *std::move(fresh)).first->second.visitor;
}

// The generation is read before the store: what is changed meanwhile is looked up again.
std::optional<Accounts::Known> Accounts::look_up(const std::string& token_hash)
{
    const std::uint64_t before = generation();
    const std::uint64_t rights = model_.rights_generation();
    std::optional<Known> known;
    model_.database().read([&](store::Session& session) {
        known = look_up_session(session, token_hash, rights);
        if (!known) known = look_up_key(session, token_hash, rights);
    });
    if (known) {
        known->generation = before;
    }
    return known;
}

std::optional<Accounts::Known> Accounts::look_up_session(store::Session& session, const std::string& token_hash,
                                                         std::uint64_t rights) const
{
    const auto row = find_session(session, token_hash);
    const Credential credential = row ? find_credential(session, row->user) : Credential();
    if (credential.user == Id::none) {
        return {};
    }
    auto visitor = std::make_shared<Visitor>();
    visitor->carrier = Carrier::session;
    visitor->id = row->id;
    visitor->user = row->user;
    visitor->token_hash = token_hash;
    visitor->has_second_factor = row->has_second_factor;
    visitor->stage = stage_of(credential, row->has_second_factor, row->is_by_password);
    visitor->created_at = row->created_at;
    visitor->ends_at = std::min(row->expires_at, row->created_at + std::chrono::hours(settings().session_hours));
    visitor->principal =
        std::make_shared<const model::Principal>(model::load_principal(session, model_, row->user, rights));
    return Known{std::move(visitor), 0, row->last_seen_at, row->last_seen_at};
}

std::optional<Accounts::Known> Accounts::look_up_key(store::Session& session, const std::string& token_hash,
                                                     std::uint64_t rights) const
{
    const auto row = find_key(session, token_hash);
    if (!row || find_credential(session, row->user).user == Id::none) {
        return {};
    }
    model::Principal principal = model::load_principal(session, model_, row->user, rights);
    principal.narrowing = [this, scope = row->scope](model::Principal& of) { narrow(of, model_.catalogue(), scope); };
    principal.narrowing(principal);
    auto visitor = std::make_shared<Visitor>();
    visitor->carrier = Carrier::key;
    visitor->id = row->id;
    visitor->user = row->user;
    visitor->token_hash = token_hash;
    visitor->may_write = has_write(row->scope);
    visitor->created_at = row->created_at;
    visitor->ends_at = row->expires_at.value_or(Instant::max());
    visitor->principal = std::make_shared<const model::Principal>(std::move(principal));
    const Instant last_used = row->last_used_at.value_or(Instant());
    return Known{std::move(visitor), 0, last_used, last_used};
}

void Accounts::tend()
{
    {
        const std::lock_guard lock(mutex_);
        if (model_.clock().now() < tended_at_ + tend_every) {
            return;
        }
        tended_at_ = model_.clock().now();
    }
    tend_apart();
}

void Accounts::tend_now()
{
    const Instant now = model_.clock().now();
    std::vector<std::pair<VisitorPointer, Instant>> seen;
    std::map<std::string, std::int64_t> refused;
    bool is_time_to_clear = false;
    Instant idle_since;
    {
        const std::lock_guard lock(mutex_);
        for (auto& [hash, known] : known_) {
            if (known.last_seen > known.written) {
                seen.emplace_back(known.visitor, known.last_seen);
                known.written = known.last_seen;
            }
        }
        refused.swap(refused_);
        is_time_to_clear = now >= cleared_at_ + clear_every;
        cleared_at_ = is_time_to_clear ? now : cleared_at_;
        idle_since = now - std::chrono::minutes(settings_.idle_minutes);
    }
    if (seen.empty() && refused.empty() && !is_time_to_clear) {
        return;
    }
    model_.database().write([&](store::Session& session) {
        for (const auto& [visitor, at] : seen) {
            const bool is_key = visitor->carrier == Carrier::key;
            is_key ? keep_last_used(session, visitor->token_hash, at)
                   : keep_last_seen(session, visitor->token_hash, at);
        }
        for (const auto& [email, count] : refused) {
            const Id user = find_credential(session, email).user;
            audit(session, Id::none, "sign_in_refused", user, Json{{"count", count}}.dump());
        }
        if (is_time_to_clear) {
            end_old_sessions(session, now, idle_since);
            end_old_links(session, now);
        }
    });
}

}  // namespace juan::account
