// Problem documents, and what a request says of its reader.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/http/http.hpp"

namespace juan::http {
namespace {

TEST(Problem, carries_code_detail_findings_and_id)
{
    const Error error(std::vector<Finding>{{ErrorCode::field_required, {{"field", "name"}}},
                                           {ErrorCode::json_invalid, {{"where", "byte \"7\""}}}},
                      "\"current\":{\"version\":4}");
    const Response response = problem(error, Language::en, "req_1");
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(response.content_type, "application/problem+json");
    const auto json = nlohmann::json::parse(response.body);
    EXPECT_EQ(json.at("type"), "urn:juan:error:field_required");
    EXPECT_EQ(json.at("title"), "Unprocessable Content");
    EXPECT_EQ(json.at("status"), 422);
    EXPECT_EQ(json.at("code"), "field_required");
    EXPECT_EQ(json.at("id"), "req_1");
    EXPECT_EQ(json.at("detail"), "name is required. The body is not valid JSON (byte \"7\").");
    ASSERT_EQ(json.at("findings").size(), 2U);
    EXPECT_EQ(json.at("findings")[0].at("field"), "name");
    EXPECT_FALSE(json.at("findings")[1].contains("field"));
    EXPECT_EQ(json.at("findings")[1].at("code"), "json_invalid");
    EXPECT_EQ(json.at("current").at("version"), 4);
}

TEST(Problem, speaks_the_language_of_the_reader)
{
    const auto json = nlohmann::json::parse(problem(Error(ErrorCode::not_signed_in), Language::zh, "").body);
    EXPECT_EQ(json.at("detail"), "请先登录。");
}

TEST(Problem, says_when_to_try_again)
{
    const Fields soon{{"Retry-After", "1"}};
    const Fields later{{"Retry-After", "30"}};
    EXPECT_EQ(problem(Error(ErrorCode::store_busy), Language::en, "").headers, soon);
    EXPECT_EQ(problem(Error(ErrorCode::too_many_attempts, {{"seconds", "30"}}), Language::en, "").headers, later);
    EXPECT_TRUE(problem(Error(ErrorCode::forbidden), Language::en, "").headers.empty());
}

TEST(Request, finds_cookies_by_their_whole_name)
{
    Request request;
    request.headers = {{"cookie", "xlanguage=en; language=zh; session=a=b;c=1"}};
    EXPECT_EQ(request.cookie("language"), "zh");
    EXPECT_EQ(request.cookie("session"), "a=b");
    EXPECT_EQ(request.cookie("c"), "1");
    EXPECT_EQ(request.cookie("lang"), "");
    EXPECT_EQ(request.language(), Language::zh);
}

TEST(Request, language_comes_from_the_browser_when_nobody_chose)
{
    Request request;
    EXPECT_EQ(request.language(), Language::en);
    request.headers = {{"accept-language", "zh-CN,zh;q=0.9,en;q=0.8"}};
    EXPECT_EQ(request.language(), Language::zh);
    request.headers.emplace_back("cookie", "language=en");
    EXPECT_EQ(request.language(), Language::en);
}

}  // namespace
}  // namespace juan::http
