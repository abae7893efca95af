// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <string_view>

#include "upstream/client.hpp"

namespace bff::upstream {

// What the fields of a streaming answer held that is not HTTP/2's and gRPC's own.
struct AnswerMetadata {
  Metadata headers;
  Metadata trailers;   // until the headers end: they
  bool begun = false;  // `headers` are there

  // One field; in order.
  void add(std::string_view name, std::string_view value);
  // The headers end, and the answer goes on.
  void begin();
};

}  // namespace bff::upstream
