// Sentences in two languages; names of people come from the store.
#include "flow/api/access/sentences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace juan::api {
namespace {

using model::Label;
using model::Right;
using model::Scope;
using model::Step;
using model::Verb;

std::string_view verb_zh(Verb verb)
{
    constexpr std::array<std::string_view, 6> words = {"查看", "新建", "修改", "删除", "导出", "导入"};
    return words.at(static_cast<std::size_t>(verb));
}

Label scope_words(Scope scope)
{
    static const std::array<Label, 5> words = {
        {{"任何人", "nobody"},
         {"本人", "their own"},
         {"本部门和所在团队", "their unit and teams"},
         {"本部门、下级部门和所在团队", "their unit, the units below and their teams"},
         {"全部", "everybody"}}};
    return words.at(static_cast<std::size_t>(scope));
}

Label right_words(Right right)
{
    static const std::array<Label, 4> words = {
        {{"隐藏", "hidden"}, {"脱敏显示", "masked"}, {"可见", "shown"}, {"可改", "open to change"}}};
    return words.at(static_cast<std::size_t>(right));
}

Label role_sentence(const Asked& asked, const Step& step)
{
    const Label scope = scope_words(step.scope);
    const std::string_view verb = model::verb_name(step.verb);
    if (!step.is_allowed) {
        return {fmt::format("角色「{}」不能{}{}。", asked.role_name, verb_zh(step.verb), step.object->label.zh),
                fmt::format("The role {} may not {} any {}.", asked.role_name, verb, step.object->label.en)};
    }
    return {
        fmt::format("角色「{}」可以{}{}，数据范围：{}。", asked.role_name, verb_zh(step.verb), step.object->label.zh,
                    scope.zh),
        fmt::format("The role {} may {} {} records, of: {}.", asked.role_name, verb, step.object->label.en, scope.en)};
}

Label scope_sentence(const Step& step)
{
    const Label scope = scope_words(step.scope);
    if (step.scope == Scope::all || !step.object->is_owned) {
        return {fmt::format("所有{}都在范围内。", step.object->label.zh),
                fmt::format("Every {} is within the scope.", step.object->label.en)};
    }
    return {fmt::format("这条{}的负责人{}数据范围（{}）。", step.object->label.zh, step.is_allowed ? "在" : "不在",
                        scope.zh),
            fmt::format("The owner of this {} is {} the scope ({}).", step.object->label.en,
                        step.is_allowed ? "within" : "outside", scope.en)};
}

}  // namespace

Label step_sentence(const Asked& asked, const Step& step)
{
    using model::DecidingRule;
    switch (step.rule) {
        case DecidingRule::inactive:
            return {fmt::format("{}已停用。", asked.name), fmt::format("{} is not active.", asked.name)};
        case DecidingRule::role: return role_sentence(asked, step);
        case DecidingRule::scope: return scope_sentence(step);
        case DecidingRule::condition:
            return {fmt::format("这条{}{}角色的条件：{}", step.object->label.zh, step.is_allowed ? "满足" : "不满足",
                                step.where),
                    fmt::format("This {} {} the role's condition: {}", step.object->label.en,
                                step.is_allowed ? "meets" : "does not meet", step.where)};
        case DecidingRule::share:
            return {fmt::format("这条{}已共享给{}或其团队。", step.object->label.zh, asked.name),
                    fmt::format("This {} was shared with {} or a team of theirs.", step.object->label.en, asked.name)};
        case DecidingRule::part_of:
            return {fmt::format("明细随所属的{}：{}。", step.object->label.zh, step.is_allowed ? "可以" : "不可以"),
                    fmt::format("It is part of a {}, which decides: {}.", step.object->label.en,
                                step.is_allowed ? "yes" : "no")};
        case DecidingRule::field: {
            const Label right = right_words(step.right);
            return {
                fmt::format("字段「{}」对角色「{}」：{}。", step.field->label.zh, asked.role_name, right.zh),
                fmt::format("The field {} is {} for the role {}.", step.field->label.en, right.en, asked.role_name)};
        }
    }
    return {};
}

Label decision_sentence(const Asked& asked, const model::Decision& decision)
{
    const auto deciding = std::find_if(decision.steps.rbegin(), decision.steps.rend(),
                                       [&](const Step& step) { return step.rule == decision.rule; });
    CHECK(deciding != decision.steps.rend());
    const Label why = step_sentence(asked, *deciding);
    const Label of = asked.field == nullptr
                         ? Label{}
                         : Label{"的「" + asked.field->label.zh + "」", " (" + asked.field->label.en + ")"};
    return {fmt::format("{}{}{}这条{}{}：{}", asked.name, decision.is_allowed ? "可以" : "不能", verb_zh(asked.verb),
                        asked.object.label.zh, of.zh, why.zh),
            fmt::format("{} {} {} this {}{}: {}", asked.name, decision.is_allowed ? "may" : "may not",
                        model::verb_name(asked.verb), asked.object.label.en, of.en, why.en)};
}

}  // namespace juan::api
