// libcurl, with everything switched off that is not needed, and a guard at the socket.
#include "core/net/dialer.hpp"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>

#include "core/net/address.hpp"

namespace juan::net {
namespace {

using std::chrono::steady_clock;

struct FreeEasy {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// One connection, as the callbacks see it.
struct Exchange {
    const DialerSettings& settings;
    bool is_allowed = false;  // by an administrator, whatever its address
    Answer answer;
    std::size_t header_bytes = 0;
    std::string refused_address;
    bool is_too_large = false;
};

class Place {
public:
    explicit Place(std::atomic<int>& count) : count_(count), number_(++count) {}
    ~Place() { --count_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    int number() const { return number_; }

private:
    std::atomic<int>& count_;
    int number_;
};

curl_socket_t open_socket(void* client, curlsocktype, curl_sockaddr* address)
{
    auto& exchange = *static_cast<Exchange*>(client);
    if (!exchange.is_allowed && !is_public(address->addr)) {
        exchange.refused_address = address_text(address->addr);
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::string trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    const auto last = text.find_last_not_of(" \t\r\n");
    return first == text.npos ? std::string() : std::string(text.substr(first, last - first + 1));
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* client)
{
    auto& exchange = *static_cast<Exchange*>(client);
    const std::string_view line(data, size);
    exchange.header_bytes += size;
    if (exchange.header_bytes > exchange.settings.header_bytes_max) {
        exchange.is_too_large = true;
        return 0;
    }
    if (line.starts_with("HTTP/")) {
        exchange.answer.headers.clear();  // What came before was an interim answer.
        return size;
    }
    const auto colon = line.find(':');
    if (colon != line.npos) {
        std::string name(line.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        exchange.answer.headers.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
    }
    return size;
}

std::size_t take_body(char* data, std::size_t, std::size_t size, void* client)
{
    auto& exchange = *static_cast<Exchange*>(client);
    if (exchange.answer.body.size() + size > exchange.settings.body_bytes_max) {
        exchange.is_too_large = true;
        return 0;
    }
    exchange.answer.body.append(data, size);
    return size;
}

void guard(CURL* handle, Exchange& exchange, const std::string& ca_certificates, std::chrono::milliseconds left)
{
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(handle, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");  // Else the environment's, which would resolve names by itself.
    curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &exchange);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(left.count(), 1)));
    curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L);  // A resolver that hangs is not waited for.
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!ca_certificates.empty()) {
        // In the place of the system's one file; its folder of the same certificates is read besides.
        curl_blob blob{const_cast<char*>(ca_certificates.data()), ca_certificates.size(), CURL_BLOB_COPY};
        curl_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &blob);
        curl_easy_setopt(handle, CURLOPT_CAPATH, "/etc/ssl/certs");
    }
}

Unexpected<Finding> fail(ErrorCode code, const Url& url, Parameters more = {})
{
    more.insert(more.begin(), {"host", url.authority()});
    return Unexpected{Finding{code, std::move(more)}};
}

// libcurl's own words for a code; never what the peer sent.
Unexpected<Finding> failure(CURLcode code, const Exchange& exchange, const Url& url)
{
    const std::string what = curl_easy_strerror(code);
    if (exchange.is_too_large) {
        return fail(ErrorCode::peer_too_large, url, {{"max", std::to_string(exchange.settings.body_bytes_max)}});
    }
    if (!exchange.refused_address.empty()) {
        return fail(ErrorCode::address_private, url, {{"address", exchange.refused_address}});
    }
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT: {
            const auto seconds = std::chrono::ceil<std::chrono::seconds>(exchange.settings.deadline).count();
            return fail(ErrorCode::peer_too_slow, url, {{"seconds", std::to_string(seconds)}});
        }
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR: return fail(ErrorCode::peer_untrusted, url, {{"what", what}});
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_CONNECT:
        case CURLE_SEND_ERROR: return fail(ErrorCode::peer_unreachable, url, {{"what", what}});
        default: return fail(ErrorCode::peer_broken, url, {{"what", what}});
    }
}

