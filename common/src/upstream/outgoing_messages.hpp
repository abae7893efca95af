// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "upstream/client.hpp"

namespace bff::upstream {

// The messages of a streaming request, framed, on their way out. Sans-io.
class OutgoingMessages {
 public:
  // Bytes that were sent are kept up to here, for another connection if the first turns out not to
  // have been heard.
  static constexpr std::size_t kKept = 64 << 10;

  // Preconditions: not after close(); below 4 GiB.
  void write(std::string_view message);
  void close() noexcept { closed_ = true; }

  std::size_t left() const noexcept { return bytes_.size() - sent_; }
  // The last byte that is left ends the request.
  bool closed() const noexcept { return closed_; }
  // Only the end is to be sent.
  bool end_due() const noexcept { return closed_ && !ended_; }
  bool ended() const noexcept { return ended_; }

  // Appends the next `count` bytes, and the end if `end`. Precondition: as many are left.
  void move_to(std::string& out, std::size_t count, bool end);
  // move_to() took left() below the mark, told once each time.
  bool take_relief() noexcept { return std::exchange(relieved_, false); }
  bool relieved() const noexcept { return relieved_; }

  // All that was written is still here.
  bool whole() const noexcept { return !dropped_; }
  // Precondition: whole().
  void rewind() noexcept {
    sent_ = 0;
    ended_ = relieved_ = false;
  }

 private:
  std::string bytes_;
  std::size_t sent_ = 0;  // of bytes_
  bool closed_ = false, ended_ = false;
  bool dropped_ = false;
  bool relieved_ = false;
};

}  // namespace bff::upstream
