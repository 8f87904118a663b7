// Refusals for want of right or allowance are audited as well.
#include "flow/action/reveal/reveal.hpp"

#include <optional>

#include "core/base/text.hpp"
#include "flow/action/action.hpp"

namespace juan::action {
namespace {

constexpr std::size_t reason_characters_min = 4;

std::string value_json(const model::Model& model, const model::Field& field, const model::Row& row)
{
    for (const model::Column& column : field.columns) {
        if (!model::is_missing(row.at(static_cast<std::size_t>(column.position)))) {
            JsonWriter json;
            model::write_json(json, field, row, model.catalogue());
            return json.take();
        }
    }
    return "null";
}

std::string detail_json(const RevealRequest& request, const std::string& reason, const std::optional<Finding>& refusal)
{
    JsonWriter json;
    json.begin_object().member("field", request.field).member("reason", reason);
    if (refusal) {
        json.member("refused", sentence(*refusal, Language::en));
    }
    return json.end_object().take();
}

}  // namespace

std::string reveal(const model::Model& model, const model::Principal& principal, const model::Object& object,
                   const RevealRequest& request)
{
    const auto page = model.find(principal, object, request.record);
    if (!page) {
        throw Error(ErrorCode::not_found, {{"what", format_id(object.prefix, request.record)}});
    }
    const model::Field& field = object.require(request.field);
    const model::Right right = principal.right(object, field);
    if (right == model::Right::hidden) {
        throw Error(ErrorCode::field_unknown, {{"object", object.name}, {"field", request.field}});
    }
    if (right != model::Right::masked) {
        return value_json(model, field, page->rows.front());
    }
    const std::string reason = tidy_text(request.reason);
    if (count_characters(reason) < reason_characters_min) {
        throw Error(ErrorCode::reveal_reason, {{"min", std::to_string(reason_characters_min)}});
    }
    const int offset = model.reading().offset_minutes;
    std::optional<Finding> refusal;
    if (!principal.may_reveal(object, field)) {
        refusal = Finding{ErrorCode::field_forbidden, {{"field", request.field}}};
    }
    std::string value;
    model.write(principal, {{request.via, principal.name, ""}, "", "", false}, [&](model::Writer& writer) {
        store::Session& session = writer.session();
        const Instant now = writer.context().now;
        const model::Row row = writer.require(object, request.record, model::Verb::read);
        const Allowed allowed = allowance(session, principal, Allowance::reveals, now, offset);
        if (!refusal && !allowed.covers(1)) {
            refusal =
                Finding{ErrorCode::reveal_quota,
                        {{"max", std::to_string(allowed.max)}, {"renews", local_time(allowed.renews_at, offset)}}};
        }
        if (!refusal) {
            value = value_json(model, field, row);
            use_allowance(session, principal, Allowance::reveals, 1, now, offset);
        }
        audit(model, session,
              {now, principal.user, request.via, refusal ? "reveal_refused" : "reveal", object.name, request.record,
               detail_json(request, reason, refusal)});
        return std::string();
    });
    if (refusal) {
        throw Error(*refusal);
    }
    return value;
}

}  // namespace juan::action
