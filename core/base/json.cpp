// nlohmann's parser, with a bound on nesting.
#include "core/base/json.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"

namespace juan {
namespace {

// Forwards to the library's own builder, counting depth and keeping where and why it stopped.
class Builder : public nlohmann::detail::json_sax_dom_parser<Json> {
    using Base = nlohmann::detail::json_sax_dom_parser<Json>;

public:
    explicit Builder(Json& result) : Base(result, false) {}
    bool start_object(std::size_t size) { return enter() && Base::start_object(size); }
    bool start_array(std::size_t size) { return enter() && Base::start_array(size); }
    bool end_object()
    {
        --depth_;
        return Base::end_object();
    }
    bool end_array()
    {
        --depth_;
        return Base::end_array();
    }
    template <class Exception>
    bool parse_error(std::size_t position, const std::string&, const Exception&)
    {
        where_ = fmt::format("byte {}", position);
        return false;
    }
    const std::string& where() const { return where_; }

private:
    bool enter()
    {
        if (++depth_ <= json_depth_max) {
            return true;
        }
        where_ = fmt::format("nested deeper than {}", json_depth_max);
        return false;
    }

    int depth_ = 0;
    std::string where_;
};

}  // namespace

Json parse_json(std::string_view text)
{
    Json result;
    Builder builder(result);
    if (!Json::sax_parse(text.begin(), text.end(), &builder)) {
        throw Error(ErrorCode::json_invalid, {{"where", builder.where()}});
    }
    return result;
}

}  // namespace juan
