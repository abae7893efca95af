// SPDX-License-Identifier: Apache-2.0
#include "runtime/http1/output.hpp"

#include <algorithm>
#include <utility>

namespace bff::runtime::http1 {
namespace {

constexpr std::size_t kGathered = 64 * 1024;
// Copying less than this costs less than a second buffer in the system call.
constexpr std::size_t kCopied = 16 * 1024;

}  // namespace

void Output::add_body(std::string body) {
  std::string& end = text();
  if (body.size() <= kCopied || &end == &waiting_) {
    end += body;
  } else {
    body_ = std::move(body);
  }
}

bool Output::full() const noexcept { return !body_.empty() || text_.size() >= kGathered; }

std::array<boost::asio::const_buffer, 2> Output::unsent() noexcept {
  written_ = true;
  const std::size_t of_text = std::min(sent_, text_.size());
  const std::size_t of_body = sent_ - of_text;
  return {boost::asio::buffer(text_) + of_text, boost::asio::buffer(body_) + of_body};
}

void Output::sent(std::size_t size) {
  written_ = false;
  sent_ += size;
  if (sent_ < text_.size() + body_.size()) return;
  sent_ = 0;
  body_ = {};
  if (!waiting_.empty() || text_.capacity() > kGathered * 2) {
    text_ = std::exchange(waiting_, {});
  } else {
    text_.clear();
  }
}

}  // namespace bff::runtime::http1
