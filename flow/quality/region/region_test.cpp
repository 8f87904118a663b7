// Regions, by a table of cases.
#include "flow/quality/region/region.hpp"

#include <gtest/gtest.h>

#include "flow/quality/cases.hpp"
#include "regions.hpp"

namespace juan::quality {
namespace {

TEST(Region, cases)
{
    for (const Case& one : read_cases("flow/quality/region/region_cases.csv")) {
        SCOPED_TRACE(one.at("input"));
        const auto place = standardise_region(one.at("input"));
        if (!place) {
            EXPECT_EQ(error_text(place.error().code).name, one.at("finding"));
            continue;
        }
        EXPECT_EQ("", one.at("finding"));
        EXPECT_EQ(place->region == 0 ? "" : std::to_string(place->region), one.at("code"));
        EXPECT_EQ(place->province, one.at("province"));
        EXPECT_EQ(place->city, one.at("city"));
        EXPECT_EQ(place->district, one.at("district"));
        EXPECT_EQ(place->detail, one.at("detail"));
    }
}

TEST(Region, every_division_is_found_again_by_its_full_address)
{
    for (const Region& region : regions) {
        if (region.name.empty()) {
            continue;
        }
        const auto known = find_region(region.code);
        ASSERT_TRUE(known.has_value());
        const auto place = standardise_region(known->province + known->city + known->district + "人民路1号");
        ASSERT_TRUE(place.has_value());
        EXPECT_EQ(place->region, region.code) << known->province << known->city << known->district;
        EXPECT_EQ(place->detail, "人民路1号");
    }
}

}  // namespace
}  // namespace juan::quality
