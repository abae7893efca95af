// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>

namespace bff::framing {

// Empties a text that the next message will be put into. Its memory is kept where it is that of
// most messages, so that one large message does not stay with a connection that is then silent.
inline void forget_text(std::string& text) {
  constexpr std::size_t kKept = 16 << 10;
  if (text.capacity() > kKept) std::string{}.swap(text);
  text.clear();
}

}  // namespace bff::framing
