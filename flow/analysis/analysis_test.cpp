// Declarations of analyses and the parameters people give.
#include "flow/analysis/analysis.hpp"

#include <gtest/gtest.h>

#include "core/base/error.hpp"

namespace juan::analysis {
namespace {

constexpr const char* declaration =
    R"({"label": ["甲", "A"], "meaning": ["乙", "B"], "method": ["丙", "C"], "of": "customer",
  "reads": {"order": ["total"]}, "outputs": ["score"], "parameters": [
  {"name": "as_of", "type": "date", "label": ["日", "Day"]},
  {"name": "parts", "type": "integer", "label": ["份", "Parts"], "default": 5, "min": 2, "max": 9},
  {"name": "currency", "type": "text", "label": ["币", "Currency"], "default": "CNY"}]})";

ErrorCode code_of(const std::string& parameters)
{
    try {
        bind_parameters(parse_analysis("a", declaration, "select 1"), parse_json(parameters));
    } catch (const Error& error) {
        return error.code();
    }
    return ErrorCode::internal;
}

TEST(AnalysisDeclaration, is_read_whole)
{
    const Analysis analysis = parse_analysis("a", declaration, "select 1");
    EXPECT_EQ(analysis.label.zh, "甲");
    EXPECT_EQ(analysis.method.en, "C");
    EXPECT_EQ(analysis.outputs, std::vector<std::string>{"score"});
    EXPECT_EQ(analysis.reads.at(0).object, "order");
    EXPECT_EQ(analysis.parameters.at(1).max, 9);
}

TEST(AnalysisDeclaration, a_wrong_one_is_refused_with_its_name)
{
    for (const char* wrong : {"[]", "{}", R"({"label": "A"})", R"({"label": ["A"]})"}) {
        EXPECT_THROW(parse_analysis("a", wrong, ""), Error) << wrong;
    }
}

TEST(AnalysisParameters, are_bound_in_order_with_the_declared_values_where_none_is_given)
{
    const Analysis analysis = parse_analysis("a", declaration, "select 1");
    EXPECT_EQ(bind_parameters(analysis, Json{{"as_of", "1970-02-01"}}),
              (std::vector<store::Value>{std::int64_t{31}, std::int64_t{5}, std::string("CNY")}));
    EXPECT_EQ(bind_parameters(analysis, Json{{"as_of", "2026-03-01"}, {"parts", 9}, {"currency", "USD"}}),
              (std::vector<store::Value>{std::int64_t{20513}, std::int64_t{9}, std::string("USD")}));
}

TEST(AnalysisParameters, wrong_ones_are_refused)
{
    for (const char* wrong : {"{}", R"({"as_of": "2026-02-30"})", R"({"as_of": 5})",
                              R"({"as_of": "2026-03-01", "parts": 1})", R"({"as_of": "2026-03-01", "parts": 10})",
                              R"({"as_of": "2026-03-01", "parts": 2.5})", R"({"as_of": "2026-03-01", "parts": "2"})",
                              R"({"as_of": "2026-03-01", "currency": 7})", R"({"as_of": "2026-03-01", "of_as": 1})"}) {
        EXPECT_EQ(code_of(wrong), ErrorCode::parameter_invalid) << wrong;
    }
    EXPECT_EQ(code_of("[]"), ErrorCode::body_shape);
}

TEST(Analyses, are_found_by_name)
{
    EXPECT_FALSE(analyses().empty());
    EXPECT_EQ(require_analysis("rfm").of, "customer");
    EXPECT_THROW(require_analysis("astrology"), Error);
}

}  // namespace
}  // namespace juan::analysis
