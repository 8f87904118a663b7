// The labels stand in the declarations; those of types and verbs stand here.
#include "core/model/label.hpp"

#include <algorithm>
#include <array>

#include "core/base/text.hpp"

namespace juan::model {
namespace {

struct Word {
    std::string_view name;
    std::string_view zh;
    std::string_view en;
};

// Each of type_name(); the English ones follow "is not a".
constexpr std::array<Word, 22> type_words = {{
    {"text", "文字", "text"},
    {"long_text", "文字", "text"},
    {"number", "数字", "number"},
    {"integer", "整数", "whole number"},
    {"money", "金额", "sum of money"},
    {"percent", "百分数", "percentage"},
    {"boolean", "“是”或“否”", "yes or no"},
    {"date", "日期", "date"},
    {"instant", "日期时间", "date and time"},
    {"duration", "时长", "duration"},
    {"choice", "选项", "choice"},
    {"choices", "一组选项", "list of choices"},
    {"link", "已有的记录", "known record"},
    {"links", "一组已有的记录", "list of known records"},
    {"email", "邮箱", "mail address"},
    {"phone", "电话", "phone number"},
    {"url", "网址", "web address"},
    {"person_name", "姓名", "name"},
    {"address", "地址", "postal address"},
    {"file", "文件", "file"},
    {"json", "JSON", "JSON value"},
    {"auto_number", "编号", "number"},
}};

constexpr std::array<Word, 6> verb_words = {{
    {"read", "查看", "see"},
    {"create", "新建", "create"},
    {"edit", "修改", "change"},
    {"delete", "删除", "delete"},
    {"export", "导出", "export"},
    {"import", "导入", "import"},
}};

constexpr std::array<Word, 3> duty_words = {{
    {"system", "系统管理", "system"},
    {"security", "安全管理", "security"},
    {"audit", "审计", "audit"},
}};

template <std::size_t Count>
const Word* find(const std::array<Word, Count>& words, std::string_view name)
{
    const auto found = std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.name == name; });
    return found == words.end() ? nullptr : &*found;
}

// "女 (female)": who writes to the API needs the value, who reads the screen the label.
std::string named(const Choice& choice, const std::string& label)
{
    return label.empty() || fold_text(label) == fold_text(choice.value) ? choice.value
                                                                        : label + " (" + choice.value + ")";
}

void add(Finding& finding, const std::string& name, std::string_view zh, std::string_view en)
{
    if (!zh.empty() && !en.empty()) {
        finding.parameters.emplace_back(name + ".zh", zh);
        finding.parameters.emplace_back(name + ".en", en);
    }
}

void add_choices(Finding& finding, const Field& field)
{
    Label all;
    for (const Choice& choice : field.choices) {
        all.zh += (all.zh.empty() ? "" : "、") + named(choice, choice.label.zh);
        all.en += (all.en.empty() ? "" : ", ") + named(choice, choice.label.en);
    }
    add(finding, "choices", all.zh, all.en);
}

void add_label(Finding& finding, const Parameters::value_type& parameter, const Catalogue& catalogue,
               const Object* object)
{
    const auto& [name, value] = parameter;
    if (name == "object") {
        const Object* named_object = catalogue.find(value);
        if (named_object != nullptr && !named_object->is_internal)
            add(finding, name, named_object->label.zh, named_object->label.en);
    } else if (name == "type") {
        const Word* word = find(type_words, value);
        if (word != nullptr) add(finding, name, word->zh, word->en);
    } else if (name == "verb") {
        const Word* word = find(verb_words, value);
        if (word != nullptr) add(finding, name, word->zh, word->en);
    } else if (name == "duty") {
        const Word* word = find(duty_words, value);
        if (word != nullptr) add(finding, name, word->zh, word->en);
    } else if ((name == "field" || name == "choices") && object != nullptr) {
        const auto is_field = [](const auto& item) { return item.first == "field"; };
        const auto path = std::find_if(finding.parameters.begin(), finding.parameters.end(), is_field);
        const Field* field = path == finding.parameters.end()
                                 ? nullptr
                                 : object->find(std::string_view(path->second).substr(0, path->second.find('.')));
        if (field == nullptr) return;
        name == "field" ? add(finding, name, field->label.zh, field->label.en) : add_choices(finding, *field);
    }
}

}  // namespace

void add_labels(Finding& finding, const Catalogue& catalogue, const Object* object)
{
    const Parameters named = finding.parameters;
    for (const auto& parameter : named) {
        const auto is_its_label = [&](const auto& other) { return other.first == parameter.first + ".zh"; };
        if (std::none_of(named.begin(), named.end(), is_its_label)) {
            add_label(finding, parameter, catalogue, object);
        }
    }
}

}  // namespace juan::model
