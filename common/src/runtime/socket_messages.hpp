// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <cstddef>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "bff/error.hpp"
#include "transcode/binding.hpp"

namespace bff::runtime {

// The messages of a WebSocket as the method has them, and back. A text of the client is what the
// body of a request at the handshake's path would be, so that path and query fill their fields in
// every message. Binding and variables must outlive it.
class SocketMessages {
 public:
  // Of the handshake.
  struct Parts {
    const transcode::Binding& binding;
    std::span<const std::string> variables;  // as the router gives them
    std::string query;                       // its own: the request's text moves when HTTP is left
  };
  explicit SocketMessages(Parts parts) : parts_(std::move(parts)) {}

  // Appends the request message that `text` is. Where path and query are all of a request, the text
  // can only be `{}`. Errors: those of transcode::append_request().
  Result<void> read(std::string& out, std::string_view text);
  // Appends the JSON of a message of the service. Error: upstream_invalid.
  Result<void> write(std::string& out, std::string_view message);

 private:
  Parts parts_;
  std::array<std::byte, 4096> buffer_;
  std::pmr::monotonic_buffer_resource arena_{buffer_.data(), buffer_.size()};
};

}  // namespace bff::runtime
