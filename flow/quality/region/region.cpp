// The longest name at the front of the text is matched, then the next one inside it.
#include "flow/quality/region/region.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "core/base/text.hpp"
#include "regions.hpp"  // generated

namespace juan::quality {
namespace {

constexpr std::size_t han_bytes = 3;
constexpr std::size_t name_bytes_max = 15 * han_bytes;
constexpr std::string_view separators = " -/,>|·";

struct Named {
    const Region* region;
    bool is_short;
};

using Names = std::unordered_map<std::string_view, std::vector<Named>>;

const Names& names()
{
    static const Names all = [] {
        Names found;
        for (const Region& region : regions) {
            if (!region.name.empty()) {
                found[region.name].push_back({&region, false});
            }
            if (!region.short_name.empty() && region.short_name != region.name) {
                found[region.short_name].push_back({&region, true});
            }
        }
        found["内蒙"].push_back({found.at("内蒙古自治区").front().region, true});
        return found;
    }();
    return all;
}

const Region* region_of(std::int32_t code)
{
    const auto found = std::lower_bound(regions.begin(), regions.end(), code,
                                        [](const Region& a, std::int32_t b) { return a.code < b; });
    return found != regions.end() && found->code == code ? &*found : nullptr;
}

bool is_municipality(std::int32_t code)
{
    const std::int32_t province = code / 10000;
    return province == 11 || province == 12 || province == 31 || province == 50;
}

bool is_inside(const Region& region, const Region* outer)
{
    if (outer == nullptr) {
        return true;
    }
    const std::int32_t unit = outer->level == 1 ? 10000 : 100;
    return region.level > outer->level && region.code / unit == outer->code / unit;
}

// "南京" in "南京路", "南京东路" or "南京银行" is not where the address lies.
bool names_something_else(std::string_view rest)
{
    static constexpr std::array<std::string_view, 30> words{
        "路", "街", "大街", "大道", "道",   "巷",   "弄",   "胡同", "桥",   "站",
        "门", "寺", "广场", "大厦", "花园", "公园", "公寓", "小区", "新村", "村",
        "镇", "乡", "银行", "大学", "学院", "饭店", "酒店", "宾馆", "商城", "公司",
    };
    for (const std::string_view prefix :
         {"", "东", "西", "南", "北", "中", "一", "二", "三", "四", "五", "六", "新", "老"}) {
        if (rest.starts_with(prefix)) {
            const std::string_view after = rest.substr(prefix.size());
            if (std::any_of(words.begin(), words.end(),
                            [&](std::string_view word) { return after.starts_with(word); })) {
                return true;
            }
        }
    }
    return false;
}

struct Match {
    const Region* region = nullptr;
    std::size_t bytes = 0;
};

Match match(std::string_view text, const Region* outer);

// Whether a name found at the front of the text may be taken. `same`: all divisions of that name inside the outer one.
bool is_acceptable(const Named& named, const std::vector<const Region*>& same, std::string_view rest,
                   const Region* outer)
{
    const Region& region = *named.region;
    const bool is_whole = rest.empty() || separators.find(rest.front()) != separators.npos;
    if (!named.is_short) {
        return region.level < 3 || same.size() == 1;
    }
    if (region.level == 3) {
        return outer != nullptr && is_whole && same.size() == 1;
    }
    if (region.level == 1 || outer != nullptr || is_whole) {
        return is_whole || !names_something_else(rest);
    }
    // A city's short name alone in front: sure when a district of it follows, or when nothing else is called so.
    return match(rest, &region).region != nullptr || (same.size() == 1 && !names_something_else(rest));
}

Match match(std::string_view text, const Region* outer)
{
    for (std::size_t bytes = std::min(text.size(), name_bytes_max) / han_bytes * han_bytes; bytes >= 2 * han_bytes;
         bytes -= han_bytes) {
        const auto found = names().find(text.substr(0, bytes));
        if (found == names().end()) {
            continue;
        }
        std::vector<const Region*> same;
        for (const Named& named : found->second) {
            if (is_inside(*named.region, outer)) {
                same.push_back(named.region);
            }
        }
        // Larger divisions come first among those of one name: 海南 is the province before it is the prefecture.
        const Named* best = nullptr;
        for (const Named& named : found->second) {
            if (is_inside(*named.region, outer) && (best == nullptr || named.region->level < best->region->level)) {
                best = &named;
            }
        }
        if (best != nullptr && is_acceptable(*best, same, text.substr(bytes), outer)) {
            return {best->region, bytes};
        }
    }
    return {};
}

Place place_of(const Region& region)
{
    Place place;
    place.region = region.code;
    place.province = region_of(region.code / 10000 * 10000)->name;
    if (region.level == 1) {
        return place;
    }
    const Region* city = region_of(region.code / 100 * 100);
    const bool has_city = city != nullptr && !city->name.empty();
    if (is_municipality(region.code)) {
        place.city = place.province;
        place.district = region.level == 3 ? region.name : "";
    } else if (!has_city) {
        place.city = region.name;  // directly under its province
    } else {
        place.city = city->name;
        place.district = region.level == 3 ? region.name : "";
    }
    return place;
}

Expected<Place, Finding> read_code(std::string_view digits)
{
    std::int32_t code = 0;
    for (const char c : digits.substr(0, 6)) {
        code = code * 10 + (c - '0');
    }
    if (auto place = find_region(code)) {
        return *std::move(place);
    }
    return Unexpected{Finding{ErrorCode::region_unknown, {{"value", std::string(digits)}}}};
}

// An address as written and with traditional characters made simplified, read from the front of both.
// As written first: 乾安县 keeps its 乾, which is 干 elsewhere.
class Address {
public:
    Address(std::string_view written, std::string_view folded)
        : written_(written), folded_(folded.size() == written.size() ? folded : written)
    {
    }

