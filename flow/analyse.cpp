// Analyses never write records: they return columns, and this stores them through the one way to write.
#include "flow/analyse.hpp"

#include "core/base/json.hpp"
#include "flow/analysis/analysis.hpp"

namespace juan {
namespace {

void store_rows(const model::Model& model, const model::Principal& principal, const analysis::Analysis& analysis,
                std::span<const analysis::ResultRow> rows)
{
    const model::Object& object = model.catalogue().require(analysis.of);
    const model::WriteOptions options{{"analysis", analysis.name, ""}, "", "", true};
    model.write(principal, options, [&](model::Writer& writer) {
        for (const analysis::ResultRow& row : rows) {
            if (!writer.exists(object, id_from(row.id))) {
                continue;  // Deleted since the analyst read it.
            }
            model::Change change{model::Action::update, &object, id_from(row.id), {}, {}};
            for (std::size_t i = 0; i < analysis.outputs.size(); ++i) {
                change.draft.emplace_back(&object.require(analysis.outputs[i]), model::Cells{row.values.at(i)});
            }
            writer.apply(change);
        }
        return std::string();
    });
}

}  // namespace

std::string analyse(const model::Model& model, analysis::Analyst& analyst, jobs::Context& context)
{
    const Json payload = parse_json(context.job().payload);
    const analysis::Analysis& wanted = analysis::require_analysis(payload.at("analysis").get<std::string>());
    const model::Principal principal = model::system_principal(model.catalogue());
    const std::chrono::minutes offset{model.reading().offset_minutes};
    const Date today = std::chrono::floor<std::chrono::days>(model.clock().now() + offset);
    const Json parameters{
        {"as_of", format_date(today)}, {"utc_offset_minutes", offset.count()}, {"currency", model.reading().currency}};
    std::int64_t stored = 0;
    const auto report = analyst.run(wanted.name, parameters.dump(), [&](std::span<const analysis::ResultRow> rows) {
        if (context.is_cancelled()) {
            return;
        }
        store_rows(model, principal, wanted, rows);
        stored += static_cast<std::int64_t>(rows.size());
        JsonWriter progress;
        context.progress(progress.begin_object().member("rows", stored).end_object().take());
    });
    JsonWriter outcome;
    outcome.begin_object().member("results", report.results).member("changed", report.changed).member("rows", stored);
    outcome.key("seconds").real(report.seconds);
    if (report.finding) {
        outcome.member("zh", sentence(*report.finding, Language::zh));
        outcome.member("en", sentence(*report.finding, Language::en));
    }
    return outcome.end_object().take();
}

}  // namespace juan
