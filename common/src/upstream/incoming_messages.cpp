// SPDX-License-Identifier: Apache-2.0
#include "upstream/incoming_messages.hpp"

#include <utility>

namespace bff::upstream {

IncomingMessages::Found IncomingMessages::next(std::string& message) {
  auto rest = std::string_view{bytes_}.substr(read_);
  const bool known = prefix_.whole();
  if (!prefix_.read(rest)) {
    read_ = bytes_.size();
    drop_read();
    return Found::nothing;
  }
  if (!prefix_.admits(max_message_)) return Found::fault;
  const std::size_t length = prefix_.length();
  if (!known) message_.reserve(length);
  const auto piece = rest.substr(0, length - message_.size());
  message_.append(piece);
  rest.remove_prefix(piece.size());
  read_ = bytes_.size() - rest.size();
  drop_read();
  if (message_.size() < length) return Found::nothing;
  message = std::exchange(message_, {});
  prefix_.clear();
  return Found::message;
}

// What was read goes when it is the larger part, so that each byte is moved at most once more.
void IncomingMessages::drop_read() {
  constexpr std::size_t kKept = 32 << 10;  // an idle stream does not keep a burst's memory
  if (read_ < bytes_.size()) {
    if (read_ > bytes_.size() / 2) bytes_.erase(0, std::exchange(read_, 0));
    return;
  }
  read_ = 0;
  if (bytes_.capacity() > kKept) {
    bytes_ = {};
  } else {
    bytes_.clear();
  }
}

void IncomingMessages::clear() {
  read_ = bytes_.size();
  drop_read();
  prefix_.clear();
  message_ = {};
}

}  // namespace bff::upstream
