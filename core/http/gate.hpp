// The request gate: what stands between the bytes of a head and the router. A request that two programs could read in
// two ways, or that this server has no use for, is refused here, before any of its body is read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/expected.hpp"
#include "core/http/head.hpp"
#include "core/http/http.hpp"
#include "core/http/target.hpp"

namespace juan::http {

struct Head {
    Method method = Method::get;
    Target target;
    Fields fields;  // names lower case
    std::uint64_t content_length = 0;
    bool keeps_alive = true;
    bool expects_continue = false;
};

class Gate {
public:
    // `hosts`: names this server answers to besides localhost, 127.0.0.1 and [::1]; one without a port stands for all.
    explicit Gate(const std::vector<std::string>& hosts);

    // Requires: look() found the end of this head; `head` is scan.size bytes. Pure; keeps no reference to `head`.
    Expected<Head, Refusal> pass(std::string_view head, const HeadScan& scan) const;

    bool is_known(std::string_view host) const;

private:
    std::vector<std::string> hosts_;
};

// What to tell the sender.
Error error_of(Refusal refusal);

}  // namespace juan::http
