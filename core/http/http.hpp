// Requests and responses as plain structs. Handlers are synchronous functions on worker threads; only the .cpp files
// of this folder know the network library.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.hpp"

namespace juan::http {

enum class Method { get, head, post, put, patch, del };

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
    Method method = Method::get;
    std::string path;  // percent-decoded, without the query
    Fields query;      // decoded
    Fields headers;    // names lower case
    std::string body;  // empty when the route takes a file
    // Where the body of an upload route stands on disk. The handler moves or leaves it; when the answer is an error,
    // the server removes what still stands there. Not synced to disk.
    std::string body_file;
    std::string remote;                  // address of the peer, or of its client when the peer is a trusted proxy
    std::string id;                      // of this request, for logs and problem documents
    Fields parameters;                   // {name} parts of the route
    std::shared_ptr<const void> caller;  // what `before` found out, kept for the handler

    // Empty when absent.
    std::string_view header(std::string_view name_lower) const;
    std::optional<std::string_view> argument(std::string_view name) const;  // of the query
    std::string_view parameter(std::string_view name) const;                // of the route
    std::string_view cookie(std::string_view name) const;
    Language language() const;  // cookie "language", else Accept-Language
};

// Server-sent events to one browser. Thread-safe; shared by the connection and by whoever sends.
class EventStream {
public:
    virtual ~EventStream() = default;
    // False when the browser is gone, or so slow that its queue is full.
    virtual bool send(std::string_view event, std::string_view data) = 0;
    // Ends the stream, for instance because its person signed out.
    virtual void close() = 0;
};

struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    Fields headers;
    std::string file;           // when set, the body is this file, sent as it is read
    bool removes_file = false;  // the file is this answer's alone: it is gone once it has been sent, or could not be
    // When set, the response is an event stream: called once, when it is open.
    std::function<void(std::shared_ptr<EventStream>)> open_events;
};

Response json_response(std::string body, int status = 200);
// RFC 9457: application/problem+json with code, title, detail, findings and the request's id.
Response problem(const Error& error, Language language, std::string_view request_id);

enum class Body { none, json, file };

// Work waits for its turn when the server is busy; light routes answer from memory and are let through.
enum class Weight { work, light };

// Who may call a route at all; what they may see is decided below, by core/model. It has no default, so that a route
// that does not say who may call it does not compile.
class Access {
public:
    Access() = delete;
    static const Access everyone;
    static const Access signed_in;
    static const Access setup;
    // Whoever is signed in and has this duty: "system", "security", "audit".
    static constexpr Access duty(std::string_view name) { return Access(Kind::duty, name); }

    constexpr bool needs_sign_in() const { return kind_ == Kind::signed_in || kind_ == Kind::duty; }
    // Empty unless made by duty().
    constexpr std::string_view duty_needed() const { return duty_; }
    // "everyone", "setup", "signed_in", "security", ...: for the description of the API.
    constexpr std::string_view name() const
    {
        return kind_ == Kind::everyone ? "everyone"
               : kind_ == Kind::setup  ? "setup"
               : duty_.empty()         ? "signed_in"
                                       : duty_;
    }
    constexpr bool operator==(const Access&) const = default;

private:
    enum class Kind { everyone, signed_in, setup, duty };
    constexpr explicit Access(Kind kind, std::string_view duty = {}) : kind_(kind), duty_(duty) {}
    Kind kind_;
    std::string_view duty_;  // of a string that is there for ever
};
inline constexpr Access Access::everyone{Access::Kind::everyone};
inline constexpr Access Access::signed_in{Access::Kind::signed_in};
inline constexpr Access Access::setup{Access::Kind::setup};

struct Route {
    Method method;
    std::string path;  // "/api/{object}/{id}"; a {name} part matches one segment; a last "{rest...}" matches the rest
    Access access;
    Body body = Body::none;
    std::function<Response(const Request&)> handle;
    std::string summary;               // one English sentence, for OpenAPI
    std::uint64_t body_bytes_max = 0;  // 0: what the settings say for this kind of body
    Weight weight = Weight::work;
};

