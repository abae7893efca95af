// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <memory_resource>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "transcode/binding.hpp"

namespace bff::transcode {

// Appends the JSON of a response message, or of its `response_body`, as the binding's format has
// it. Errors: upstream_invalid, when the bytes are no such message or hold what has no JSON form.
Result<void> append_answer(std::string& out, const Binding& binding, std::string_view response,
                           std::pmr::memory_resource& arena);

// The bytes of a field of the response that is itself a message: merged where they came in pieces,
// empty when it is not there. Without such a field: the response. For answers that are no JSON.
// Errors: upstream_invalid.
Result<std::string_view> answer_message(const Binding& binding, std::string_view response,
                                        std::pmr::memory_resource& arena);

// google.api.HttpBody: views into its bytes. The type is application/octet-stream where it has
// none.
struct HttpBody {
  std::string_view content_type, data;
};
// Errors: upstream_invalid, also for a content type that no header can hold.
Result<HttpBody> read_http_body(std::string_view message);

}  // namespace bff::transcode
