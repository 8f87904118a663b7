// Writing a record together with its lines, and many records at once.
#pragma once

#include "flow/api/api.hpp"

namespace juan::api {

// The object whose records are lines of `object`'s; null when there is none.
const model::Object* lines_of(const model::Catalogue& catalogue, const model::Object& object);

// `body` may have "lines": an array of lines. Throws Error with all findings.
Id create_with_lines(const model::Model& model, const model::Principal& principal, model::Writer& writer,
                     const model::Object& object, const Json& body);
// With "lines", those that stand there are replaced.
void update_with_lines(const model::Model& model, const model::Principal& principal, model::Writer& writer,
                       const model::Object& object, Id id, const Json& body);
void erase_with_lines(const model::Model& model, model::Writer& writer, const model::Object& object, Id id,
                      std::int64_t version_seen);

// {"items": [...]}: all or nothing. The answer's items name the new records in the same order.
// Throws Error batch_too_large, or the findings of the first item that is refused.
std::string create_batch(const Api& api, const http::Request& request, const model::Object& object, const Json& body);

}  // namespace juan::api