class Router {
public:
    // Throws Error internal when the same method and pattern are there already.
    void add(Route route);
    // HEAD finds the GET route when there is none of its own. Null when nothing matches.
    const Route* find(Method method, std::string_view path, Fields& parameters) const;
    // Throws Error route_unknown, method_not_allowed. Literal parts win over {name} parts.
    const Route& match(Method method, std::string_view path, Fields& parameters) const;
    const std::vector<Route>& routes() const { return routes_; }

private:
    // One place in a path. Indexes are into nodes_ and routes_.
    struct Node {
        std::vector<std::pair<std::string, std::size_t>> literals;
        std::optional<std::size_t> parameter;
        std::vector<std::pair<Method, std::size_t>> routes;       // that end here
        std::vector<std::pair<Method, std::size_t>> rest_routes;  // that take all that follows
    };
    struct Search;
    std::size_t child(std::size_t node, std::string_view segment);
    bool descend(Search& search, std::size_t node, std::string_view rest) const;

    std::vector<Route> routes_;
    std::vector<Node> nodes_ = std::vector<Node>(1);
};

// A file that the binary carries, ready to send.
struct Asset {
    std::string_view path;  // "/assets/index-3f2a.js"
    std::string_view content_type;
    std::string_view bytes_brotli;
    std::string_view bytes_gzip;
    std::string_view etag;
    bool is_immutable;  // its name holds its hash
};

// A number shown at /metrics besides the server's own.
struct Measure {
    std::string name;  // "juan_jobs_waiting"
    std::string help;
    Fields labels;
    double value;
};

struct Deadlines {
    std::chrono::milliseconds head{10'000};       // from the first byte of a request to the end of its header
    std::chrono::milliseconds idle{60'000};       // between two requests of a connection
    std::chrono::milliseconds stall{30'000};      // without a byte of a body coming in or going out
    std::chrono::milliseconds heartbeat{15'000};  // between two signs of life in an event stream
    std::chrono::milliseconds stop{5'000};        // for requests in work when the server stops
    std::chrono::milliseconds linger{2'000};      // for the peer to read a last answer
    std::uint64_t bytes_per_second_min = 1024;    // of a body, after `head` has passed
};

struct ServerSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;       // 0: any free one
    std::vector<std::string> hosts;  // accepted Host values besides the loopback names; with or without port
    int worker_count = 8;
    std::string upload_folder;
    std::uint64_t json_bytes_max = 8 * 1024 * 1024;
    std::uint64_t upload_bytes_max = std::uint64_t{8} * 1024 * 1024 * 1024;
    int connections_max = 8192;                // at most the process's descriptors less 256
    std::vector<std::string> trusted_proxies;  // peer addresses whose X-Forwarded-For is believed, its last entry
    std::string metrics_token;                 // lets others than this machine read /metrics, as Authorization: Bearer
    std::function<std::vector<Measure>()> measures;  // called when /metrics is read; may be empty
    std::function<void(const Request&, Finding&)>
        explain;  // puts the words people know into what they are told; may be empty
    // Told of every request that somebody was not allowed (status 403), before it is answered; may be empty. When it
    // throws, its own error is the answer.
    std::function<void(const Request&, const Error&)> refused;
    Deadlines deadlines;
};

// Besides the routes it serves the assets (a path without a dot that is nobody's gives /index.html) and /metrics.
class Server {
public:
    virtual ~Server() = default;
    virtual std::uint16_t port() const = 0;
    // Serves until stop(); called on the main thread.
    virtual void run() = 0;
    // Thread-safe; lets requests in work finish, up to five seconds. A handler that does not return holds up run().
    virtual void stop() = 0;
};

// `before` runs ahead of every handler of a route that is not for everyone and of every write, before the body
// is read; it throws to refuse. Throws Error listen_failed.
std::unique_ptr<Server> make_server(const ServerSettings& settings, const Router& router, std::vector<Asset> assets,
                                    std::function<void(Request&, const Route&)> before);

// A plain blocking client for this machine's own server; used by the command line and by tests.
struct ClientResponse {
    int status;
    Fields headers;  // names lower case
    std::string body;
};
// Throws Error server_unreachable when there is no answer, or nothing moves for 30 seconds.
ClientResponse fetch(std::string_view host, std::uint16_t port, Method method, std::string_view target,
                     const Fields& headers = {}, std::string_view body = {}, const std::string& body_file = {});

}  // namespace juan::http
