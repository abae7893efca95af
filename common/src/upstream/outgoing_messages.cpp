// SPDX-License-Identifier: Apache-2.0
#include "upstream/outgoing_messages.hpp"

#include "upstream/message_prefix.hpp"

namespace bff::upstream {

void OutgoingMessages::write(std::string_view message) {
  const auto prefix = prefix_of(message.size());
  bytes_.append(prefix.data(), prefix.size());
  bytes_ += message;
}

void OutgoingMessages::move_to(std::string& out, std::size_t count, bool end) {
  const bool full = left() > Stream::kLowWater;
  out.append(bytes_, sent_, count);
  sent_ += count;
  ended_ = ended_ || end;
  if (full && left() <= Stream::kLowWater) relieved_ = true;
  // Dropped when it is the larger part, so that each byte is moved at most once more.
  if (sent_ > kKept && sent_ > bytes_.size() / 2) {
    bytes_.erase(0, std::exchange(sent_, 0));
    dropped_ = true;
  }
}

}  // namespace bff::upstream
