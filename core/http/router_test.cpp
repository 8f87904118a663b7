// Which route a path finds.
#include <gtest/gtest.h>

#include <type_traits>

#include "core/http/test_server.hpp"

namespace juan::http {
namespace {

Router usual_router()
{
    Router router;
    for (const auto& [method, path] : {std::pair<Method, std::string>{Method::get, "/"},
                                       {Method::get, "/api/session"},
                                       {Method::del, "/api/session"},
                                       {Method::get, "/api/{object}"},
                                       {Method::post, "/api/{object}"},
                                       {Method::get, "/api/{name}/similar"},
                                       {Method::get, "/api/{object}/{id}"},
                                       {Method::get, "/api/customer/{id}/volume"},
                                       {Method::get, "/files/{rest...}"},
                                       {Method::get, "/files/index"}}) {
        router.add(route(method, path, {}));
    }
    return router;
}

std::string found(const Router& router, Method method, std::string_view path)
{
    Fields parameters;
    const Route* route = router.find(method, path, parameters);
    std::string text = route == nullptr ? "nothing" : route->path;
    for (const auto& [name, value] : parameters) {
        text += " " + name + "=" + value;
    }
    return text;
}

// A route cannot be written down without who may call it.
template <class T>
concept MadeWithoutAccess = requires
{
    T{Method::get, std::string("/x")};
};
static_assert(!std::is_default_constructible_v<Access>);
static_assert(!std::is_default_constructible_v<Route>);
static_assert(!MadeWithoutAccess<Route>);

TEST(Router, literal_parts_win_over_parameters)
{
    const Router router = usual_router();
    EXPECT_EQ(found(router, Method::get, "/"), "/");
    EXPECT_EQ(found(router, Method::get, "/api/session"), "/api/session");
    EXPECT_EQ(found(router, Method::get, "/api/deal"), "/api/{object} object=deal");
    EXPECT_EQ(found(router, Method::get, "/api/deal/similar"), "/api/{name}/similar name=deal");
    EXPECT_EQ(found(router, Method::get, "/api/deal/7"), "/api/{object}/{id} object=deal id=7");
    EXPECT_EQ(found(router, Method::get, "/api/customer/7/volume"), "/api/customer/{id}/volume id=7");
}

TEST(Router, goes_back_when_a_literal_part_leads_nowhere)
{
    const Router router = usual_router();
    EXPECT_EQ(found(router, Method::get, "/api/customer/7"), "/api/{object}/{id} object=customer id=7");
    EXPECT_EQ(found(router, Method::post, "/api/session"), "/api/{object} object=session");
}

TEST(Router, a_rest_takes_all_that_follows)
{
    const Router router = usual_router();
    EXPECT_EQ(found(router, Method::get, "/files/a/b.csv"), "/files/{rest...} rest=a/b.csv");
    EXPECT_EQ(found(router, Method::get, "/files/index"), "/files/index");
    EXPECT_EQ(found(router, Method::get, "/files/index/x"), "/files/{rest...} rest=index/x");
    EXPECT_EQ(found(router, Method::get, "/files"), "nothing");
}

TEST(Router, head_finds_the_get_route)
{
    const Router router = usual_router();
    EXPECT_EQ(found(router, Method::head, "/api/deal"), "/api/{object} object=deal");
    EXPECT_EQ(found(router, Method::put, "/api/deal"), "nothing");
}

TEST(Router, empty_segments_are_no_parameters)
{
    const Router router = usual_router();
    EXPECT_EQ(found(router, Method::get, "/api/"), "nothing");
    EXPECT_EQ(found(router, Method::get, "/api//7"), "nothing");
    EXPECT_EQ(found(router, Method::get, "/api/deal/"), "nothing");
    EXPECT_EQ(found(router, Method::get, ""), "nothing");
}

TEST(Router, says_what_is_wrong_with_a_request_that_matches_nothing)
{
    const Router router = usual_router();
    Fields parameters;
    try {
        router.match(Method::put, "/api/session", parameters);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::method_not_allowed);
        EXPECT_EQ(error.finding().parameters.back().second, "GET, HEAD, POST, DELETE");
    }
    try {
        router.match(Method::get, "/nowhere", parameters);
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::route_unknown);
    }
}

TEST(Router, the_same_route_cannot_be_added_twice)
{
    Router router = usual_router();
    EXPECT_THROW(router.add(route(Method::get, "/api/{other}", {})), Error);
    EXPECT_THROW(router.add(route(Method::get, "/a/{rest...}/b", {})), Error);
    EXPECT_THROW(router.add(route(Method::get, "a", {})), Error);
}

}  // namespace
}  // namespace juan::http
