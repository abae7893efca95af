// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "transcode/binding.hpp"

namespace bff::transcode {

// What of one HTTP request becomes a message.
struct RequestParts {
  // As what the content came: proto3 JSON, the message's own bytes, or, for HttpBody, anything.
  enum class Form : std::uint8_t { json, protobuf, raw };

  std::span<const std::string> variables = {};  // as the router gives them
  std::string_view query = {};                  // the raw text behind `?`
  std::string_view body = {};                   // empty: there was none
  Form form = Form::json;
  std::string_view content_type = {};  // of a raw body
};

// Appends the request message that the parts are. The same values give the same bytes, whether they
// came by path, query or body. What the path says stands above what the body says of that field.
//
// Errors: invalid_parameter (names "query.page_size" or "path.id") and invalid_body (names "body"
// and the JSON pointer). `out` is then as it was. Temporary memory comes from `arena`.
Result<void> append_request(std::string& out, const Binding& binding, const RequestParts& parts,
                            std::pmr::memory_resource& arena);

}  // namespace bff::transcode
