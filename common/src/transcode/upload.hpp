// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <functional>
#include <memory_resource>
#include <string>
#include <string_view>

#include "bff/error.hpp"
#include "transcode/binding.hpp"
#include "transcode/request.hpp"

namespace bff::transcode {

// The content of a request as the messages of a method that takes a stream of google.api.HttpBody,
// or of messages with one: each has a piece of it as its data. The first one is what a unary method
// would get of that piece, with content type, path and query; those behind it have nothing else.
// No content at all is one message without data.
class UploadMessages {
 public:
  static constexpr std::size_t kMaxData = 64 << 10;  // of one message, bytes

  using Sink = std::function<void(std::string_view message)>;

  // `request`: all but its content. It refers to what must outlive this object, as must `binding`
  // and `arena`. Precondition: raw_request(binding).
  UploadMessages(const Binding& binding, const RequestParts& request,
                 std::pmr::memory_resource& arena);

  // Makes messages of the next bytes, any number of them; `last`: no more follow. Errors: those of
  // append_request(), before the first message.
  Result<void> take(std::string_view bytes, bool last, const Sink& sink);

 private:
  Result<void> append(std::string_view data);

  const Binding& binding_;
  RequestParts request_;
  std::pmr::memory_resource& arena_;
  std::string message_;
  bool begun_ = false;
};

}  // namespace bff::transcode
