// Sentences of errors, from the generated table.
#include "core/base/error.hpp"

namespace juan {

namespace {

// "field.zh" before "field": what is shown to a person is, where there is one, the label in their language.
std::string_view value_of(const Parameters& parameters, const std::string& name, Language language)
{
    const std::string label = name + (language == Language::zh ? ".zh" : ".en");
    std::string_view value;
    for (const auto& [key, text] : parameters) {
        if (key == label) {
            return text;
        }
        if (key == name) {
            value = text;
        }
    }
    return value;
}

}  // namespace

Language language_from(std::string_view tag) { return tag.starts_with("zh") ? Language::zh : Language::en; }

std::string sentence(const Finding& finding, Language language)
{
    const ErrorText& text = error_text(finding.code);
    std::string_view pattern = language == Language::zh ? text.zh : text.en;
    std::string filled;
    filled.reserve(pattern.size() + 32);
    while (!pattern.empty()) {
        const auto open = pattern.find('{');
        const auto close = open == pattern.npos ? pattern.npos : pattern.find('}', open);
        if (close == pattern.npos) {
            filled += pattern;
            break;
        }
        filled += pattern.substr(0, open);
        filled += value_of(finding.parameters, std::string(pattern.substr(open + 1, close - open - 1)), language);
        pattern.remove_prefix(close + 1);
    }
    return filled;
}

Error::Error(std::vector<Finding> findings, std::string extra_json)
    : std::runtime_error(sentence(findings.at(0), Language::en)),
      findings_(std::move(findings)),
      extra_json_(std::move(extra_json))
{
}

}  // namespace juan
