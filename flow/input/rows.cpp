// From cells to drafts to records.
#include "flow/input/rows.hpp"

#include <algorithm>

#include "core/base/cell.hpp"
#include "core/base/text.hpp"
#include "core/model/label.hpp"

namespace juan::input {
namespace {

using model::Cells;
using model::Draft;
using model::Field;
using model::FieldType;
using model::Object;

constexpr std::size_t known_max = 2'000'000;

// Adds what is wrong with a field of `object`, in words that the owner of the file knows.
void report(const Plan& plan, const Object& object, Finding finding, std::vector<Finding>& findings)
{
    model::add_labels(finding, *plan.catalogue, &object);
    findings.push_back(std::move(finding));
}

std::string_view cell_of(const Target& target, std::span<const std::string_view> cells)
{
    if (target.column < 0) return target.constant;
    const auto column = static_cast<std::size_t>(target.column);
    const std::string_view cell = column < cells.size() ? cells[column] : std::string_view{};
    return cell == "NULL" || cell == "\\N" ? std::string_view{} : unmarked_cell(cell);  // How databases write no value.
}

Cells* cells_in(Draft& draft, const Field& field)
{
    const auto found = std::find_if(draft.begin(), draft.end(), [&](const auto& item) { return item.first == &field; });
    return found == draft.end() ? nullptr : &found->second;
}

bool is_filled(const Cells& cells)
{
    return std::any_of(cells.begin(), cells.end(), [](const store::Value& value) { return !model::is_missing(value); });
}

// Parts of an address in separate columns read as one address: "广东省" + "深圳市" + "科技园路1号".
std::string joined_address(const Node& node, const Field& field, std::span<const std::string_view> cells)
{
    std::string text;
    for (const char* part : {"province", "city", "district", "detail", ""}) {
        for (const Target& target : node.targets) {
            if (target.field != &field || target.part != part) continue;
            const std::string piece = tidy_text(cell_of(target, cells));
            if (!piece.empty() && text.find(piece) == text.npos) {
                text += (text.empty() ? "" : " ") + piece;
            }
        }
    }
    return text;
}

void read_field(const model::Model& model, const Plan& plan, const Node& node, const Target& target,
                std::span<const std::string_view> cells, Drafted& drafted, std::vector<Finding>& findings)
{
    const Field& field = *target.field;
    if (cells_in(drafted.draft, field) != nullptr && field.type == FieldType::address) {
        return;  // Read with its first part.
    }
    std::string address;
    std::string_view text = cell_of(target, cells);
    if (field.type == FieldType::address) {
        address = joined_address(node, field, cells);
        text = address;
    }
    if (target.part == "currency") {
        if (Cells* amount = cells_in(drafted.draft, field); amount != nullptr && is_filled(*amount) && !text.empty()) {
            amount->back() = tidy_text(text);
        }
        return;
    }
    auto read = model::read_text(field, text, model.standards(), plan.reading);
    if (!read) {
        report(plan, *node.object, read.error(), findings);
    } else if (is_filled(*read)) {
        drafted.draft.emplace_back(&field, std::move(read).value());
    }
}

// The record's values by which it is known, of the first match key that is filled.
std::string key_of(const Object& object, const Draft& draft)
{
    for (const auto& names : object.match) {
        std::string key = object.name;
        std::size_t filled = 0;
        for (const std::string& name : names) {
            for (const auto& [field, cells] : draft) {
                if (field->name != name) continue;
                ++filled;
                key += '\x1f';
                key += std::holds_alternative<std::int64_t>(cells.front())
                           ? std::to_string(std::get<std::int64_t>(cells.front()))
                           : std::string(model::text_of(cells.front()));
            }
        }
        if (filled == names.size()) return key;
    }
    return {};
}

// A key as the file has it: without the object, its parts apart.
std::string shown_key(const std::string& key)
{
    std::string shown = key.substr(key.find('\x1f') + 1);
    std::replace(shown.begin(), shown.end(), '\x1f', ' ');
    return shown;
}

// A customer known only by number is called by that number until somebody knows better.
void name_by_key(const Object& object, Draft& draft)
{
    const Field& title = object.require(object.title);
    const bool is_text = title.type == FieldType::text;
    if (!is_text || cells_in(draft, title) != nullptr) {
        return;
    }
    for (const auto& names : object.match) {
        for (const auto& [field, cells] : draft) {
            if (field->name == names.front() && !model::text_of(cells.front()).empty()) {
                draft.emplace_back(&title, Cells{std::string(model::text_of(cells.front()))});
                return;
            }
        }
    }
}

void draft_node(const model::Model& model, const Plan& plan, const Node& node, std::span<const std::string_view> cells,
                Drafted& drafted, std::vector<Finding>& findings)
{
    drafted.node = &node;
    for (const Target& target : node.targets) {
        read_field(model, plan, node, target, cells, drafted, findings);
    }
    for (const auto& link : node.links) {
        Drafted linked;
        draft_node(model, plan, *link, cells, linked, findings);
        if (!linked.is_empty()) {
            drafted.links.push_back(std::move(linked));
        }
    }
    drafted.key = key_of(*node.object, drafted.draft);
    drafted.tokens = model::tokens_ahead(drafted.draft);
}

void check_required(const Plan& plan, const Drafted& drafted, std::vector<Finding>& findings)
{
    for (const Field& field : drafted.node->object->fields) {
        if (!field.required || !field.default_json.empty()) continue;
        const bool is_drafted = std::any_of(drafted.draft.begin(), drafted.draft.end(),
                                            [&](const auto& item) { return item.first == &field; });
        const bool is_linked = std::any_of(drafted.links.begin(), drafted.links.end(),
                                           [&](const Drafted& link) { return link.node->link == &field; });
        if (!is_drafted && !is_linked) {
            report(plan, *drafted.node->object, {ErrorCode::field_required, {{"field", field.name}}}, findings);
        }
    }
}

}  // namespace

PreparedRow prepare(const model::Model& model, const Plan& plan, std::uint64_t line,
                    std::span<const std::string_view> cells)
{
    PreparedRow row;
    row.line = line;
    draft_node(model, plan, plan.root, cells, row.record, row.findings);
    const Field& title = plan.root.object->require(plan.root.object->title);
    const bool has_title_column = std::any_of(plan.root.targets.begin(), plan.root.targets.end(),
                                              [&](const Target& target) { return target.field == &title; });
    if (!has_title_column) {
        name_by_key(*plan.root.object, row.record.draft);
    }
    if (row.findings.empty()) {
        check_required(plan, row.record, row.findings);
    }
    if (!row.findings.empty()) {
        row.cells.assign(cells.begin(), cells.end());
    }
    return row;
}

PreparedRow prepare_row(const model::Model& model, const Plan& plan, const CsvRow& row)
{
    if (row.is_usable && row.findings.empty()) {
        return prepare(model, plan, row.at.line, row.cells);
    }
    PreparedRow prepared;
    prepared.line = row.at.line;
    prepared.findings = row.findings;
    prepared.cells.assign(row.cells.begin(), row.cells.end());
    return prepared;
}

void count(RowCounts& counts, Done done)
{
    switch (done) {
        case Done::created: ++counts.created; break;
        case Done::updated: ++counts.updated; break;
        case Done::skipped: ++counts.skipped; break;
        case Done::wrong: ++counts.wrong; break;
    }
}

Done Binder::bind(model::Writer& writer, PreparedRow& row)
{
    if (!row.findings.empty()) {
        return Done::wrong;
    }
    Drafted& record = row.record;
    const Object& object = *plan_.root.object;
    if (row.is_repeated && record.key.empty()) {
        return Done::skipped;
    }
    for (Drafted& link : record.links) {
        const Id id = find_or_create(writer, link, row.findings);
        if (!row.findings.empty()) return Done::wrong;
        if (id != Id::none) record.draft.emplace_back(link.node->link, Cells{to_integer(id)});
    }
    const Id present = record.key.empty() ? Id::none : writer.find_match(object, record.draft);
    if (row.is_repeated && present == Id::none) {
        return Done::skipped;
    }
    Id written = Id::none;
    return write(writer, present, record, row.findings, written);
}

Id Binder::find_or_create(model::Writer& writer, Drafted& drafted, std::vector<Finding>& findings)
{
    const Object& object = *drafted.node->object;
    if (drafted.key.empty()) {
        return Id::none;
    }
    const auto known = known_.find(drafted.key);
    if (known != known_.end()) {
        return known->second;
    }
    for (Drafted& link : drafted.links) {
        const Id id = find_or_create(writer, link, findings);
        if (!findings.empty()) return Id::none;
        if (id != Id::none) drafted.draft.emplace_back(link.node->link, Cells{to_integer(id)});
    }
    const Id present = writer.find_match(object, drafted.draft);
    if (present == Id::none) {
        if (writer.context().principal.scope(object, model::Verb::create) == model::Scope::none) {
            const Field& link = *drafted.node->link;
            report(plan_, object,
                   {ErrorCode::link_unmatched,
                    {{"field", link.name},
                     {"field.zh", link.label.zh},
                     {"field.en", link.label.en},
                     {"object", object.name},
                     {"value", shown_key(drafted.key)}}},
                   findings);
            return Id::none;
        }
        name_by_key(object, drafted.draft);
    }
    Id written = Id::none;
    if (write(writer, present, drafted, findings, written) == Done::wrong) {
        return Id::none;
    }
    if (known_.size() >= known_max) {
        known_.clear();
    }
    known_.emplace(drafted.key, written);
    return written;
}

Done Binder::write(model::Writer& writer, Id id, Drafted& drafted, std::vector<Finding>& findings, Id& written)
{
    const Object& object = *drafted.node->object;
    model::Change change{id == Id::none ? model::Action::create : model::Action::update,
                         &object,
                         id,
                         {},
                         std::move(drafted.draft),
                         std::move(drafted.tokens)};
    if (id != Id::none) {
        const model::Row present = writer.require(object, id, model::Verb::read);
        change.draft = unfilled(object, present, std::move(change.draft));
        if (change.draft.empty()) {
            written = id;
            return Done::skipped;
        }
    }
    const auto outcome = writer.apply(change);
    drafted.draft = std::move(change.draft);  // Its memory goes back to the thread that took it.
    drafted.tokens = std::move(change.tokens);
    if (!outcome) {
        for (const Finding& finding : outcome.error()) {
            report(plan_, object, finding, findings);
        }
        return Done::wrong;
    }
    written = outcome->id;
    return id == Id::none ? Done::created : outcome->is_changed ? Done::updated : Done::skipped;
}

// What of a draft would change the record under the plan's policy.
Draft Binder::unfilled(const Object& object, const model::Row& present, Draft draft) const
{
    std::erase_if(draft, [&](const Draft::value_type& drafted) {
        const auto& [field, cells] = drafted;
        Cells standing;
        for (const model::Column& column : field->columns) {
            standing.push_back(present.at(static_cast<std::size_t>(column.position)));
        }
        // A record that was named by its number takes its real name at the first chance.
        const bool is_stand_in = field->name == object.title && !object.match.empty() &&
                                 standing.front() == model::get(object, present, object.match.front().front());
        const bool is_free = !is_filled(standing) || is_stand_in || plan_.policy == Policy::overwrite;
        return !is_free || standing == cells;
    });
    return draft;
}

}  // namespace juan::input
