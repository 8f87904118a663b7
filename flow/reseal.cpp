// One transaction for each stretch of records, with the checkpoint in it, so that a kill repeats nothing.
#include "flow/reseal.hpp"

#include "core/base/json.hpp"
#include "core/model/keys.hpp"

namespace juan {
namespace {

model::ResealPosition position_from(const std::string& checkpoint)
{
    if (checkpoint.empty()) {
        return {};
    }
    const Json json = parse_json(checkpoint);
    return {json.value("object", 0), json.value("after", std::int64_t{0}), json.value("records", std::int64_t{0}),
            json.value("key", std::uint32_t{0})};
}

std::string json_of(const model::ResealPosition& position)
{
    JsonWriter json;
    json.begin_object().member("object", std::int64_t{position.object}).member("after", position.after);
    json.member("records", position.records).member("key", std::int64_t{position.key});
    return json.end_object().take();
}

}  // namespace

std::string reseal(const model::Model& model, jobs::Context& context)
{
    model::ResealPosition position = position_from(context.job().checkpoint);
    bool is_over = false;
    while (!is_over && !context.is_cancelled()) {
        model.database().write([&](store::Session& session) {
            const auto next = model::reseal_some(model, session, position);
            is_over = !next;
            if (is_over) {
                model::end_reseal(model, session, position.records);
                return;
            }
            position = *next;
            context.checkpoint(session, json_of(position));
        });
        context.progress(json_of(position));
    }
    JsonWriter json;
    return json.begin_object().member("records", position.records).end_object().take();
}

void reseal_later(const model::Model& model, jobs::Queue& jobs)
{
    const auto last = jobs.recent("keys", 1);
    const bool is_coming =
        !last.empty() && (last.front().state == jobs::State::waiting || last.front().state == jobs::State::running);
    if (!is_coming && model::needs_reseal(model)) {
        jobs.submit("keys", "{}", Id::none);
    }
}

}  // namespace juan