    std::string_view rest() const { return written_; }
    std::string_view folded_rest() const { return folded_; }
    void drop(std::size_t bytes)
    {
        written_.remove_prefix(bytes);
        folded_.remove_prefix(bytes);
    }
    void skip_separators() { drop(std::min(written_.find_first_not_of(separators), written_.size())); }
    Match find(const Region* outer) const
    {
        const Match found = match(written_, outer);
        return found.region != nullptr ? found : match(folded_, outer);
    }

private:
    std::string_view written_;
    std::string_view folded_;
};

void skip_country(Address& address)
{
    for (const std::string_view country : {"中华人民共和国", "中国"}) {
        Address after = address;
        if (address.rest().starts_with(country)) {
            after.drop(country.size());
            address = after.find(nullptr).region != nullptr ? after : address;
        }
    }
}

// "上海上海市", "北京市市辖区": the municipality again.
void skip_repetition(Address& address, const Region& province)
{
    for (const std::string_view again : {province.name, province.short_name, std::string_view("市辖区")}) {
        const bool is_short = again == province.short_name;
        if (address.folded_rest().starts_with(again) &&
            (!is_short || !names_something_else(address.folded_rest().substr(again.size())))) {
            address.drop(again.size());
            address.skip_separators();
        }
    }
}

}  // namespace

Expected<Place, Finding> standardise_region(std::string_view text)
{
    const std::string tidy = tidy_text(text);
    const bool are_digits = std::all_of(tidy.begin(), tidy.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (are_digits && (tidy.size() == 6 || tidy.size() == 12)) {
        return read_code(tidy);
    }
    const std::string folded = fold_text(tidy);
    Address address(tidy, folded);
    skip_country(address);
    const Region* region = nullptr;
    for (int level = 0; level < 3; ++level) {
        address.skip_separators();
        if (region != nullptr && region->level == 1 && is_municipality(region->code)) {
            skip_repetition(address, *region);
        }
        const Match found = address.find(region);
        if (found.region == nullptr) {
            break;
        }
        region = found.region;
        address.drop(found.bytes);
    }
    if (region == nullptr) {
        return Place{0, {}, {}, {}, tidy};
    }
    address.skip_separators();
    Place place = place_of(*region);
    place.detail = address.rest();
    return place;
}

std::optional<Place> find_region(std::int32_t code)
{
    const Region* region = region_of(code);
    return region == nullptr ? std::nullopt : std::optional(place_of(*region));
}

}  // namespace juan::quality
