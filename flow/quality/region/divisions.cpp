// The generated table, put upright.
#include "flow/quality/region/divisions.hpp"

#include "regions.hpp"  // generated

namespace juan::quality {

std::vector<Division> divisions()
{
    std::vector<Division> provinces;
    bool has_city = false;
    for (const Region& region : regions) {
        if (region.level == 1) {
            provinces.push_back({region.code, region.name, {}});
            has_city = false;
        } else if (region.level == 2) {
            has_city = !region.name.empty();
            if (has_city) provinces.back().parts.push_back({region.code, region.name, {}});
        } else {
            auto& units = has_city ? provinces.back().parts.back().parts : provinces.back().parts;
            units.push_back({region.code, region.name, {}});
        }
    }
    return provinces;
}

}  // namespace juan::quality
