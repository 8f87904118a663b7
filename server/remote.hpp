// Commands speak to the server that holds the folder; when none does, to one of their own. One way in, not two.
#pragma once

#include <functional>
#include <string>

#include "core/base/json.hpp"
#include "core/http/http.hpp"
#include "server/commands.hpp"

namespace juan {

class Remote {
public:
    Remote(std::uint16_t port, const std::string& token);
    // The answer's JSON. Throws Error job_failed with the server's own words when it refuses.
    Json ask(http::Method method, const std::string& target, const std::string& body = {});
    Json upload(const std::string& target, const std::string& file);

private:
    Json read(const http::ClientResponse& response) const;

    std::uint16_t port_;
    http::Fields headers_;
};

// Throws Error store_in_use, ...
int through_server(const CommonOptions& options, const std::string& program, const std::function<int(Remote&)>& work);

}  // namespace juan
