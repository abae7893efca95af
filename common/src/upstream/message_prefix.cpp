// SPDX-License-Identifier: Apache-2.0
#include "upstream/message_prefix.hpp"

#include "upstream/status.hpp"

namespace bff::upstream {

MessagePrefix::Refusal MessagePrefix::refusal(std::size_t max_message) const {
  if (bytes_[0] != 0) {
    return {code::kInternal, bytes_[0] == 1 ? "a compressed message without grpc-encoding"
                                            : "a message prefix with unknown flags"};
  }
  return {code::kResourceExhausted, "a message of " + std::to_string(length()) +
                                        " bytes is above the limit of " +
                                        std::to_string(max_message)};
}

}  // namespace bff::upstream
