// What went wrong, in words for the person reading it. Every error is one line of errors.json.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "errors.hpp"  // generated: enum class ErrorCode, ErrorKind, ErrorText, error_text()

namespace juan {

enum class Language { zh, en };

// "zh..." gives zh, everything else en.
Language language_from(std::string_view tag);

// Fills the {name} places of an error's sentence; in Chinese "name.zh" goes before "name", in English "name.en".
using Parameters = std::vector<std::pair<std::string, std::string>>;

// One thing that is wrong with a value: data, to be collected and shown.
struct Finding {
    ErrorCode code;
    Parameters parameters;
    bool operator==(const Finding&) const = default;
};

std::string sentence(const Finding& finding, Language language);

// Thrown when a request or a job cannot be finished. Caught in core/http, core/jobs and server/main.cpp only.
class Error : public std::runtime_error {
public:
    explicit Error(ErrorCode code, Parameters parameters = {}) : Error(Finding{code, std::move(parameters)}) {}
    explicit Error(Finding finding) : Error(std::vector<Finding>{std::move(finding)}) {}
    // Requires: at least one finding; the first gives status and title.
    explicit Error(std::vector<Finding> findings, std::string extra_json = {});

    const Finding& finding() const { return findings_.front(); }
    const std::vector<Finding>& findings() const { return findings_; }
    ErrorCode code() const { return findings_.front().code; }
    // Further members of the problem document, as JSON text `"name":value,...`; may be empty.
    const std::string& extra_json() const { return extra_json_; }

private:
    std::vector<Finding> findings_;
    std::string extra_json_;
};

}  // namespace juan

// For states that only a mistake of ours can bring about.
#define CHECK(condition) \
    ((condition) ? (void)0 : throw ::juan::Error(::juan::ErrorCode::internal, {{"what", #condition}}))
