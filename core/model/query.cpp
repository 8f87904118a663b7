// Scopes and filters as SQL.
#include "core/model/query.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/model/schema.hpp"
#include "core/model/sealed.hpp"

namespace juan::model {
namespace {

// Names as a principal may use them; without one, as a declaration may: all of them.
class ModelNames final : public condition::Names {
public:
    ModelNames(const Model& model, const Principal* principal) : model_(model), principal_(principal) {}

    const Object* find_object(std::string_view name) const override
    {
        const Object* object = model_.catalogue().find(name);
        const bool is_hidden =
            object != nullptr && principal_ != nullptr && principal_->scope(*object, Verb::read) == Scope::none;
        return is_hidden ? nullptr : object;
    }
    bool may_use(const Object& object, const Field& field) const override
    {
        return principal_ == nullptr || principal_->right(object, field) >= Right::read;
    }
    bool is_entry_kind(std::string_view kind) const override
    {
        const auto& kinds = model_.entry_kinds();
        return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    }
    std::string countable() const override
    {
        std::string text;
        for (const Object& object : model_.catalogue().objects()) {
            const bool belongs_to_customer = !object.customer.empty() && object.customer != "id";
            if (belongs_to_customer && find_object(object.name) != nullptr) text += object.name + ", ";
        }
        for (const std::string& kind : model_.entry_kinds()) text += kind + ", ";
        return text.substr(0, text.size() - std::min<std::size_t>(2, text.size()));
    }
    std::string_view currency() const override { return model_.reading().currency; }

private:
    const Model& model_;
    const Principal* principal_;
};

std::string filter_text(const Model& model, const Principal* principal, const Object& object, std::string_view filter,
                        Sql& sql)
{
    const ModelNames names(model, principal);
    const condition::Condition condition = condition::parse(filter, object, names);
    const condition::Setting setting{model.clock().now(), model.reading().offset_minutes,
                                     principal == nullptr ? Id::none : principal->user};
    const store::Dialect& dialect = model.database().dialect();
    condition::SqlContext context{setting, dialect, {}, "t"};
    context.indexes = [&](const Object& subject, const Field& field, std::string_view text) {
        return model.keys()->indexes(index_place(subject, *field.index_column), text);
    };
    if (principal != nullptr) {
        context.narrowing = [&](std::string_view name, std::string_view alias, Sql& target) {
            const Object* other = model.catalogue().find(name);
            const Object& subject = other == nullptr ? model.catalogue().require("customer") : *other;
            // Entries are those of a customer; whoever sees the customer sees them.
            target.text += other == nullptr ? "true"
                                            : scope_condition(model.catalogue(), *principal, subject, Verb::read, alias,
                                                              dialect, target, false);
        };
    }
    const std::string kept = std::exchange(sql.text, {});
    condition::to_sql(condition, context, sql);
    return std::exchange(sql.text, kept);
}

constexpr std::string_view everything = "1 = 1";

// The record's owner, or that of the record it is part of, lies within the scope.
std::string owner_condition(const Catalogue& catalogue, const Principal& principal, const Object& object, Verb verb,
                            std::string_view alias, const store::Dialect& dialect, Sql& sql, bool by_owner)
{
    const Scope scope = principal.scope(object, verb);
    if (!object.part_of.empty()) {
        const Field& link = object.require(object.part_of);
        const std::string whole_alias = sql.alias();
        const std::string of_whole = scope_condition(catalogue, principal, catalogue.require(link.to),
                                                     verb_of_whole(verb), whole_alias, dialect, sql, false);
        return of_whole == everything
                   ? of_whole
                   : fmt::format("exists (select 1 from {0} {1} where {1}.id = {2}.{3} and {4})", sql_name(link.to),
                                 whole_alias, alias, sql_name(link.columns.front().name), of_whole);
    }
    if (scope == Scope::all || !object.is_owned) {
        return std::string(everything);
    }
    const std::string column = fmt::format("{}.owner_id", alias);
    if (scope == Scope::own) {
        return fmt::format("{} = {}", column, sql.bind(to_integer(principal.user)));
    }
    const std::string owners = sql.bind(principal.owners(scope).json);
    return by_owner ? dialect.in_integers(column, owners) : dialect.among_integers(column, owners);
}

std::string shared_ids(const Principal& principal, const Object& object, Verb verb)
{
    const SharedRecords* shares = principal.shares(object);
    return shares == nullptr ? "[]" : shares->json(verb, principal.clock->now());
}

}  // namespace

std::string rule_condition(const Principal& principal, const Object& object, std::string_view alias,
                           const store::Dialect& dialect, Sql& sql)
{
    const auto& condition = principal.on(object).condition;
    if (!condition) {
        return "1 = 1";
    }
    const condition::Setting setting = principal.setting();
    const std::string kept = std::exchange(sql.text, {});
    condition::to_sql(*condition, {setting, dialect, {}, alias}, sql);
    return std::exchange(sql.text, kept);
}

Verb verb_of_whole(Verb verb) { return verb == Verb::read || verb == Verb::export_rows ? verb : Verb::edit; }

std::string scope_condition(const Catalogue& catalogue, const Principal& principal, const Object& object, Verb verb,
                            std::string_view alias, const store::Dialect& dialect, Sql& sql, bool by_owner)
{
    principal.require(object, verb);
    const bool is_narrowed = principal.on(object).condition && verb != Verb::create && verb != Verb::import_rows;
    std::string text = owner_condition(catalogue, principal, object, verb, alias, dialect, sql, by_owner);
    const bool is_everything = text == everything && !is_narrowed;
    if (is_narrowed) {
        text += " and " + rule_condition(principal, object, alias, dialect, sql);
    }
    const std::string shared = is_everything ? "[]" : shared_ids(principal, object, verb);
    if (shared == "[]") {
        return is_narrowed ? "(" + text + ")" : text;
    }
    const std::string id = fmt::format("{}.id", alias);
    const std::string list = sql.bind(shared);
    return fmt::format("(({}) or {})", text,
                       by_owner ? dialect.in_integers(id, list) : dialect.among_integers(id, list));
}

std::string shared_condition(const Principal& principal, const Object& object, const store::Dialect& dialect, Sql& sql)
{
    const std::string shared = shared_ids(principal, object, Verb::read);
    if (shared == "[]") return {};
    const Owners& owners = principal.owners(principal.scope(object, Verb::read));
    const std::string ids = dialect.in_integers("id", sql.bind(shared));
    return fmt::format("{} and (owner_id is null or not {})", ids,
                       dialect.among_integers("owner_id", sql.bind(owners.json)));
}

std::string person_filter(const Model& model, const Principal& principal, const Object& object, std::string_view filter,
                          Sql& sql)
{
    return filter_text(model, &principal, object, filter, sql);
}

std::string trusted_filter(const Model& model, const Object& object, std::string_view filter, Sql& sql)
{
    return filter_text(model, nullptr, object, filter, sql);
}

}  // namespace juan::model
