// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace bff::test {

// A TCP connection that sends exactly the bytes it is given.
class RawConnection {
 public:
  explicit RawConnection(int port);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  void send(std::string_view bytes) const;
  // As many of them as the system takes at once.
  std::size_t send_some(std::string_view bytes) const;
  void end_sending() const;  // half-closes
  void reset();              // closes as one that has crashed: what was sent is lost

  // Everything until the peer closes. `closed` tells whether it did within ten seconds.
  std::string read_to_end(bool& closed) const;
  // Everything until `text` has come, or ten seconds have passed.
  std::string read_until(std::string_view text) const;

 private:
  int socket_ = -1;
};

// The status of a response's first line, or 0 when it is none.
int status_of(const std::string& response);

}  // namespace bff::test
