// A person who sees all records of an object learns which changed; others learn only that some did.
#include "flow/api/streams.hpp"

#include <chrono>

namespace juan::api {
namespace {

constexpr std::chrono::milliseconds pause{250};
constexpr std::size_t ids_bytes_max = 2000;  // beyond it the browser loads what it shows anew
constexpr int rows_max = 500;

}  // namespace

Streams::Streams(const model::Model& model, account::Accounts& accounts) : model_(model), accounts_(accounts)
{
    model_.database().read([&](store::Session& session) {
        const auto cursor = session.query("select coalesce(max(seq), 0) from change");
        cursor->next();
        position_ = cursor->integer(0);
    });
    thread_ = std::thread([this] { follow(); });
}

Streams::~Streams()
{
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Streams::add(std::shared_ptr<http::EventStream> stream, std::string token_hash,
                  account::PrincipalPointer principal)
{
    const std::lock_guard lock(mutex_);
    listeners_.push_back({std::move(stream), std::move(token_hash), std::move(principal)});
}

void Streams::send(const std::string& event, const std::string& data)
{
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [&](const Listener& listener) { return !listener.stream->send(event, data); });
}

void Streams::send_to(Id user, const std::string& event, const std::string& data)
{
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [&](const Listener& listener) {
        return listener.principal->user == user && !listener.stream->send(event, data);
    });
}

void Streams::follow()
{
    while (!rest()) {
        look_after_listeners();
        accounts_.tend();
        const auto changes = read_new();
        if (!changes.empty()) {
            publish(changes);
        }
    }
}

// True when it is time to end.
bool Streams::rest()
{
    std::unique_lock lock(mutex_);
    return wake_.wait_for(lock, pause, [this] { return is_stopping_; });
}

// Whose session or key is no more hears no more. Nearly always this looks into memory only.
void Streams::look_after_listeners()
{
    const std::lock_guard lock(mutex_);
    std::erase_if(listeners_, [&](Listener& listener) {
        const account::VisitorPointer visitor = accounts_.revisit(listener.token_hash);
        const bool is_over = !visitor || visitor->stage != account::Stage::full;
        if (is_over) listener.stream->close();
        return is_over;
    });
}

std::vector<Streams::Logged> Streams::read_new()
{
    std::vector<Logged> changes;
    model_.database().read([&](store::Session& session) {
        const auto cursor = session.query("select seq, object, ids from change where seq > $1 order by seq limit $2",
                                          store::values(position_, std::int64_t{rows_max}));
        while (cursor->next()) {
            position_ = cursor->integer(0);
            changes.push_back({std::string(cursor->text(1)), std::string(cursor->text(2))});
        }
    });
    return changes;
}

void Streams::publish(const std::vector<Logged>& changes)
{
    const std::lock_guard lock(mutex_);
    // Who lost rights is told by them from here on; who may not work any more is told nothing.
    std::erase_if(listeners_, [&](Listener& listener) {
        listener.principal = model_.fresh(std::move(listener.principal));
        if (!listener.principal) listener.stream->close();
        return !listener.principal;
    });
    for (const Logged& change : changes) {
        const model::Object* object = model_.catalogue().find(change.object);
        if (object == nullptr) continue;
        std::erase_if(listeners_, [&](const Listener& listener) {
            const model::Principal& principal = *listener.principal;
            const model::Scope scope = principal.scope(*object, model::Verb::read);
            const bool sees_all = scope == model::Scope::all && !principal.on(*object).condition;
            if (scope == model::Scope::none) return false;
            JsonWriter json;
            json.begin_object().member("object", object->name).key("ids").begin_array();
            if (sees_all && object->part_of.empty() && change.ids.size() <= ids_bytes_max) {
                for (const Json& id : Json::parse(change.ids)) {
                    json.string(format_id(object->prefix, id_from(id.get<std::int64_t>())));
                }
            }
            json.end_array().end_object();
            return !listener.stream->send("change", json.text());
        });
    }
}

}  // namespace juan::api