std::string location_of(const Answer& answer)
{
    const auto found = std::find_if(answer.headers.begin(), answer.headers.end(),
                                    [](const auto& header) { return header.first == "location"; });
    return found == answer.headers.end() ? std::string() : found->second;
}

bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_same_place(const Url& a, const Url& b) { return a.is_tls == b.is_tls && a.host == b.host && a.port == b.port; }

}  // namespace

Dialer::Dialer(DialerSettings settings) : settings_(std::move(settings))
{
    CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    if (settings_.ca_file.empty()) {
        return;
    }
    std::ifstream file(settings_.ca_file, std::ios::binary);
    ca_certificates_.assign(std::istreambuf_iterator<char>(file), {});
    if (!file || ca_certificates_.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
        throw Error(ErrorCode::file_unreadable, {{"file", settings_.ca_file}});
    }
}

Expected<Url, Finding> Dialer::check(const std::string& text) const
{
    auto url = parse_url(text);
    if (!url || url->is_tls) {
        return url;
    }
    const std::vector<Url> allowed = settings_.allowed_hosts ? settings_.allowed_hosts() : std::vector<Url>();
    const auto is_it = [&](const Url& one) { return is_same_place(one, *url); };
    if (std::none_of(allowed.begin(), allowed.end(), is_it)) {
        return fail(ErrorCode::address_plain, *url);
    }
    return url;
}

Expected<Answer, Finding> Dialer::ask(const Ask& ask) const
{
    const Place place(running_);
    if (place.number() > settings_.at_once_max) {
        return Unexpected{Finding{ErrorCode::server_busy, {}}};
    }
    const auto until = steady_clock::now() + settings_.deadline;
    Ask next = ask;
    for (int redirects = 0;; ++redirects) {
        const auto url = check(next.url);
        if (!url) {
            return Unexpected{url.error()};
        }
        auto answer = ask_once(next, *url, until);
        if (!answer || !is_redirect(answer->status) || ask.redirects_max == 0) {
            return answer;
        }
        next.url = location_of(*answer);
        const auto target = parse_url(next.url);
        if (redirects >= ask.redirects_max || !ask.body.empty() || !target) {
            return fail(ErrorCode::peer_redirects, *url);
        }
        if (!is_same_place(*target, *url)) {
            next.headers.clear();  // What was meant for one host, such as a secret, is not given to another.
        }
    }
}

Expected<Answer, Finding> Dialer::ask_once(const Ask& ask, const Url& url, steady_clock::time_point until) const
{
    Exchange exchange{settings_, false, {}, 0, {}, false};
    const std::vector<Url> allowed = settings_.allowed_hosts ? settings_.allowed_hosts() : std::vector<Url>();
    exchange.is_allowed =
        std::any_of(allowed.begin(), allowed.end(), [&](const Url& one) { return is_same_place(one, url); });
    const std::unique_ptr<CURL, FreeEasy> handle(curl_easy_init());
    CHECK(handle != nullptr);
    guard(handle.get(), exchange, ca_certificates_,
          std::chrono::duration_cast<std::chrono::milliseconds>(until - steady_clock::now()));
    curl_easy_setopt(handle.get(), CURLOPT_URL, url.text.c_str());
    curl_slist* lines = curl_slist_append(nullptr, "User-Agent: Juan/" JUAN_VERSION);
    lines = curl_slist_append(lines, "Expect:");
    for (const auto& [name, value] : ask.headers) {
        CHECK(name.find_first_of("\r\n:") == name.npos && value.find_first_of("\r\n") == value.npos);
        lines = curl_slist_append(lines, (name + ": " + value).c_str());
    }
    const std::unique_ptr<curl_slist, FreeList> owner(lines);
    curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, lines);
    if (!ask.body.empty()) {
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(ask.body.size()));
        curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, ask.body.data());
    }
    const CURLcode code = curl_easy_perform(handle.get());
    if (code != CURLE_OK) {
        return failure(code, exchange, url);
    }
    long status = 0;
    char* peer = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle.get(), CURLINFO_PRIMARY_IP, &peer);
    exchange.answer.status = static_cast<int>(status);
    exchange.answer.peer = peer == nullptr ? "" : peer;
    return std::move(exchange.answer);
}

}  // namespace juan::net
