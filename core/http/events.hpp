// Server-sent events (the HTML standard, 9.2): one open answer to one browser.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/http/http.hpp"
#include "core/http/service.hpp"
#include "core/http/transport.hpp"

namespace juan::http {

// Takes the descriptor over, sends `head`, and then what is sent to the stream that `opened` is given.
void stream_events(Service& service, Loop& loop, int descriptor, std::string head,
                   const std::function<void(std::shared_ptr<EventStream>)>& opened);

}  // namespace juan::http
