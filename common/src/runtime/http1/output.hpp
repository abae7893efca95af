// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <string>
#include <string_view>

#include <boost/asio/buffer.hpp>

namespace bff::runtime::http1 {

// Bytes on their way to one client. Small responses are gathered into one string; a large body is
// not copied but kept as it is behind them, and ends the gathering. What is added while a write
// is under way waits behind the bytes of that write.
class Output {
 public:
  // Where bytes are appended. Precondition of text() and add_body(): !full(), or a write is under
  // way.
  std::string& text() noexcept { return written_ || !waiting_.empty() ? waiting_ : text_; }
  void add_body(std::string body);

  // Not sent yet.
  std::size_t size() const noexcept {
    return text_.size() + body_.size() - sent_ + waiting_.size();
  }
  bool empty() const noexcept { return size() == 0; }
  // Enough is gathered: to be sent before more is added.
  bool full() const noexcept;

  // The bytes to write now; they stay where they are until sent().
  std::array<boost::asio::const_buffer, 2> unsent() noexcept;
  // Precondition: `size` is at most the size of unsent().
  void sent(std::size_t size);

 private:
  std::string text_;
  std::string body_;
  std::string waiting_;   // behind both
  std::size_t sent_ = 0;  // of text_ followed by body_
  bool written_ = false;  // a write is under way
};

}  // namespace bff::runtime::http1
