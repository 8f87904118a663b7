// The head of a response: status line, what every response carries, and what this one adds.
#pragma once

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "core/http/http.hpp"

namespace juan::http {

// Without a nonce styles come from this server's files only.
std::string content_security_policy(std::string_view style_nonce = {});

// "Sun, 06 Nov 1994 08:49:37 GMT", written anew once a second. One thread at a time.
class DateText {
public:
    std::string_view now();

private:
    std::time_t second_ = 0;
    std::string text_;
};

struct ReplyFacts {
    std::uint64_t content_length = 0;
    std::string_view request_id;
    std::string_view date;
    bool keeps_alive = true;
};

// Headers of the response stand in for those of the same name that it would get anyway. Control characters in them
// are left out, so that no value can begin a line of its own.
std::string reply_head(const Response& response, const ReplyFacts& facts);

}  // namespace juan::http
