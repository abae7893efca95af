// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <array>
#include <string>
#include <string_view>

#include <boost/asio/buffer.hpp>

namespace bff::runtime::http1 {

// Bytes on their way to one client. Small responses are gathered into one string; a large body is
// not copied but kept as it is behind them, and ends the gathering.
class Output {
 public:
  // Precondition of text() and add_body(): !full().
  std::string& text() noexcept { return text_; }
  void add_body(std::string body);

  bool empty() const noexcept { return text_.size() + body_.size() == sent_; }
  // Enough is gathered: to be sent before more is added.
  bool full() const noexcept;

  std::array<boost::asio::const_buffer, 2> unsent() const noexcept;
  // Precondition: `size` is at most the size of unsent().
  void sent(std::size_t size);

 private:
  std::string text_;
  std::string body_;
  std::size_t sent_ = 0;  // of text_ followed by body_
};

}  // namespace bff::runtime::http1
